"""Suppressions: findings that a team knows and has decided to live with, each with its reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chatcheck.flow.lint.finding import Finding
from chatcheck.flow.lint.rules import BY_ID
from chatcheck.source import Position

UNUSED = BY_ID["CF390"]


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry of the settings.

    Attributes:
        flow: the name of the flow's file, without its suffix.
        action: an identifier; empty for findings about the flow as a whole.
        rule: its id.
        reason: why the finding may stay.
        position: where the entry stands.
        snippet: the line there.
    """

    flow: str
    action: str
    rule: str
    reason: str
    position: Position
    snippet: str


def apply(
    findings: Iterable[Finding], suppressions: Sequence[Suppression]
) -> tuple[list[Finding], set[Suppression]]:
    """Return the findings, those suppressed with their reason, and the suppressions that were of use."""
    by_target = {(each.flow, each.action, each.rule): each for each in reversed(suppressions)}
    used: set[Suppression] = set()
    result = []
    for finding in findings:
        entry = by_target.get((finding.flow, finding.action, finding.rule))
        if entry is not None:
            used.add(entry)
        result.append(finding if entry is None else replace(finding, reason=entry.reason))
    return result, used


def find_unused(
    suppressions: Iterable[Suppression],
    used: set[Suppression],
    linted: frozenset[str],
    known: frozenset[str],
    rules: frozenset[str],
) -> list[Finding]:
    """Return a finding for each suppression that suppressed nothing.

    One of a flow that was not linted now is left alone when the flow is there, and so is one of a rule
    that is not selected.

    Args:
        suppressions: all of them.
        used: those that were of use.
        linted: names of the flows that were linted.
        known: names of all flows that are there.
        rules: ids of the rules that ran.
    """
    return [
        _report(each, known)
        for each in suppressions
        if each not in used and each.rule in rules and (each.flow in linted or each.flow not in known)
    ]


def _report(entry: Suppression, known: frozenset[str]) -> Finding:
    where = f"action `{entry.action}` of flow `{entry.flow}`" if entry.action else f"flow `{entry.flow}`"
    what = f"{entry.rule} is suppressed for {where}, where it finds nothing"
    if entry.flow not in known:
        what = f"{entry.rule} is suppressed for a flow that is not there: `{entry.flow}`"
    return Finding(
        UNUSED.id,
        UNUSED.severity,
        what,
        entry.flow,
        "",
        entry.position,
        entry.snippet,
        UNUSED.why,
        UNUSED.fix,
    )
