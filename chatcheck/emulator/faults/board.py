"""The faults that are set, and which occasion each of them strikes. No clock, no network."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chatcheck.emulator.faults.kinds import Fault, Target

Json = Any


def is_struck(fault: Fault, occasion: int, hits: int) -> bool:
    """Tell whether a fault strikes its `occasion`-th occasion (from 1), after `hits` that it struck. Pure."""
    place = occasion - fault.number("after") - 1
    if place < 0 or place % fault.number("every"):
        return False
    if fault.number("count") and hits >= fault.number("count"):
        return False
    drawn = random.Random(f"{fault.number('seed')} {occasion}").random() * 100
    return drawn < fault.number("chance")


@dataclass(slots=True)
class Tally:
    """How often a fault could have struck, and did."""

    occasions: int = 0
    hits: int = 0


@dataclass(slots=True)
class _Entry:
    fault: Fault
    tallies: dict[str, Tally] = field(default_factory=dict)


@dataclass(slots=True)
class Board:
    """All faults that are set. What a chat is shown is counted for each chat, calls are counted together."""

    _entries: dict[tuple[str, str], _Entry] = field(default_factory=dict)

    def put(self, fault: Fault) -> None:
        """Set a fault, in place of one of the same kind for the same API; counting begins anew."""
        self._entries[fault.kind, str(fault.options.get("api", ""))] = _Entry(fault)

    def clear(self) -> None:
        """Set none."""
        self._entries.clear()

    def __bool__(self) -> bool:
        """Tell whether any fault is set."""
        return bool(self._entries)

    def describe(self) -> list[dict[str, Json]]:
        """Return every fault with `hits`, how often it struck, in the order they were set."""
        return [
            {**each.fault.to_json(), "hits": sum(tally.hits for tally in each.tallies.values())}
            for each in self._entries.values()
        ]

    def strike(self, target: Target, key: str, concerns: Iterator[Fault] | None = None) -> list[Fault]:
        """Count an occasion for every fault of `concerns`, and return those that strike it.

        `key` says what is counted together: a contact's id, or the same for all.
        """
        wanted = self.list_for(target) if concerns is None else concerns
        return [fault for fault in wanted if self._count(fault, key)]

    def list_for(self, target: Target) -> Iterator[Fault]:
        """Return the faults of a target."""
        return (each.fault for each in tuple(self._entries.values()) if each.fault.target == target)

    def _count(self, fault: Fault, key: str) -> bool:
        entry = self._entries[fault.kind, str(fault.options.get("api", ""))]
        tally = entry.tallies.setdefault(key, Tally())
        tally.occasions += 1
        struck = is_struck(fault, tally.occasions, tally.hits)
        tally.hits += struck
        return struck


BOARD = Board()
