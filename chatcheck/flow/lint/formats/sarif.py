"""Findings as SARIF 2.1.0, which code scanning services read.

Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS standard.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from chatcheck import __version__
from chatcheck.flow.lint.finding import Finding
from chatcheck.flow.lint.formats import Outcome
from chatcheck.flow.lint.rule import Rule
from chatcheck.flow.lint.rules import BY_ID, RULES

Json = Any


def render(outcome: Outcome) -> str:
    """Return one SARIF log with one run; what is no rule's (unreadable flows) has no rule index."""
    numbers = {rule.id: number for number, rule in enumerate(RULES)}
    run = {
        "tool": {"driver": _describe_tool(RULES)},
        "columnKind": "unicodeCodePoints",
        "results": [_describe(each, numbers) for each in outcome.findings],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _describe_tool(rules: Sequence[Rule]) -> Json:
    return {
        "name": "chatcheck",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": rule.id,
                "name": rule.title,
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": rule.why},
                "help": {"text": rule.fix},
                "defaultConfiguration": {"level": rule.severity},
            }
            for rule in rules
        ],
    }


def _describe(finding: Finding, numbers: dict[str, int]) -> Json:
    place = finding.position
    location: Json = {
        "physicalLocation": {
            "artifactLocation": {"uri": _to_uri(place.file)},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
    if finding.action:
        location["logicalLocations"] = [
            {"name": finding.action, "fullyQualifiedName": f"{finding.flow}/{finding.action}"}
        ]
    result: Json = {"ruleId": finding.rule}
    if finding.rule in BY_ID:
        result["ruleIndex"] = numbers[finding.rule]
    result |= {"level": finding.severity, "message": {"text": finding.what}, "locations": [location]}
    if finding.reason:
        result["suppressions"] = [{"kind": "external", "justification": finding.reason}]
    return result


def _to_uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
