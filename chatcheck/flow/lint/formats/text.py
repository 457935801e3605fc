"""Findings as a person reads them."""

from __future__ import annotations

from chatcheck.errors import format_diagnostic
from chatcheck.flow.lint.formats import Outcome


def render(outcome: Outcome) -> str:
    """Return each finding with its line, why and fix, and a line that counts them."""
    lines = [format_diagnostic(each.diagnostic) for each in outcome.list_open()]
    return "\n".join([*lines, summarise(outcome)]) + "\n"


def summarise(outcome: Outcome) -> str:
    """Return the line that counts."""
    counts = outcome.count()
    flows = _count(outcome.files, "flow")
    parts = [_count(counts[name], name.removesuffix("s")) for name in ("errors", "warnings") if counts[name]]
    suppressed = f" ({counts['suppressed']} suppressed)" if counts["suppressed"] else ""
    return f"{flows}: {', '.join(parts) or 'no findings'}{suppressed}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
