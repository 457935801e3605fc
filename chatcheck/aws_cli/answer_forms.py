"""The forms in which an answer can be printed."""

from __future__ import annotations

from typing import Final

FORMS: Final = ("json", "text", "table", "yaml", "yaml-stream", "off")
"""What `--output` takes, in the order in which the AWS CLI, version 2, names it."""
