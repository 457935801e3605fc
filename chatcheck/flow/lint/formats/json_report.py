"""Findings for programs, in a form of our own."""

from __future__ import annotations

import json

from chatcheck.flow.lint.formats import Outcome

FORMAT = 1


def render(outcome: Outcome) -> str:
    """Return one JSON object; `format` grows when a key changes its meaning or goes."""
    findings = [
        {
            "rule": each.rule,
            "severity": each.severity,
            "message": each.what,
            "file": each.position.file,
            "line": each.position.line,
            "column": each.position.column,
            "flow": each.flow,
            "action": each.action or None,
            "why": each.why,
            "fix": each.fix,
            "suppressed": each.reason or None,
        }
        for each in outcome.findings
    ]
    document = {"format": FORMAT, "flows": outcome.files, **outcome.count(), "findings": findings}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
