"""What changed between two versions of a flow, as text for people and as JSON for programs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from chatcheck.flow.diff import Change, Detail
from chatcheck.flow.lint.arn import UUID
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.picture.names import name_block
from chatcheck.flow.picture.saying import say

Json = Any
FORMAT: Final = 1
_SHOWN_CHARS: Final = 60
_BEFORE_CHARS: Final = 20
_SHORT_ID_CHARS: Final = 8
_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~", "renamed": "="}


class Pair(NamedTuple):
    """One flow in two versions, each None where the flow is not there."""

    name: str
    old: Flow | None
    new: Flow | None
    changes: tuple[Change, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.changes) or self.old is None or self.new is None


def render_text(pairs: Sequence[Pair]) -> str:
    """Return what changed, flow by flow, ending with a newline."""
    lines = [line for pair in pairs if pair.differs for line in _tell(pair)]
    return "\n".join([*lines, _sum_up(pairs)]) + "\n"


def _sum_up(pairs: Sequence[Pair]) -> str:
    count = sum(pair.differs for pair in pairs)
    flows = "1 flow" if len(pairs) == 1 else f"{len(pairs)} flows"
    return f"{flows}: " + (f"{count} differ{'s' * (count == 1)}" if count else "no difference")


def _tell(pair: Pair) -> Iterator[str]:
    if pair.old is None or pair.new is None:
        yield f"{'+' if pair.old is None else '-'} {_show(pair.name)}, the whole flow"
        return
    yield _show(pair.name)
    for change in pair.changes:
        if change.action is not None:
            was = f"{_show(change.before)} -> " if change.before else ""
            yield f"  {_SIGNS[change.kind]} {was}{_show(change.identifier)} ({_describe(change.action)})"
        for detail in change.details:
            yield f"      {_show(detail.what)}: {_tell_detail(detail, pair.old, pair.new)}"


def _tell_detail(detail: Detail, old: Flow, new: Flow) -> str:
    """Return both values, from a little before they part; of a branch, what it leads to."""
    if detail.before is None or detail.after is None:
        sign, value, flow = ("+", detail.after, new) if detail.before is None else ("-", detail.before, old)
        return f"{sign} {_cut(_name(value or '', flow))}"
    before, after = _name(detail.before, old), _name(detail.after, new)
    is_long = max(len(before), len(after)) > _SHOWN_CHARS
    start = max(_count_common(before, after) - _BEFORE_CHARS, 0) if is_long else 0
    return f"{_cut(before, start)} -> {_cut(after, start)}"


def _count_common(one: str, other: str) -> int:
    """Return how many characters two texts begin alike with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _name(value: str, flow: Flow) -> str:
    """Return a value as it is shown: an identifier that nobody can read by what its block does."""
    action = flow.actions.get(value) if UUID.fullmatch(value) else None
    return f"{value[:_SHORT_ID_CHARS]} {_describe(action)}" if action is not None else value


def _describe(action: Action) -> str:
    words = " ".join(say(action).split())
    return name_block(action)[0] + (f': "{_cut(words)}"' if words else "")


def _cut(text: str, start: int = 0) -> str:
    shown = ("…" if start else "") + text[start:]
    return _show(shown if len(shown) <= _SHOWN_CHARS else shown[: _SHOWN_CHARS - 1] + "…")


def _show(text: str) -> str:
    """Return a text in one line, with an escape for what cannot be seen or turns the direction."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text
    )


def to_json(pairs: Sequence[Pair]) -> dict[str, Json]:
    """Return plain data: ``format``, and each flow with its changes."""
    return {"format": FORMAT, "flows": [_write_pair(pair) for pair in pairs]}


def _write_pair(pair: Pair) -> dict[str, Json]:
    is_there = {"old": pair.old is not None, "new": pair.new is not None}
    return {"name": pair.name, **is_there, "changes": [_write_change(each) for each in pair.changes]}


def _write_change(change: Change) -> dict[str, Json]:
    return {
        "kind": change.kind,
        "action": change.identifier or None,
        "type": change.action.type if change.action is not None else None,
        "before": change.before or None,
        "details": [each._asdict() for each in change.details],
    }
