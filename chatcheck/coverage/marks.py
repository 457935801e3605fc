"""Coverage as what the picture of a flow can mark: numbers by action and by branch. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.coverage.measure import FlowCoverage
from chatcheck.coverage.ways import BranchKey


def count_visits(flow: FlowCoverage) -> Mapping[str, int]:
    """Return how often each action was exercised; those that no log can show are left out."""
    return {
        each.block.identifier: each.visits for each in flow.blocks if each.state in ("exercised", "missing")
    }


def count_passages(flow: FlowCoverage) -> Mapping[BranchKey, int]:
    """Return how often each branch was taken; branches to the same action, one of which was, count alike."""
    return {
        key: each.passages
        for each in flow.ways
        if each.state in ("exercised", "missing")
        for key in each.way.branches
    }
