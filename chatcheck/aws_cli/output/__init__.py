"""An answer as `aws connect start-chat-contact` prints it: the forms of `--output`, and `--query`.

Pure, and the same characters as the genuine command's: what the four forms look like was read off
the AWS CLI 1.46 and 2.9, and `tests/unit/aws_cli` runs them beside ours.
"""

from __future__ import annotations

from typing import Any, Final

from chatcheck.aws_cli.output.answer import arrange_answer
from chatcheck.aws_cli.output.json_text import format_json
from chatcheck.aws_cli.output.query import check_query, select
from chatcheck.aws_cli.output.table import format_table
from chatcheck.aws_cli.output.text import format_text
from chatcheck.aws_cli.output.yaml_text import format_yaml, format_yaml_stream

__all__ = ["FORMS", "UNKNOWN_WIDTH", "arrange_answer", "check_query", "format_answer", "select"]

Json = Any

FORMS: Final = ("json", "text", "table", "yaml", "yaml-stream", "off")
"""What `--output` takes, in the order in which the AWS CLI, version 2, names it."""

UNKNOWN_WIDTH: Final = 80
"""How wide a terminal is, in columns, when there is none: the AWS CLI's own assumption."""


def format_answer(
    answer: Json, form: str, title: str = "StartChatContact", width: int = UNKNOWN_WIDTH
) -> str:
    """Return the answer in one of ``FORMS``, with the newline at its end; empty when nothing is shown.

    ``title`` is what stands above a table; a table wider than ``width`` columns is turned on its
    side where it can be. Never coloured. Raises UsageError when the answer has no form as a table,
    KeyError for a form that is none.
    """
    if form == "table":
        return format_table(answer, title, width)
    return _FORMATTERS[form](answer)


def _say_nothing(_: Json) -> str:
    return ""


_FORMATTERS: Final = {
    "json": format_json,
    "text": format_text,
    "yaml": format_yaml,
    "yaml-stream": format_yaml_stream,
    "off": _say_nothing,
}
