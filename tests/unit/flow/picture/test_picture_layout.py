"""Where blocks and lines are: nothing meets that should not, every branch leads where it says."""

import json
from cProfile import Profile
from itertools import pairwise
from pstats import Stats

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.flow.parse import parse_flow
from chatcheck.flow.picture.drawing import draw
from tests.flow_generator import generate_flow
from tests.unit.flow.picture.flow_words import SMALL, follow, list_blends, list_hits, list_overlaps, make_flow

NAMES = [f"n{index}" for index in range(14)]
PLACES = st.tuples(st.integers(-400, 1500), st.integers(-300, 900))


@st.composite
def flows(draw_):
    names = NAMES[: draw_(st.integers(1, len(NAMES)))]
    target = st.sampled_from([*names, "gone"])
    # Errors mostly lead to the same few blocks, so that many lines are bundled.
    failing = st.sampled_from(draw_(st.lists(target, min_size=1, max_size=3)))
    actions = {
        name: {
            "next": draw_(st.none() | target),
            "errors": draw_(st.dictionaries(st.sampled_from(["E1", "E2", "E3"]), failing)),
            "parameters": {"Text": draw_(st.sampled_from(["", "short", "a longer text " * 9]))},
        }
        for name in names
    }
    placed = draw_(st.lists(st.sampled_from(names), unique=True)) if draw_(st.booleans()) else []
    return make_flow(actions, positions={name: draw_(PLACES) for name in placed})


@given(flows())
@settings(max_examples=150, deadline=None)
def test_no_boxes_meet_and_no_line_runs_through_one(flow):
    drawing = draw(flow)

    assert list_overlaps(drawing) == []
    assert list_hits(drawing) == []


@given(flows())
@settings(max_examples=100, deadline=None)
def test_each_branch_is_a_line_from_its_port_to_its_target(flow):
    drawing = draw(flow)

    assert len(drawing.edges) == sum(not port.dangling for box in drawing.boxes for port in box.block.ports)
    for edge in drawing.edges:
        source, target = drawing.boxes[edge.source], drawing.boxes[edge.target]
        points = follow(drawing, edge)
        assert points[0] == (source.x + 250, source.y + edge.port.offset)
        assert points[-1][0] == target.x
        assert target.y < points[-1][1] < target.y + 26
        assert target.block.action.identifier == edge.port.target


@given(flows())
@settings(max_examples=100, deadline=None)
def test_upright_lines_to_different_blocks_never_lie_on_each_other(flow):
    assert list_blends(draw(flow), 0) == []


@given(flows())
@settings(max_examples=50, deadline=None)
def test_lines_are_level_or_upright_and_all_is_inside(flow):
    drawing = draw(flow)

    for edge in drawing.edges:
        for (x1, y1), (x2, y2) in pairwise(edge.points):
            assert x1 == x2 or y1 == y2
        assert all(0 < x < drawing.width and 0 < y < drawing.height for x, y in edge.points)


@given(flows())
@settings(max_examples=30, deadline=None)
def test_the_same_flow_gives_the_same_drawing(flow):
    assert draw(flow) == draw(flow)


def places(drawing):
    return {box.block.action.identifier: (box.x, box.y) for box in drawing.boxes}


def test_blocks_stand_as_the_designer_put_them():
    found = places(
        draw(make_flow(SMALL, positions={"hello": (900, 0), "which": (400, 0), "bye": (400, 300)}))
    )

    assert found["which"][0] == found["bye"][0] < found["hello"][0]
    assert found["which"][1] < found["bye"][1]
    assert found["which"][1] == found["hello"][1]


def test_blocks_at_the_same_place_are_spread():
    drawing = draw(make_flow(SMALL, positions=dict.fromkeys(SMALL, (50, 50))))

    assert list_overlaps(drawing) == []
    assert len(set(places(drawing).values())) == 3


def test_a_block_without_a_place_stands_right_of_what_leads_to_it():
    found = places(draw(make_flow(SMALL, positions={"hello": (0, 0), "bye": (900, 0)})))

    assert found["hello"][0] < found["which"][0] < found["bye"][0]


def test_wide_empty_bands_are_narrowed():
    drawing = draw(
        make_flow(SMALL, positions={"hello": (0, -90_000), "which": (300, 0), "bye": (600, 90_000)})
    )

    assert drawing.height < 1000


def test_without_places_a_branch_leads_to_the_right():
    found = places(draw(make_flow(SMALL)))

    assert found["hello"][0] < found["which"][0] < found["bye"][0]


def test_the_designers_places_can_be_left_aside():
    flow = make_flow(SMALL, positions={"hello": (900, 0), "which": (400, 0), "bye": (0, 0)})

    assert places(draw(flow, layout="layers")) == places(draw(make_flow(SMALL)))


def test_a_row_that_no_person_lays_out_is_layered_unless_asked_for():
    names = [f"n{index}" for index in range(90)]
    actions = {name: {"next": "n89"} for name in names}
    flow = make_flow(actions, positions={name: (300 * index, 0) for index, name in enumerate(names)})

    assert draw(flow).width < draw(flow, layout="designer").width / 4


@pytest.mark.parametrize(
    "place",
    [
        None,
        [],
        "here",
        {"x": 1},
        {"x": "1", "y": 2},
        {"x": True, "y": 2},
        {"x": 1e300, "y": 0},
        {"x": [], "y": {}},
    ],
)
def test_a_place_of_a_wrong_shape_counts_as_none(place):
    document = dict(make_flow(SMALL).document)
    document["Metadata"] = {"ActionMetadata": {"hello": {"position": place}, "which": place}}

    assert places(draw(parse_flow(json.dumps(document), "test.json"))) == places(draw(make_flow(SMALL)))


@pytest.mark.parametrize("metadata", [{}, {"ActionMetadata": None}, {"ActionMetadata": []}])
def test_metadata_of_a_wrong_shape_counts_as_none(metadata):
    document = {**make_flow(SMALL).document, "Metadata": metadata}

    assert places(draw(parse_flow(json.dumps(document), "test.json"))) == places(draw(make_flow(SMALL)))


def test_the_start_comes_first_even_in_a_circle():
    found = places(draw(make_flow({"a": {"next": "b"}, "b": {"next": "a"}}, start="b")))

    assert found["b"][0] < found["a"][0]


def test_what_the_start_does_not_reach_stands_beside_what_it_leads_to():
    chain = {f"n{index}": {"next": f"n{index + 1}"} for index in range(9)} | {
        "n9": {},
        "lost": {"next": "n9"},
    }
    found = places(draw(make_flow(chain)))

    assert found["lost"][0] == found["n8"][0]


def test_branches_to_one_block_are_one_line():
    drawing = draw(
        make_flow(
            {**{f"n{i}": {"next": f"n{i + 1}", "errors": {"E": "z"}} for i in range(8)}, "n8": {}, "z": {}}
        )
    )

    assert sum(1 for edge in drawing.edges if edge.target == 9 and edge.joins is None) == 1


def test_a_line_that_arrives_just_before_two_others_part_joins_the_one_that_is_drawn_there():
    flow = make_flow(
        {
            "n0": {},
            "n1": {"errors": {"E1": "n1"}},
            "n2": {},
            "n3": {},
            "n4": {"errors": {"E1": "n1", "E2": "n1"}},
        }
    )
    drawing = draw(flow)
    first, second, loop = drawing.edges
    parting = second.points[-1]

    assert (first.joins, second.joins) == (None, 0)
    assert loop.points[-2][1] > parting[1] > loop.points[-1][1]
    assert loop.joins == 0
    assert follow(drawing, loop)[-1] == first.points[-1]


def count_calls(size, metadata):
    """Return how many calls it takes to draw a flow: unlike time, the same on a busy machine."""
    document = generate_flow(3, size)
    if not metadata:
        document.pop("Metadata", None)
    flow = parse_flow(json.dumps(document), "generated.json")
    profile = Profile()
    profile.runcall(draw, flow)
    return Stats(profile).total_calls


@pytest.mark.parametrize("metadata", [True, False], ids=["placed", "not placed"])
def test_four_times_the_actions_take_far_less_than_sixteen_times_as_much(metadata):
    assert count_calls(1000, metadata) < 8 * count_calls(250, metadata)
