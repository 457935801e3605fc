"""Several streams of results made one: the parts of a run that several jobs held."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path, PurePosixPath

from chatcheck.report.json_report import write_line
from chatcheck.report.result import ChatResult
from chatcheck.report.stream import read_lines

Key = tuple[str, str, int]
"""Spec, chat, and how many of that chat its stream held before."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One result of one stream; parts of a chat sort in the order in which they were held."""

    is_held: bool
    started: str
    stream: int
    offset: int

    @property
    def order(self) -> tuple[bool, str, int, int]:
        return self.is_held, self.started, self.stream, self.offset


def merge_streams(paths: Sequence[Path]) -> Iterator[str]:
    """Yield the lines of the merged stream, by spec and chat. Reads the files; holds one chat at a time.

    Where several streams have a chat, the attempt that was started last gives the verdict and the
    others are its `earlier` ones; one that was skipped says nothing about a chat that was held. A
    stream that has a chat several times keeps it so. Raises UsageError when a line is no result.
    """
    parts: defaultdict[Key, list[_Part]] = defaultdict(list)
    for stream, path in enumerate(paths):
        seen: Counter[tuple[str, str]] = Counter()
        for offset, result in read_lines(path):
            chat = (str(PurePosixPath(result.spec.replace("\\", "/"))), result.chat)
            started = result.transcript.started if result.transcript else ""
            is_held = result.verdict.status != "skipped"
            parts[*chat, seen[chat]].append(_Part(is_held, started, stream, offset))
            seen[chat] += 1
    for key in sorted(parts):
        held = [_read(paths, part) for part in sorted(parts[key], key=lambda part: part.order)]
        yield write_line(reduce(_supersede, held)) + "\n"


def _supersede(first: ChatResult, later: ChatResult) -> ChatResult:
    """Return the later attempt, which remembers the first."""
    attempt = () if first.verdict.status == "skipped" else (first.attempt,)
    return replace(later, earlier=(*first.earlier, *attempt, *later.earlier))


def _read(paths: Sequence[Path], part: _Part) -> ChatResult:
    with paths[part.stream].open("rb") as file:
        file.seek(part.offset)
        return ChatResult.from_json(json.loads(file.readline()))
