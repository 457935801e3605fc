"""Coverage as JSON for other programs; its form is `coverage.schema.json` beside this module. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chatcheck.coverage.measure import (
    BlockCoverage,
    Coverage,
    FlowCoverage,
    Share,
    WayCoverage,
    describe_path,
)

FORMAT: Final = 1
Json = Any


def render(coverage: Coverage) -> str:
    """Return the document."""
    return json.dumps(to_json(coverage), indent=1, ensure_ascii=False) + "\n"


def to_json(coverage: Coverage) -> dict[str, Json]:
    """Return plain data: ``format``, ``tool``, ``summary``, ``flows`` and the paths of the ``contacts``."""
    return {
        "format": FORMAT,
        "tool": "chatcheck",
        "summary": {
            "blocks": _write_share(coverage.block_share),
            "branches": _write_share(coverage.way_share),
            "contacts_without_log": list(coverage.silent),
            "flows_without_content": list(coverage.foreign),
            "odd_messages": coverage.odd,
        },
        "flows": [_write_flow(each) for each in coverage.flows],
        "contacts": list(_list_contacts(coverage)),
    }


def _write_share(share: Share) -> Mapping[str, Json]:
    return {"exercised": share.exercised, "countable": share.countable, "percent": share.percent}


def _write_flow(flow: FlowCoverage) -> Mapping[str, Json]:
    shape = flow.shape
    return {
        "name": shape.name,
        "id": shape.flow_id,
        "kind": "module" if shape.is_module else "flow",
        "file": shape.file,
        "blocks": _write_share(flow.block_share),
        "branches": _write_share(flow.way_share),
        "entered": flow.entered,
        "left_at": dict(flow.left_at or {}),
        "unknown_blocks": list(flow.unknown),
        "block_list": [_write_block(each) for each in flow.blocks],
        "branch_list": [_write_way(each) for each in flow.ways],
    }


def _write_block(each: BlockCoverage) -> Mapping[str, Json]:
    block = each.block
    return {
        "identifier": block.identifier,
        "type": block.type,
        "says": block.says,
        "line": block.line,
        "state": each.state,
        "visits": each.visits,
    }


def _write_way(each: WayCoverage) -> Mapping[str, Json]:
    branches = [{"kind": kind, "name": name} for _, kind, name in each.way.branches]
    return {
        "source": each.way.source,
        "target": each.way.target,
        "branches": branches,
        "state": each.state,
        "passages": each.passages,
    }


def _list_contacts(coverage: Coverage) -> Iterator[Mapping[str, Json]]:
    shapes = {each.shape.flow_id: each.shape for each in coverage.flows}
    for contact, path in coverage.paths.items():
        runs = describe_path(path, shapes)
        yield {"contact": contact, "path": [{"flow": name, "blocks": list(blocks)} for name, blocks in runs]}
