"""References of a flow file, such as ``${queue:support}``: found, and put in place at synth."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from chatcheck.flow.positions import point_at
from chatcheck.source import Position, draw_snippet

NAMED_KINDS = ("queue", "flow", "module", "lambda", "bot", "hours", "prompt", "view")
PLAIN_KINDS = ("instance", "account", "region")

_REFERENCE = re.compile(
    r"\$\{(?:(?P<kind>"
    + "|".join(NAMED_KINDS)
    + r'):(?P<name>[^}"\\\n]*)|(?P<plain>'
    + "|".join(PLAIN_KINDS)
    + r"))\}"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference in a flow's text.

    Attributes:
        kind: one of `NAMED_KINDS`, or of `PLAIN_KINDS`, which stand without a name.
        name: empty for a kind without a name; otherwise as written, even where it is no valid name.
        snippet: the source line with a caret under the reference.
    """

    kind: str
    name: str
    position: Position
    snippet: str

    def __str__(self) -> str:
        """Return the reference as it is written in the file."""
        return f"${{{self.kind}:{self.name}}}" if self.kind in NAMED_KINDS else f"${{{self.kind}}}"


def find_references(text: str, file: str) -> list[Reference]:
    """Return every reference in the order of the text. Pure; the text need not be valid JSON.

    Only the kinds above are references: any other ``${...}`` is plain text.
    """
    return [_reference(text, found, file) for found in _REFERENCE.finditer(text)]


def find_names(text: str) -> list[tuple[str, str]]:
    """Return kind and name of every reference in a text, without their places. Pure."""
    if "${" not in text:
        return []
    return [(found["kind"] or found["plain"], found["name"] or "") for found in _REFERENCE.finditer(text)]


def substitute(text: str, resolve: Callable[[Reference], str], file: str = "<flow>") -> str:
    """Return the text with each reference replaced by what `resolve` gives, escaped for a JSON string.

    A value that needs no escaping, such as a CDK token, arrives as it is.
    """
    return _REFERENCE.sub(lambda found: _escape(resolve(_reference(text, found, file))), text)


def _reference(text: str, found: re.Match[str], file: str) -> Reference:
    position = point_at(text, found.start(), file)
    kind = found["kind"] or found["plain"]
    return Reference(kind, found["name"] or "", position, draw_snippet(text, position))


def _escape(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
