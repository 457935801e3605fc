"""ARNs of an account, Region or instance that others in the flow are not of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chatcheck.flow.lint.arn import read_place
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    found = [
        (text, place)
        for text in context.texts
        if text.value.startswith("arn:") and (place := read_place(text.value)) is not None
    ]
    if len(found) < 2:
        return
    for part, word in ((0, "Region"), (1, "account"), (2, "instance")):
        values = Counter(place[part] for _, place in found if place[part])
        if len(values) < 2:
            continue
        usual = values.most_common(1)[0][0]
        for text, place in found:
            if place[part] not in ("", usual):
                what = f"this ARN is of {word} {place[part]}, the others here are of {usual}"
                yield spot(text.action, what, *text.path)


RULE = Rule(
    "CF315",
    "ARN of another account or Region",
    "warning",
    why="a flow can only use what its own instance and account have",
    fix="take the resource of the flow's own account, or a reference",
    source="developer guide, Flow language; service authorisation",
    check=_check,
)
