"""Messages and the expectations of a group, brought together so that as many as possible fit. Pure.

A message that fits several expectations takes none for good: when a later one needs its place, it
moves to another (Kuhn's algorithm for maximum bipartite matching, one message at a time).
"""

from __future__ import annotations

from collections.abc import Sequence


class Assignment:
    """Who takes whose place, by the indices of messages (in order of arrival) and of expectations.

    Attributes:
        taken: the message at each expectation, by the expectation's index.
    """

    def __init__(self, size: int) -> None:
        """Begin with no message; `size` is the number of expectations."""
        self.size = size
        self.taken: dict[int, int] = {}
        self._fitting: list[Sequence[int]] = []

    @property
    def is_full(self) -> bool:
        """Whether each expectation has a message."""
        return len(self.taken) == self.size

    def list_open(self) -> tuple[int, ...]:
        """Return the expectations without a message, in order."""
        return tuple(index for index in range(self.size) if index not in self.taken)

    def offer(self, fitting: Sequence[int]) -> bool:
        """Place the next message, which fits these expectations; False when no place can be made."""
        message = len(self._fitting)
        self._fitting.append(tuple(fitting))
        return self._place(message, set())

    def _place(self, message: int, tried: set[int]) -> bool:
        for expectation in self._fitting[message]:
            if expectation in tried:
                continue
            tried.add(expectation)
            holder = self.taken.get(expectation)
            if holder is None or self._place(holder, tried):
                self.taken[expectation] = message
                return True
        return False
