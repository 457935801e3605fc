"""A coverage report as what the picture of a flow marks: numbers by action and by branch. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from chatcheck.coverage.json_report import FORMAT
from chatcheck.flow.picture.marks import BranchKey, Mark, Marks

Json = Any
_COUNTED: Final = ("exercised", "missing")


def read_marks(report: Json, file: str, findings: Mapping[str, Sequence[Mark]]) -> Marks:
    """Return the marks of the flow that stands in `file`, beside `findings`.

    `report` is what `json_report.to_json` makes. What no log can show, and what no chat can reach, is left
    out: the picture marks nothing there. So are several branches to the same action when one of them was
    taken, since nobody knows which. Raises ValueError for a report of another form, or without this flow.
    """
    try:
        if report["format"] != FORMAT:
            raise ValueError(f"its format is {report['format']!r}, and this version reads {FORMAT}")
        flow = _find_flow(report["flows"], file)
        return Marks(findings, _count_visits(flow), _count_passages(flow))
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("it is no coverage report") from error


def _find_flow(flows: Sequence[Json], file: str) -> Json:
    """Return the flow of that file, else the one that is named like it."""
    path = PurePath(file)
    same = [each for each in flows if each["file"] and PurePath(each["file"]) == path]
    named = [each for each in flows if each["name"] == path.stem]
    if not (same or named):
        names = ", ".join(f"`{each['name']}`" for each in flows) or "none"
        raise ValueError(f"it has no flow `{path.stem}`; its flows are: {names}")
    return (same or named)[0]


def _count_visits(flow: Json) -> dict[str, int]:
    blocks = [each for each in flow["block_list"] if each["state"] in _COUNTED]
    return {each["identifier"]: int(each["visits"]) for each in blocks}


def _count_passages(flow: Json) -> dict[BranchKey, int]:
    ways = [each for each in flow["branch_list"] if each["state"] in _COUNTED]
    return {
        (each["source"], branch["kind"], branch["name"]): int(each["passages"])
        for each in ways
        for branch in each["branches"]
        if len(each["branches"]) == 1 or not each["passages"]
    }
