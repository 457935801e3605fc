"""Flows of a few words, for the tests of the picture."""

from __future__ import annotations

import json
from itertools import pairwise

from chatcheck.flow.parse import parse_flow
from chatcheck.flow.picture.block import TAB_PX, WIDTH_PX


def make_flow(actions, name="test", positions=None, start=None):
    """Return a flow: each action is its type, parameters, next, conditions and errors, by identifier."""
    document = {
        "Version": "2019-10-30",
        "StartAction": start or next(iter(actions)),
        "Metadata": {
            "name": name,
            "ActionMetadata": {
                key: {"position": {"x": x, "y": y}} for key, (x, y) in (positions or {}).items()
            },
        },
        "Actions": [_make_action(key, **value) for key, value in actions.items()],
    }
    return parse_flow(json.dumps(document), f"{name}.json")


def _make_action(
    identifier, type="MessageParticipant", parameters=None, next=None, conditions=None, errors=None
):
    return {
        "Identifier": identifier,
        "Type": type,
        "Parameters": parameters or {},
        "Transitions": {
            **({"NextAction": next} if next else {}),
            "Conditions": [
                {"NextAction": target, "Condition": {"Operator": "Equals", "Operands": [operand]}}
                for operand, target in (conditions or {}).items()
            ],
            "Errors": [
                {"ErrorType": error, "NextAction": target} for error, target in (errors or {}).items()
            ],
        },
    }


SMALL = {
    "hello": {"parameters": {"Text": "Hello there"}, "next": "which", "errors": {"NoMatchingError": "bye"}},
    "which": {
        "type": "Compare",
        "parameters": {"ComparisonValue": "$.Attributes.store"},
        "conditions": {"web": "bye", "shop": "hello"},
        "errors": {"NoMatchingCondition": "bye"},
    },
    "bye": {"type": "DisconnectParticipant"},
}


def list_overlaps(drawing):
    """Return pairs of boxes that meet; the flag of a start is part of its box."""
    areas = [
        (box.x, box.y - (TAB_PX if box.block.starts else 0), box.x + WIDTH_PX, box.y + box.block.height)
        for box in drawing.boxes
    ]
    return [
        (one, other)
        for index, one in enumerate(areas)
        for other in areas[index + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


def list_hits(drawing):
    """Return edges of which a piece runs through a box."""
    hits = []
    for edge in drawing.edges:
        for begin, end in pairwise(edge.points):
            (left, top), (right, bottom) = (min(begin, end), max(begin, end))
            hits += [
                edge
                for box in drawing.boxes
                if left < box.x + WIDTH_PX
                and box.x < right
                and top < box.y + box.block.height
                and box.y < bottom
            ]
    return hits


def follow(drawing, edge):
    """Return the corners of an edge up to its target, over the edges that it joins."""
    points = list(edge.points)
    while edge.joins is not None:
        edge = drawing.edges[edge.joins]
        assert lies_on(points[-1], edge.points), "it joins where nothing is drawn"
        points += edge.points[-1:]
    return points


def lies_on(point, points):
    x, y = point
    return any(
        min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(a[1], b[1]) <= y <= max(a[1], b[1])
        for a, b in pairwise(points)
    )


def list_blends(drawing, axis):
    """Return pieces of lines to different blocks on each other: axis 0 upright ones, 1 level ones."""
    lines = {}
    for edge in drawing.edges:
        net = edge.target, edge.port.kind == "error"
        for begin, end in pairwise(edge.points):
            if begin != end and begin[axis] == end[axis]:
                reach = sorted((begin[1 - axis], end[1 - axis]))
                lines.setdefault(begin[axis], []).append((*reach, net))
    return [
        (place, one, other)
        for place, found in lines.items()
        for index, one in enumerate(sorted(found))
        for other in sorted(found)[index + 1 :]
        if other[0] < one[1] and other[2] != one[2]
    ]
