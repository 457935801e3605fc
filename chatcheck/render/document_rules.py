"""Everything that can be wrong in a StartChatContact document before it is sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.render.model_rules import find_over_model, find_refusals
from chatcheck.render.problem import Problem
from chatcheck.render.service_rules import find_rule_problems
from chatcheck.render.text_rules import find_untexts


def find_problems(shape: Any, document: Mapping[str, Any]) -> list[Problem]:
    """Return what botocore would refuse to send, else what the service would refuse; `shape` is the input's.

    Texts that are none come first, and alone: they cannot even be measured.
    """
    return (
        list(find_untexts(document))
        or list(find_refusals(shape, document))
        or [*find_over_model(shape, document), *find_rule_problems(document)]
    )
