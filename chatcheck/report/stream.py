"""A run's stream of results, one JSON line each, read in a stable order without holding the results.

Only what order and counting need is kept of each; the result itself is read when its turn comes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from chatcheck.errors import Diagnostic, UsageError
from chatcheck.report.result import ChatResult, Standing
from chatcheck.source import Position

Read = Callable[[Iterable[int]], Iterator[ChatResult]]
"""Offsets to the results that begin there, in that order."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is kept of one result.

    Attributes:
        offset: where the result is, for the reader that made this.
        started: when its chat started, as the transcript says; empty when it was not held.
    """

    spec: str
    chat: str
    standing: Standing
    duration_s: float
    started: str
    offset: int


class Results:
    """The results of one run, in an order that does not depend on which chat ended first.

    Attributes:
        heads: one for each result, in the order in which iterating gives the results.
        counts: how many stand how.
    """

    def __init__(self, heads: Iterable[Head], read: Read) -> None:
        """Take the heads in their order; `read` gets at the results."""
        self.heads = tuple(heads)
        self.counts: Counter[str] = Counter(head.standing for head in self.heads)
        self._read = read

    def __len__(self) -> int:
        """Return how many results there are."""
        return len(self.heads)

    def __iter__(self) -> Iterator[ChatResult]:
        """Read the results one by one; may be done again."""
        return self._read(head.offset for head in self.heads)

    @property
    def duration_s(self) -> float:
        """The sum over the chats."""
        return sum(head.duration_s for head in self.heads)

    def reorder(self, key: Callable[[Head], tuple[object, ...]]) -> Results:
        """Return the same results, sorted by `key`; what is equal keeps its order."""
        return Results(sorted(self.heads, key=key), self._read)

    def by_spec(self) -> Iterator[tuple[str, Results]]:
        """Yield the results of each spec that stand together."""
        for spec, heads in groupby(self.heads, key=lambda head: head.spec):
            yield spec, Results(heads, self._read)


def collect_results(results: Iterable[ChatResult]) -> Results:
    """Return results that are in memory anyway, by spec and chat. Pure."""
    held = list(results)
    heads = [make_head(result, index) for index, result in enumerate(held)]
    return Results(sorted(heads, key=_place), lambda offsets: (held[offset] for offset in offsets))


def open_results(path: Path) -> Results:
    """Return the results in a file, by spec and chat. Reads it once now, and when they are iterated.

    Raises UsageError when it cannot be read or a line of it is no result.
    """
    heads = [make_head(result, offset) for offset, result in read_lines(path)]
    return Results(sorted(heads, key=_place), lambda offsets: _read_at(path, offsets))


def make_head(result: ChatResult, offset: int) -> Head:
    """Return what is kept of a result. Pure."""
    started = result.transcript.started if result.transcript else ""
    return Head(result.spec, result.chat, result.standing, result.duration_s, started, offset)


def read_lines(path: Path) -> Iterator[tuple[int, ChatResult]]:
    """Yield each result of a file with its offset in bytes, in the file's order.

    Raises UsageError when it cannot be read or a line of it is no result.
    """
    try:
        with path.open("rb") as file:
            offset = 0
            for number, line in enumerate(file, start=1):
                yield offset, _parse(line, path, number)
                offset += len(line)
    except OSError as error:
        raise UsageError(Diagnostic("U535", f"cannot read {path}: {error.strerror}")) from error


def _place(head: Head) -> tuple[str, str]:
    return head.spec, head.chat


def _read_at(path: Path, offsets: Iterable[int]) -> Iterator[ChatResult]:
    with path.open("rb") as file:
        for offset in offsets:
            file.seek(offset)
            yield ChatResult.from_json(json.loads(file.readline()))


def _parse(line: bytes, path: Path, number: int) -> ChatResult:
    try:
        return ChatResult.from_json(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        is_cut = not line.endswith(b"\n")
        raise UsageError(
            Diagnostic(
                "U536",
                "the last line is cut off" if is_cut else "the line is no result of a chat",
                Position(str(path), number, 1),
                why=f"it has no {error}" if isinstance(error, KeyError) else str(error),
                fix="`run --report jsonl=FILE` writes such files",
            )
        ) from error
