"""Contact attributes that are read and never set."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.project import list_set_attributes
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    own = list_set_attributes(context.flow)
    around = context.project.set_attributes
    if own is None or around is None:
        return
    if context.is_module and not context.is_called:
        return  # it shares the attributes of callers that nobody knows here
    seen: set[str] = set()
    for read in context.reads:
        if len(read.names) < 2 or read.names[0] != "Attributes":
            continue
        name = read.names[1]
        if name not in own and name not in around and name not in seen:
            seen.add(name)
            yield spot(
                read.action, f"the contact attribute `{name}` is read here, and no flow sets it", *read.path
            )


RULE = Rule(
    "CF308",
    "contact attribute that nobody sets",
    "warning",
    why="it is empty in texts and matches no condition, unless whoever starts the chat sets it",
    fix=(
        "set it with `UpdateContactAttributes`, correct its name, or list it under `attributes` in "
        "[tool.chatcheck]"
    ),
    source="developer guide, contact attributes",
    check=_check,
)
