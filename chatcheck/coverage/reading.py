"""A coverage report read again: JSON to the values it was written from. Pure."""

from __future__ import annotations

from typing import Any, get_args

from chatcheck.coverage.json_report import FORMAT
from chatcheck.coverage.measure import BlockCoverage, Coverage, FlowCoverage, State, WayCoverage
from chatcheck.coverage.paths import Visit
from chatcheck.coverage.shape import Block, Shape
from chatcheck.coverage.ways import Way

Json = Any
_STATES = get_args(State)


def read_coverage(report: Json) -> Coverage:
    """Return the coverage that `json_report.to_json` has written.

    What a report does not hold (where a flow starts, what switches its logging) is left empty. Raises
    ValueError for a document of another form.
    """
    try:
        if report["format"] != FORMAT:
            raise ValueError(f"its format is {report['format']!r}, and this version reads {FORMAT}")
        summary = report["summary"]
        flows = tuple(_read_flow(each) for each in report["flows"])
        ids = {each.shape.name: each.shape for each in flows}
        return Coverage(
            flows,
            {each["contact"]: tuple(_read_path(each["path"], ids)) for each in report["contacts"]},
            tuple(summary["contacts_without_log"]),
            int(summary["odd_messages"]),
            tuple(summary["flows_without_content"]),
        )
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("it is no coverage report") from error


def _read_flow(flow: Json) -> FlowCoverage:
    blocks = tuple(_read_block(each) for each in flow["block_list"])
    ways = tuple(_read_way(each) for each in flow["branch_list"])
    shape = Shape(
        flow["id"],
        flow["name"],
        "",
        {each.block.identifier: each.block for each in blocks},
        tuple(each.way for each in ways),
        flow["kind"] == "module",
        flow["file"],
    )
    left_at = {name: int(number) for name, number in flow["left_at"].items()}
    return FlowCoverage(shape, blocks, ways, int(flow["entered"]), left_at, tuple(flow["unknown_blocks"]))


def _read_block(each: Json) -> BlockCoverage:
    block = Block(each["identifier"], each["type"], each["says"], int(each["line"]))
    return BlockCoverage(block, _read_state(each["state"]), int(each["visits"]))


def _read_way(each: Json) -> WayCoverage:
    branches = tuple((each["source"], branch["kind"], branch["name"]) for branch in each["branches"])
    way = Way(each["source"], each["target"], branches)
    return WayCoverage(way, _read_state(each["state"]), int(each["passages"]))


def _read_state(state: Json) -> State:
    if state not in _STATES:
        raise LookupError(state)
    known: State = state
    return known


def _read_path(path: Json, ids: dict[str, Shape]) -> list[Visit]:
    visits = []
    for part in path:
        shape = ids.get(part["flow"])
        flow_id, is_module = (shape.flow_id, shape.is_module) if shape else (part["flow"], False)
        visits += [Visit(flow_id, block, is_module) for block in part["blocks"]]
    return visits
