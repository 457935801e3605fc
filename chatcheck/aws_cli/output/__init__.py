"""An answer as `aws connect start-chat-contact` prints it: the forms of `--output`, and `--query`.

Pure, and the same characters as the genuine command's: what the four forms look like was read off
the AWS CLI 1.46 and 2.9, and `tests/unit/aws_cli` runs them beside ours.
"""

from __future__ import annotations

import importlib
from typing import Any, Final

from chatcheck.aws_cli.answer_forms import FORMS
from chatcheck.aws_cli.output.query import check_query, select

__all__ = ["FORMS", "UNKNOWN_WIDTH", "check_query", "format_answer", "select"]

Json = Any

UNKNOWN_WIDTH: Final = 80
"""How wide a terminal is, in columns, when there is none: the AWS CLI's own assumption."""

# Each form is a module of its own, imported when it is asked for: YAML costs as much as all the others.
_FORMATTERS: Final = {
    "json": ("json_text", "format_json"),
    "text": ("text", "format_text"),
    "table": ("table", "format_table"),
    "yaml": ("yaml_text", "format_yaml"),
    "yaml-stream": ("yaml_text", "format_yaml_stream"),
}


def format_answer(
    answer: Json, form: str, title: str = "StartChatContact", width: int = UNKNOWN_WIDTH
) -> str:
    """Return the answer in one of ``FORMS``, with the newline at its end; empty when nothing is shown.

    ``title`` is what stands above a table; a table wider than ``width`` columns is turned on its
    side where it can be. Never coloured. Raises UsageError when the answer has no form as a table,
    KeyError for a form that is none.
    """
    if form == "off":
        return ""
    module, name = _FORMATTERS[form]
    format_form = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    return str(format_form(answer, title, width) if form == "table" else format_form(answer))
