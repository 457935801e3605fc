"""Real flows: each is drawn, and nothing meets in its picture."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from chatcheck.errors import FlowError
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.picture.drawing import draw
from chatcheck.flow.picture.mermaid import write_mermaid
from chatcheck.flow.picture.page import write_page
from chatcheck.flow.picture.svg import write_svg
from tests.unit.flow.picture.flow_words import follow, list_blends, list_hits, list_overlaps

ROOT = Path(__file__).parents[4]
MOST_BLENDS = 0
"""Level lines that share a height where two of them pass each other, over the whole corpus."""


def read_all(files):
    for file in files:
        try:
            yield parse_flow(file.read_text("utf-8"), file.name)
        except FlowError:
            continue


@pytest.mark.parametrize("layout", ["auto", "designer", "layers"])
def test_every_real_flow_is_drawn(corpus_files, layout):
    count = blends = 0
    for flow in read_all(corpus_files):
        count += 1
        drawing = draw(flow, layout=layout)
        assert list_overlaps(drawing) == [], flow.name
        assert list_hits(drawing) == [], flow.name
        assert list_blends(drawing, 0) == [], flow.name
        blends += len(list_blends(drawing, 1))
        for edge in drawing.edges:
            assert follow(drawing, edge)[-1][0] == drawing.boxes[edge.target].x
        ElementTree.fromstring(write_svg(drawing))
        write_page(drawing).encode()
        write_mermaid(flow).encode()
    assert count > 60
    assert blends <= MOST_BLENDS


@pytest.mark.parametrize(
    "file", sorted((ROOT / "specs" / "flows").glob("*.json")), ids=lambda each: each.stem
)
def test_the_examples_flows_are_drawn(file):
    drawing = draw(parse_flow(file.read_text("utf-8"), file.name))

    assert list_overlaps(drawing) == []
    assert list_hits(drawing) == []
