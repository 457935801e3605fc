"""The one form of a diagnostic, and the root of the error tree.

ChatcheckError
├── SpecError            a file that a team edits is wrong (exit 2)
├── DeploymentError      the outputs are missing, foreign or incomplete (exit 2)
├── RenderError          a spec cannot become an invocation (exit 2)
├── FlowError            a contact flow cannot be read (exit 2)
├── UsageError           the command line is wrong (exit 2)
└── TransportError       the service could not be reached or misbehaved (exit 3)
    ├── Refused          it answered with an error
    ├── StreamLost       the connection broke
    └── DeadlineExceeded  nothing came in time
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatcheck.source import Position


class Diagnostic(NamedTuple):
    """One finding about the user's input: where, what, why and how to mend it.

    Attributes:
        code: stable and never reused: ``S1xx`` spec, ``R2xx`` rendering and deployment, ``C3xx``
            transport, ``V4xx`` verdicts, ``CF1xx`` reading flows,
            ``CF2xx`` and ``CF3xx`` the linter, ``U5xx`` usage.
        what: one sentence, no full stop at the end.
        position: where, or None when there is no file to point at.
        snippet: the source line with a caret (see ``draw_snippet``), or empty.
        why: what was expected, or the rule behind it; may be empty.
        fix: what to do about it; may be empty.
        severity: ``error`` or ``warning``.
    """

    code: str
    what: str
    position: Position | None = None
    snippet: str = ""
    why: str = ""
    fix: str = ""
    severity: str = "error"


class ChatcheckError(Exception):
    """Something is wrong that the user can mend; holds at least one diagnostic.

    ``exit_code`` is what the command ends with.
    """

    exit_code = 2

    def __init__(self, diagnostics: Diagnostic | Sequence[Diagnostic]) -> None:
        """Keep the diagnostics in the order given; the text is what a person reads."""
        found = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        self.diagnostics: tuple[Diagnostic, ...] = found
        super().__init__(found)

    def __str__(self) -> str:
        """Return all diagnostics as a person reads them."""
        return "\n".join(format_diagnostic(each) for each in self.diagnostics)


class SpecError(ChatcheckError):
    """A spec, an environment or a bot file is wrong."""


class DeploymentError(ChatcheckError):
    """The outputs file is missing, is another app's, or lacks what is asked of it."""


class RenderError(ChatcheckError):
    """A spec cannot be turned into a StartChatContact invocation."""


class FlowError(ChatcheckError):
    """A contact flow cannot be read, or its references do not resolve."""


class UsageError(ChatcheckError):
    """The command line asks for something that is not there."""


class TransportError(ChatcheckError):
    """The service could not be reached, or did not behave as documented."""

    exit_code = 3


class Refused(TransportError):
    """The service answered a call with an error."""


class StreamLost(TransportError):
    """The websocket broke, or could not be opened."""


class DeadlineExceeded(TransportError):
    """An answer did not come in time."""


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """Lay a diagnostic out: a line that can be grepped and clicked, the snippet, why and fix.

    Pure; no colour, no trailing newline. It quotes what stands in files, and nothing of that reaches a
    terminal as a command.
    """
    place = f"{diagnostic.position}: " if diagnostic.position else ""
    lines = [_show(f"{place}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.what}")]
    if diagnostic.snippet:
        lines.append(diagnostic.snippet)
    lines += [
        _indent(label, text) for label, text in (("why", diagnostic.why), ("fix", diagnostic.fix)) if text
    ]
    return "\n".join(lines)


def _indent(label: str, text: str) -> str:
    return f"  {label}: " + "\n       ".join(map(_show, text.split("\n")))


def _show(text: str) -> str:
    return text if text.isprintable() else str(importlib.import_module("chatcheck.visible_text").show(text))


def suggest(unknown: str, known: Iterable[str]) -> str:
    """Return ``did you mean `x`?``, or the list of what exists. Pure; empty when nothing exists."""
    names = sorted(set(known))
    close = importlib.import_module("difflib").get_close_matches(unknown, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    if not names:
        return ""
    return "one of: " + ", ".join(f"`{name}`" for name in names)
