"""Shared steps put in place of the `include` steps that name them.

What stands there afterwards still knows the file it was written in: findings point into it. Reads
files, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Final

from chatcheck.errors import Diagnostic, SpecError
from chatcheck.spec import codes, schema
from chatcheck.spec.yaml_source import Document, Origin, Path, parse

Json = Any
DEPTH_LIMIT: Final = 8
STEPS_LIMIT: Final = 2_000
"""Of one chat, all files together; without a limit few files make steps without measure."""
Step = tuple[Json, Origin]
"""A step, and the document and path where it was written."""


def expand(document: Document, read: Callable[[str], str]) -> tuple[Document, list[Diagnostic]]:
    """Return the chat spec with the steps of all files that it includes, and what is wrong with those.

    `read` returns the text of a file. Steps of a wrong form stand there too, so that all findings are
    told at once. Pure but for what `read` does.
    """
    chats = document.value.get("chats") if isinstance(document.value, dict) else None
    places = _list_places(chats)
    if not places:
        return document, []
    reader = _Reader(read)
    grafts: dict[Path, Origin] = {}
    made = list(chats or ())
    for index in places:
        steps = list(reader.unfold(document, ("chats", index, "steps"), made[index]["steps"], ()))
        made[index] = {**made[index], "steps": [step for step, _ in steps]}
        grafts |= {("chats", index, "steps", number): origin for number, (_, origin) in enumerate(steps)}
    value = {**document.value, "chats": made}
    return document.change(value=value, grafts=grafts), list(dict.fromkeys(reader.findings))


def _list_places(chats: Json) -> list[int]:
    """Return the indexes of the chats that include something."""
    return [
        index
        for index, chat in enumerate(chats if isinstance(chats, list) else ())
        if isinstance(chat, dict) and any(_find_name(step) for step in _list(chat.get("steps")))
    ]


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _find_name(step: Json) -> str:
    """Return the file that a step includes; empty for other steps and those of a wrong form."""
    name = step.get("include") if isinstance(step, dict) and len(step) == 1 else None
    return name if isinstance(name, str) else ""


class _Reader:
    """Reads each file once, and notes what is wrong."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self.findings: list[Diagnostic] = []
        self._read = read
        self._known: dict[str, Document | None] = {}

    def unfold(
        self, document: Document, path: Path, steps: list[Json], above: tuple[str, ...]
    ) -> Iterator[Step]:
        """Yield the steps at `path`, those of included files in their place; `above` are the files around."""
        count = 0
        for number, step in enumerate(steps):
            here = (*path, number)
            name = _find_name(step)
            unfolded = self._include(document, here, name, above) if name else [(step, (document, here))]
            for each in unfolded:
                count += 1
                if count > STEPS_LIMIT:
                    self._note(document, here, f"the chat has more than {STEPS_LIMIT:,} steps")
                    return
                yield each

    def _include(self, document: Document, here: Path, name: str, above: tuple[str, ...]) -> Iterator[Step]:
        file = os.path.normpath(os.path.join(os.path.dirname(document.file), name))  # noqa: PTH118, PTH120
        inside = (*above, document.file)
        if file in map(os.path.normpath, inside):
            self._note(document, here, f"`{name}` includes itself", " > ".join((*inside, file)))
        elif len(inside) > DEPTH_LIMIT:
            why = f"at most {DEPTH_LIMIT} files include one another"
            self._note(document, here, f"`{name}` is included too deep", why)
        elif (included := self._load(file, document, here)) is not None:
            steps = _list(included.value.get("steps")) if isinstance(included.value, dict) else []
            yield from self.unfold(included, ("steps",), steps, inside)

    def _load(self, file: str, document: Document, here: Path) -> Document | None:
        """Return the file, checked; None when it cannot be read at all."""
        if file not in self._known:
            self._known[file] = None
            try:
                included = schema.conform(parse(self._read(file), file), "steps")
            except SpecError as error:
                place = document.place((*here, "include"))
                self.findings += [_locate(each, place) for each in error.diagnostics]
            else:
                self.findings += schema.check(included, "steps")
                self._known[file] = included
        return self._known[file]

    def _note(self, document: Document, here: Path, what: str, why: str = "") -> None:
        position, snippet = document.place((*here, "include"))
        self.findings.append(Diagnostic(codes.WRONG_INCLUDE, what, position, snippet, why))


def _locate(finding: Diagnostic, place: tuple[Any, str]) -> Diagnostic:
    """Point at the step that includes a file which cannot be read at all."""
    return finding._replace(position=place[0], snippet=place[1]) if finding.position is None else finding
