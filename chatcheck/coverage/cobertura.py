"""Coverage as Cobertura XML, which GitLab, Azure DevOps and others read. Pure.

A class for each flow, a line for each action where its file has it, a condition for each way on. Source:
the DTD of Cobertura, coverage-04.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Final

from chatcheck.coverage.measure import BlockCoverage, Coverage, FlowCoverage, Share, WayCoverage

DTD: Final = "http://cobertura.sourceforge.net/xml/coverage-04.dtd"
_HEAD: Final = f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE coverage SYSTEM "{DTD}">\n'


_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(coverage: Coverage, time_ms: int, version: str, root: str = ".") -> str:
    """Return the document; file names in it are relative to `root`.

    A flow without a file has its name as the file and the number of the action as the line.
    """
    blocks, ways = coverage.block_share, coverage.way_share
    top = ET.Element("coverage", _rates(blocks, ways))
    top.attrib |= {
        "lines-covered": str(blocks.exercised),
        "lines-valid": str(blocks.countable),
        "branches-covered": str(ways.exercised),
        "branches-valid": str(ways.countable),
        "complexity": "0",
        "version": version,
        "timestamp": str(time_ms),
    }
    ET.SubElement(ET.SubElement(top, "sources"), "source").text = clean(root)
    package = ET.SubElement(
        ET.SubElement(top, "packages"),
        "package",
        {"name": "flows", **_rates(blocks, ways), "complexity": "0"},
    )
    classes = ET.SubElement(package, "classes")
    for flow in coverage.flows:
        _add_class(classes, flow)
    ET.indent(top)
    return _HEAD + ET.tostring(top, encoding="unicode") + "\n"


def _rates(blocks: Share, ways: Share) -> dict[str, str]:
    return {"line-rate": _rate(blocks), "branch-rate": _rate(ways)}


def _rate(share: Share) -> str:
    return f"{share.exercised / share.countable:.4f}" if share.countable else "1.0"


def _add_class(classes: ET.Element, flow: FlowCoverage) -> None:
    shape = flow.shape
    attributes = {
        "name": clean(shape.name),
        "filename": clean(shape.file or shape.name),
        **_rates(flow.block_share, flow.way_share),
        "complexity": "0",
    }
    one = ET.SubElement(classes, "class", attributes)
    ET.SubElement(one, "methods")
    lines = ET.SubElement(one, "lines")
    ways = _list_ways(flow)
    numbered = [(_number(each, place, flow), each) for place, each in enumerate(flow.blocks, start=1)]
    for number, each in sorted(numbered, key=lambda pair: pair[0]):
        if number and each.state in ("exercised", "missing"):
            _add_line(lines, number, each, ways.get(each.block.identifier, ()))


def _number(each: BlockCoverage, place: int, flow: FlowCoverage) -> int:
    """Return the line; 0 for a block that the project's file does not have."""
    return each.block.line if flow.shape.file else place


def _list_ways(flow: FlowCoverage) -> Mapping[str, Sequence[WayCoverage]]:
    """Return the ways that count, by their source."""
    found: dict[str, list[WayCoverage]] = {}
    for each in flow.ways:
        if each.state in ("exercised", "missing"):
            found.setdefault(each.way.source, []).append(each)
    return found


def _add_line(lines: ET.Element, number: int, each: BlockCoverage, ways: Sequence[WayCoverage]) -> None:
    is_branch = len(ways) > 1
    line = ET.SubElement(lines, "line", {"number": str(number), "hits": str(each.visits)})
    line.set("branch", "true" if is_branch else "false")
    if not is_branch:
        return
    taken = sum(way.state == "exercised" for way in ways)
    line.set("condition-coverage", f"{100 * taken // len(ways)}% ({taken}/{len(ways)})")
    conditions = ET.SubElement(line, "conditions")
    for index, way in enumerate(ways):
        covered = "100%" if way.state == "exercised" else "0%"
        ET.SubElement(conditions, "condition", {"number": str(index), "type": "jump", "coverage": covered})


def clean(text: str) -> str:
    """Return the text with an escape for each character that XML 1.0 does not have. Pure."""
    return _NOT_XML.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)
