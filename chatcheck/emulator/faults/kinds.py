"""Which faults there are, what each can be told, and how one is read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from chatcheck.errors import suggest

Json = Any
Target = Literal["item", "call", "socket"]


class InvalidFault(Exception):
    """A fault that cannot be set; `problems` has a sentence for each reason."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the sentences."""
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number that a fault takes."""

    default: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault.

    Attributes:
        target: what it strikes: an item shown to a chat, a call, or the opening of a websocket.
        summary: what happens, in one sentence.
        options: beside those of every fault (`SELECTION`): a number, or the default of a text.
    """

    target: Target
    summary: str
    options: Mapping[str, Number | str]


SELECTION: Final[Mapping[str, Number]] = {
    "after": Number(0, 0, 1_000_000),
    "every": Number(1, 1, 1_000_000),
    "count": Number(1, 0, 1_000_000),
    "chance": Number(100, 1, 100),
    "seed": Number(0, 0, 2**31),
}
"""Which occasions are struck: none of the first `after`, then each `every`-th, `count` of them (0: without
end), each with a `chance` in percent drawn from `seed`."""

_ITEM: Final[Mapping[str, Number | str]] = {"of": "message", "contains": ""}
_BURST: Final = Number(3, 0, 1_000_000)
_ENDLESS: Final = Number(0, 0, 1_000_000)
_CALL: Final[Mapping[str, Number | str]] = {"api": ""}

KINDS: Final[Mapping[str, Kind]] = {
    "late": Kind(
        "item",
        "what the chat is shown comes `delay_ms` late, in GetTranscript too, and so does what follows it",
        {**_ITEM, "delay_ms": Number(1_000, 1, 600_000)},
    ),
    "lost": Kind("item", "the websocket is not told; GetTranscript has it", _ITEM),
    "doubled": Kind("item", "the websocket is told twice, with the same Id", _ITEM),
    "reordered": Kind(
        "item",
        "the websocket is told after what follows it, or after `hold_ms` when nothing does",
        {**_ITEM, "hold_ms": Number(1_000, 1, 600_000)},
    ),
    "wrong": Kind(
        "item",
        "the websocket is told `text` instead; GetTranscript has what was said",
        {**_ITEM, "text": "something else"},
    ),
    "dropped": Kind("item", "the websocket breaks before it is told; GetTranscript has it", _ITEM),
    "slow": Kind(
        "socket",
        "a websocket is accepted `delay_ms` after it was asked for",
        {"delay_ms": Number(2_000, 1, 600_000)},
    ),
    "throttled": Kind("call", "calls are refused with 429, as above the quota", {**_CALL, "count": _BURST}),
    "failing": Kind(
        "call",
        "calls are refused with `status` and not performed",
        {**_CALL, "status": Number(500, 500, 504), "count": _BURST},
    ),
    "unanswered": Kind("call", "a call is performed, and its connection breaks before the answer", _CALL),
    "expired": Kind("call", "a participant's token is void: its call is refused with 403", _CALL),
    "skewed": Kind(
        "call",
        "the server's clock is `by_s` ahead (below 0: behind), in Date and for signatures",
        {**_CALL, "by_s": Number(900, -86_400, 86_400), "count": _ENDLESS},
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is set.

    Attributes:
        options: every option of its kind, selection included; numbers are int.
    """

    kind: str
    options: Mapping[str, int | str]

    @property
    def target(self) -> Target:
        """What it strikes."""
        return KINDS[self.kind].target

    def number(self, name: str) -> int:
        """Return an option that is a number."""
        return int(self.options[name])

    def text(self, name: str) -> str:
        """Return an option that is a text."""
        return str(self.options[name])

    def to_json(self) -> dict[str, Json]:
        """Return the fault as the admin route takes it and gives it back."""
        return {"kind": self.kind, **self.options}


def read_fault(given: Mapping[str, Json]) -> Fault:
    """Read a fault from its JSON form; numbers may be texts, as a command line has them.

    Raises InvalidFault with all that is wrong.
    """
    name = given.get("kind")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None or not isinstance(name, str):
        hint = suggest(str(name), KINDS)
        raise InvalidFault([f"there is no fault `{name}`{'; ' + hint if hint else ''}"])
    known: dict[str, Number | str] = {**SELECTION, **kind.options}
    problems = [
        f"`{name}` has no option `{each}`; it has {', '.join(known)}"
        for each in given
        if each != "kind" and each not in known
    ]
    options = {
        option: default.default if isinstance(default, Number) else default
        for option, default in known.items()
    }
    for option, value in given.items():
        if option in known:
            problems += _find_problems(option, value, known[option])
            options[option] = _convert(value, known[option])
    if problems:
        raise InvalidFault(problems)
    return Fault(name, options)


def _find_problems(option: str, value: Json, wanted: Number | str) -> Iterator[str]:
    if isinstance(wanted, str):
        if not isinstance(value, str):
            yield f"`{option}` must be a text"
        return
    number = _to_number(value)
    if number is None or not wanted.low <= number <= wanted.high:
        yield f"`{option}` must be a whole number from {wanted.low} to {wanted.high}, not `{value}`"


def _convert(value: Json, wanted: Number | str) -> int | str:
    return str(value) if isinstance(wanted, str) else _to_number(value) or 0


def _to_number(value: Json) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None
