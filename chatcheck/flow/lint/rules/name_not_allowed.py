"""Names of attributes and tags that Connect does not take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chatcheck.flow.jsonpath import find_paths
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_ATTRIBUTES: Mapping[str, str] = {
    "UpdateContactAttributes": "Attributes",
    "UpdateFlowAttributes": "FlowAttributes",
}
_FORBIDDEN = ("$", ".")
RESERVED_TAG = "aws:"


def _check(context: Context) -> Iterator[Spot]:
    for kind, parameter in _ATTRIBUTES.items():
        for action in context.list_actions(kind):
            given = action.parameters.get(parameter)
            for name in given if isinstance(given, dict) else ():
                found = [each for each in _FORBIDDEN if each in name and not find_paths(name)]
                if found:
                    what = f"the attribute name `{name[:100]}` has a `{found[0]}`, which no path can name"
                    yield spot(action, what, "Parameters", parameter, name)
    for action in context.list_actions("TagContact"):
        given = action.parameters.get("Tags")
        for name in given if isinstance(given, dict) else ():
            if name.lower().startswith(RESERVED_TAG):
                yield spot(action, f"the tag `{name[:100]}` is AWS's own", "Parameters", "Tags", name)


RULE = Rule(
    "CF344",
    "name that is not allowed",
    "warning",
    why="names of attributes have no `$` and no full stop, and tags that begin with `aws:` are AWS's own",
    fix="rename it, and what reads it",
    source="administrator guide, contact attributes; developer guide, TagContact",
    check=_check,
)
