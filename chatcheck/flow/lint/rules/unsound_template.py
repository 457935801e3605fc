"""Interactive messages that do not follow their template."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.interactive import find_problems, read_template
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("MessageParticipant", "ConnectParticipantWithLexBot"):
        text = action.parameters.get("Text")
        if not isinstance(text, str) or "templateType" not in text:
            continue
        template = read_template(text)
        for problem in find_problems(template) if template is not None else ():
            yield spot(action, f"the interactive message cannot be sent: {problem}", "Parameters", "Text")


RULE = Rule(
    "CF319",
    "interactive message that is not sound",
    "warning",
    why="a message that does not follow its template is not sent: the error branch is taken",
    fix="follow the template",
    source="administrator guide, interactive messages",
    check=_check,
)
