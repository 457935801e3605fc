"""Findings as workflow commands, which GitHub Actions shows beside the file's line.

Source: "Workflow commands for GitHub Actions" (docs.github.com); the escapes are those of its toolkit.
"""

from __future__ import annotations

from chatcheck.flow.lint.finding import Finding
from chatcheck.flow.lint.formats import Outcome

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(outcome: Outcome) -> str:
    """Return a line for each finding that is not suppressed."""
    return "".join(_annotate(each) for each in outcome.list_open())


def _annotate(finding: Finding) -> str:
    place = finding.position
    members = {
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "title": f"chatcheck {finding.rule}",
    }
    properties = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in members.items())
    parts = (
        finding.what,
        f"why: {finding.why}" if finding.why else "",
        f"fix: {finding.fix}" if finding.fix else "",
    )
    text = "\n".join(part for part in parts if part)
    return f"::{finding.severity} {properties}::{text.translate(_DATA)}\n"
