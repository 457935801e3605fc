"""The HTML report: one offline file, usable with thousands of chats. Pure, deterministic.

Each chat is JSON in an element of its own, and the page's script draws it when it is opened: text of a
chat never becomes markup. The page's policy names its own script and style by their hashes, and
lets nothing be loaded.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from chatcheck.report.html_data import describe_chat, describe_head, reveal
from chatcheck.report.result import STANDINGS
from chatcheck.report.stream import Results
from chatcheck.report.terminal import render_summary

Json = Any
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render(results: Results) -> Iterator[str]:
    """Yield the page in pieces; what went wrong comes first, then by spec and chat.

    Reads the page's own style and script from the package, once.
    """
    ranked = results.reorder(lambda head: (STANDINGS.index(head.standing), head.spec, head.chat))
    style, script = _read_part("page.css"), _read_part("page.js")
    summary = render_summary(results.counts, results.duration_s)
    frame = Template(_read_part("page.html")).substitute(
        policy=escape(make_policy(style, script)),
        title=escape(f"chatcheck: {summary} of chat"),
        summary=escape(summary),
        started=_tell_start(ranked),
        style=style,
        script=script,
    )
    before, after = frame.split("<!-- chats -->")
    yield before
    yield _embed("counts", dict(results.counts))
    heads = []
    for number, result in enumerate(ranked):
        heads.append(describe_head(result))
        yield _embed(f"chat-{number}", describe_chat(result))
    yield _embed("heads", heads)
    yield after


def _tell_start(results: Results) -> str:
    """Return when the first chat was started, as markup; empty when none was held."""
    started = min((head.started for head in results.heads if head.started), default="")
    shown = f"{started[:19].replace('T', ' ')} {'UTC' if started.endswith('+00:00') else started[19:]}"
    return f'<time datetime="{escape(started)}">{escape(reveal(shown))}</time>' if started else ""


def make_policy(style: str, script: str) -> str:
    """Return the page's Content-Security-Policy: its own two texts, and nothing else."""
    sources = f"script-src {_hash(script)}; style-src {_hash(style)}; img-src data:"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _read_part(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def _embed(name: str, data: Json) -> str:
    """Return an element with JSON that no browser runs, and that no text in it can close."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return f'<script type="application/json" id="{name}">{text}</script>\n'
