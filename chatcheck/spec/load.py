"""Paths to specs: the only reader of chat spec files. Reads files, and nothing else."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chatcheck.errors import Diagnostic, SpecError
from chatcheck.spec import codes, inclusion, meaning, schema
from chatcheck.spec.source_file import is_folder, read_ordinary_text, read_text
from chatcheck.spec.yaml_source import Document, parse

if TYPE_CHECKING:
    from chatcheck.spec.model import Spec

SUFFIX: Final = ".chat.yaml"


def load_spec(path: str | Path, variables: Iterable[str] = ()) -> Spec:
    """Return the spec in the file at `path`.

    `variables` are names that the caller will give values to (``--var``). Raises SpecError holding
    every finding of the file, in its order.
    """
    return parse_spec(read_text(path), str(path), variables)


def load_specs(paths: Iterable[str | Path], variables: Iterable[str] = ()) -> list[Spec]:
    """Return the specs of all files, and of the ``*.chat.yaml`` below the directories, in that order.

    Each file counts once. Raises SpecError holding every finding of every file.
    """
    names = frozenset(variables)
    specs: list[Spec] = []
    findings: list[Diagnostic] = []
    for path in dict.fromkeys(paths):
        try:
            files = list(find_spec_files(path))
        except SpecError as error:
            findings += error.diagnostics
            continue
        for file in files:
            try:
                specs.append(load_spec(file, names))
            except SpecError as error:
                findings += error.diagnostics
    if not specs and not findings:
        findings.append(Diagnostic(codes.NO_SPEC, "no path to a chat spec is given"))
    if findings:
        raise SpecError(list(dict.fromkeys(findings)))
    return list({spec.file: spec for spec in specs}.values())


def find_spec_files(path: str | Path) -> Iterator[Path]:
    """Yield the file itself, or the chat specs below the directory, sorted.

    Raises SpecError for a directory without any.
    """
    root = Path(path)
    if not is_folder(root):
        yield root
        return
    found = sorted(root.rglob(f"*{SUFFIX}"))
    if not found:
        fix = f"name a chat spec `<something>{SUFFIX}`"
        raise SpecError(Diagnostic(codes.NO_SPEC, f"there is no chat spec in `{path}`", fix=fix))
    yield from found


def parse_spec(text: str, file: str, variables: Iterable[str] = ()) -> Spec:
    """Return the spec that a text means. Raises SpecError.

    Pure but for the schema file and the files of shared steps that the text includes.
    """
    document = check_text(text, file, variables)
    # Whoever only checks, as editors and hooks do, does not wait for what the later stages need.
    spec: Spec = importlib.import_module("chatcheck.spec.reading").read_spec(document)
    return spec


def check_spec(path: str | Path, variables: Iterable[str] = ()) -> None:
    """Find everything wrong with the spec at `path`, without making anything of it.

    Reads files. Raises SpecError as `load_spec` does.
    """
    check_text(read_text(path), str(path), variables)


def check_text(text: str, file: str, variables: Iterable[str] = ()) -> Document:
    """Return the document of a text in which nothing is wrong, shared steps in their places.

    Pure but for the schema file and the files that the text includes. Raises SpecError.
    """
    document = schema.conform(parse(text, file), "chat")
    findings = schema.check(document, "chat")
    document, found = inclusion.expand(document, read_ordinary_text)
    findings += found
    problems = meaning.find_problems(document, frozenset(variables), well_formed=not findings)
    if findings or problems:
        raise SpecError(
            sorted([*findings, *problems], key=lambda each: (each.position is None, each.position))
        )
    return document


def list_named(path: str | Path) -> tuple[str, ...]:
    """Return the files that the spec names, those that are not there included.

    They are those of shared steps, and what the steps send and attach. Reads files. Never raises for
    what stands in them: a spec that cannot be read names none.
    """
    named: list[str] = []

    def note(file: str) -> str:
        named.append(file)
        return read_ordinary_text(file)

    with contextlib.suppress(SpecError):
        document = schema.conform(parse(read_text(path), str(path)), "chat")
        named += meaning.list_files(inclusion.expand(document, note)[0])
    return tuple(named)
