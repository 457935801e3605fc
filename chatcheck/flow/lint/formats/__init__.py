"""The forms in which findings are told. Pure; the same findings always give the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatcheck.flow.lint.finding import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What linting came to.

    Attributes:
        findings: in the order in which they are told, suppressed ones too.
        files: how many flows were linted.
    """

    findings: Sequence[Finding]
    files: int

    def list_open(self) -> list[Finding]:
        """Return the findings that are not suppressed."""
        return [each for each in self.findings if not each.reason]

    def count(self) -> dict[str, int]:
        """Return how many errors, warnings and suppressed findings there are."""
        found = self.list_open()
        errors = sum(each.severity == "error" for each in found)
        return {
            "errors": errors,
            "warnings": len(found) - errors,
            "suppressed": len(self.findings) - len(found),
        }
