"""What a log says of the branch that was taken, where several lead to the same block. Pure.

An entry has no branch, but often what it was chosen by: the intent's name, the value that was found equal, a
function's answer. Sources: administrator guide, flow logs; public samples of entries. An entry that says
nothing of it leaves open which branch it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from chatcheck.coverage.ways import BranchKey, Way, merge_ways
from chatcheck.flow.ways import NO_MATCHING_CONDITION

Json = Any
Told = tuple[str, str]
"""Kind and name of a branch; without a name any of that kind."""

_COMPARE: Final = "Compare"
_FUNCTION: Final = "InvokeLambdaFunction"
_BOT: Final = "ConnectParticipantWithLexBot"
_ERROR: Final[Told] = ("error", "")


def tell_branch(block_type: str, branches: Sequence[BranchKey], rest: str) -> Told | None:
    """Return the branch that an entry of a block with these branches tells, or None when it does not.

    `rest` is the entry's own part as JSON text: ``Parameters``, ``Results``, ``ExternalResults``.
    """
    said: Mapping[str, Json] = json.loads(rest) if rest else {}
    results = said.get("Results")
    if block_type == _COMPARE:
        return _tell_comparison(results, said.get("Parameters"))
    if block_type == _FUNCTION and "ExternalResults" in said:
        return ("next", "")
    if not (isinstance(results, str) and results):
        return None
    if block_type == _FUNCTION:
        return _ERROR
    if any(kind == "condition" and name == results for _, kind, name in branches):
        return ("condition", results)
    is_unmatched_caught = any(name == NO_MATCHING_CONDITION for _, _, name in branches)
    return _ERROR if block_type == _BOT and is_unmatched_caught else None


def _tell_comparison(results: Json, parameters: Json) -> Told | None:
    """A comparison says whether it was true, and of what: its own result may be another's operand."""
    outcome = str(results).lower()
    if outcome == "false":
        return ("error", NO_MATCHING_CONDITION)
    second = parameters.get("SecondValue") if isinstance(parameters, Mapping) else None
    return ("condition", second) if outcome == "true" and isinstance(second, str) else None


def choose(earlier: Told | None, later: Told | None) -> Told | None:
    """Return what two entries of one visit tell together: the condition that was true, else the later one."""
    if later is None or (earlier is not None and earlier[0] == "condition"):
        return earlier
    return later


def attribute(ways: Sequence[Way], counts: Mapping[Told | None, int]) -> list[tuple[Way, int]]:
    """Return how often each of the ways between two blocks was gone.

    `counts` are the passages by what was told of them. Where it was not told once, or does not fit, the ways
    are one: nobody knows which of its branches were taken.
    """
    found = [(way, sum(number for told, number in counts.items() if _fits(way, told))) for way in ways]
    total = sum(counts.values())
    if len(ways) > 1 and sum(number for _, number in found) != total:
        return [(merge_ways(ways), total)]
    return found if len(ways) > 1 else [(way, total) for way in ways]


def _fits(way: Way, told: Told | None) -> bool:
    return told is not None and any(
        kind == told[0] and told[1] in ("", name) for _, kind, name in way.branches
    )
