"""Finds placeholders that nothing will fill in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from chatcheck.errors import Diagnostic, suggest
from chatcheck.spec import codes
from chatcheck.spec.placeholder import GIVEN_NAMES, explain_form, find_names, has_unclosed
from chatcheck.spec.yaml_source import Document, Path

Json = Any


def find_problems(
    value: Json, path: Path, known: Collection[str], document: Document
) -> Iterator[Diagnostic]:
    """Yield a finding for each bad placeholder in the texts of the value at `path`.

    `known` are the names that exist there: captures of earlier steps and variables.
    """
    if isinstance(value, dict):
        for key, each in value.items():
            yield from find_problems(each, (*path, key), known, document)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from find_problems(each, (*path, index), known, document)
    elif isinstance(value, str) and "${" in value:
        yield from _find_in_text(value, path, known, document)


def _find_in_text(text: str, path: Path, known: Collection[str], document: Document) -> Iterator[Diagnostic]:
    for name in find_names(text):
        position, snippet = document.place_in(path, text.find(f"${{{name}}}"))
        if wrong := explain_form(name):
            what = f"`${{{name}}}` is no placeholder"
            fix = "write `$${` for a literal `${`"
            yield Diagnostic(codes.UNKNOWN_PLACEHOLDER, what, position, snippet, wrong, fix)
        elif ":" not in name and name not in known and name not in GIVEN_NAMES:
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
