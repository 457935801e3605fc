"""`--output json`. Pure."""

from __future__ import annotations

import json
from typing import Any


def format_json(answer: Any) -> str:
    """Return the answer indented by four; an empty structure shows nothing, unlike other empty things."""
    if answer == {}:
        return ""
    return json.dumps(answer, indent=4, ensure_ascii=False) + "\n"
