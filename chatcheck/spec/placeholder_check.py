"""Finds placeholders that nothing will fill in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from chatcheck.errors import Diagnostic, suggest
from chatcheck.spec import codes
from chatcheck.spec.placeholder import GIVEN_NAMES, explain_form, find_names, has_unclosed
from chatcheck.spec.yaml_source import Document, Path

Json = Any
_COLLECTIONS = (dict, list)


def find_problems(
    value: Json, path: Path, known: Collection[str], document: Document
) -> Iterator[Diagnostic]:
    """Yield a finding for each bad placeholder in the texts of the value at `path`.

    `known` are the names that exist there: captures of earlier steps and variables.
    """
    for text, place in list_filled(value, path):
        yield from find_text_problems(text, place, known, document)


def list_filled(value: Json, path: Path) -> list[tuple[str, Path]]:
    """Return the texts of the value in which something is to be filled in, and where they stand."""
    found: list[tuple[str, Path]] = []
    if isinstance(value, _COLLECTIONS):
        _gather_filled(value, path, found)
    elif isinstance(value, str) and "${" in value:
        found.append((value, path))
    return found


def _gather_filled(value: dict[str, Json] | list[Json], path: Path, found: list[tuple[str, Path]]) -> None:
    """Add those inside the value; most are texts with nothing to fill in, and cost neither call nor path."""
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(each, str):
            if "${" in each:
                found.append((each, (*path, key)))
        elif isinstance(each, _COLLECTIONS):
            _gather_filled(each, (*path, key), found)


def find_text_problems(
    text: str, path: Path, known: Collection[str], document: Document
) -> Iterator[Diagnostic]:
    """Yield a finding for each bad placeholder in the text at `path`."""
    for name in find_names(text):
        if wrong := explain_form(name):
            position, snippet = document.place_in(path, text.find(f"${{{name}}}"))
            what = f"`${{{name}}}` is no placeholder"
            fix = "write `$${` for a literal `${`"
            yield Diagnostic(codes.UNKNOWN_PLACEHOLDER, what, position, snippet, wrong, fix)
        elif ":" not in name and name not in known and name not in GIVEN_NAMES:
            position, snippet = document.place_in(path, text.find(f"${{{name}}}"))
            yield _unknown(name, known, position, snippet)
    if has_unclosed(text):
        position, snippet = document.place(path)
        what = "a placeholder begins with `${` and has no end"
        fix = "close it with `}`, or write `$${` for a literal `${`"
        yield Diagnostic(codes.UNKNOWN_PLACEHOLDER, what, position, snippet, fix=fix)


def _unknown(name: str, known: Collection[str], position: Any, snippet: str) -> Diagnostic:
    why = (
        "a name is a capture of an earlier step of the same chat, a column of its `examples`, a `--var`, "
        "`uuid`, `now`, or has its source in front: `env:NAME`, `output:Stack.Key`, `ssm:/path`"
    )
    what = f"nothing gives `${{{name}}}` a value here"
    fix = suggest(name, {*known, *GIVEN_NAMES}) if known else ""
    return Diagnostic(codes.UNKNOWN_PLACEHOLDER, what, position, snippet, why, fix)
