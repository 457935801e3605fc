"""A drawing as one offline HTML page: the picture to move, to search, and to ask for a block's details. Pure.

What the flow says reaches the page as JSON, which the page's script shows as text only; the page's
policy names its own script and style by their hashes, and lets nothing be loaded.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from chatcheck.flow.picture.block import WIDTH_PX
from chatcheck.flow.picture.drawing import Box, Drawing
from chatcheck.flow.picture.lettering import clean
from chatcheck.flow.picture.saying import say
from chatcheck.flow.picture.svg import describe, read_style, write_svg

Json = Any

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def write_page(drawing: Drawing) -> str:
    """Return the page; the same drawing gives the same bytes."""
    style = read_style() + _read_part("page.css")
    script = _read_part("page.js")
    return Template(_read_part("page.html")).substitute(
        policy=escape(_make_policy(style, script)),
        title=escape(clean(f"Contact flow {drawing.flow.name}")),
        about=escape(describe(drawing)),
        style=style,
        script=script,
        picture=write_svg(drawing, interactive=True),
        data=json.dumps(_describe(drawing)).translate(_ESCAPES),
    )


def _read_part(name: str) -> str:
    return (files("chatcheck.flow.picture") / name).read_text("utf-8")


def _make_policy(style: str, script: str) -> str:
    sources = f"script-src {_hash(script)}; style-src {_hash(style)}; img-src data:"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _describe(drawing: Drawing) -> Json:
    numbers = drawing.numbers
    edges = [
        {
            "from": edge.source,
            "to": edge.target,
            "label": edge.port.label,
            "points": edge.points,
            "joins": edge.joins,
        }
        for edge in drawing.edges
    ]
    start = numbers[drawing.flow.start_action]
    return {"start": start, "blocks": [_describe_box(box, numbers) for box in drawing.boxes], "edges": edges}


def _describe_box(box: Box, numbers: dict[str, int]) -> Json:
    block, action = box.block, box.block.action
    return {
        "at": [box.x, box.y, WIDTH_PX, block.height],
        "heading": block.heading,
        "title": next((line.text for line in block.lines if line.kind == "title"), ""),
        "type": clean(action.type),
        "identifier": clean(action.identifier),
        "said": clean(say(action)),
        "parameters": json.dumps(action.parameters, indent=2, ensure_ascii=True),
        "visits": block.visits,
        "findings": [
            {"severity": each.severity, "code": each.code, "text": clean(each.text)}
            for each in block.findings
        ],
        "branches": [
            {"label": port.label, "target": numbers.get(port.target), "missing": clean(port.target)}
            for port in block.ports
        ],
    }
