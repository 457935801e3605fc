"""A finding: a rule broken at a place of a file."""

from __future__ import annotations

from dataclasses import dataclass

from chatcheck.errors import Diagnostic
from chatcheck.flow.lint.rule import Severity
from chatcheck.source import Position


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, ready to be told.

    Attributes:
        rule: its id.
        severity: the rule's, or what the settings say instead.
        what: the message, with the action's identifier where there is one.
        flow: the file's name without its suffix, by which suppressions name it.
        action: its identifier, or empty.
        reason: why it is suppressed; empty when it is not.
    """

    rule: str
    severity: Severity
    what: str
    flow: str
    action: str
    position: Position
    snippet: str
    why: str
    fix: str
    reason: str = ""

    @property
    def diagnostic(self) -> Diagnostic:
        """The same in the form of all diagnostics."""
        return Diagnostic(
            self.rule, self.what, self.position, self.snippet, self.why, self.fix, severity=self.severity
        )
