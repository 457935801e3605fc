"""The Markdown report: a summary of the run for a job's page or a pull request. Pure and deterministic.

GitHub takes 1 MiB of summary for each step, so what is told of single chats is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatcheck.report.result import STANDINGS, ChatResult, Standing
from chatcheck.report.stream import Results
from chatcheck.report.terminal import render_chat, render_summary
from chatcheck.visible_text import show

DETAILS_LIMIT = 50
"""How many chats that went wrong are told in full."""
DETAIL_LIMIT_CHARS = 8_000
ROWS_LIMIT = 500

_SIGNS: dict[Standing, str] = {"failed": "❌", "broken": "💥", "flaky": "⚠️", "passed": "✅", "skipped": "⏭️"}
_SPECIAL = re.compile(r"[\\`*_{}\[\]#+!|~<>:$^=&@\"]")


def render(results: Results) -> Iterator[str]:
    """Yield the text in pieces: the counts, what went wrong in full, and a table of all chats."""
    yield f"## chatcheck: {render_summary(results.counts, results.duration_s)} of chat\n\n"
    ranked = results.reorder(lambda head: (STANDINGS.index(head.standing), head.spec, head.chat))
    bad = sum(results.counts[standing] for standing in ("failed", "broken", "flaky"))
    for number, result in zip(range(min(bad, DETAILS_LIMIT)), ranked, strict=False):
        yield _render_detail(result, opened=number < 3)
    if bad > DETAILS_LIMIT:
        yield f"... and {bad - DETAILS_LIMIT} more that went wrong.\n\n"
    yield from _render_table(ranked)


def _render_detail(result: ChatResult, opened: bool) -> str:
    text = render_chat(result)
    text = text if len(text) <= DETAIL_LIMIT_CHARS else f"{text[:DETAIL_LIMIT_CHARS]}\n... (cut)"
    text = _encode(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    name = f"{_SIGNS[result.standing]} <b>{_escape(result.chat)}</b> ({_escape(result.spec)})"
    start = "<details open>" if opened else "<details>"
    return f"{start}<summary>{name}</summary>\n\n{fence}text\n{text.rstrip()}\n{fence}\n\n</details>\n\n"


def _render_table(ranked: Results) -> Iterator[str]:
    if not len(ranked):
        return
    yield "| | chat | spec | time |\n|---|---|---|---:|\n"
    for _, result in zip(range(ROWS_LIMIT), ranked, strict=False):
        told = f"{_SIGNS[result.standing]} {result.standing}"
        reason = f" ({_escape(result.verdict.reason)})" if result.verdict.status == "skipped" else ""
        name, spec = _escape(result.chat), _escape(result.spec)
        yield f"| {told} | {name}{reason} | {spec} | {result.duration_s:.1f} s |\n"
    if len(ranked) > ROWS_LIMIT:
        yield f"\n... and {len(ranked) - ROWS_LIMIT} more chats.\n"


def _escape(text: str) -> str:
    """Return text on one line that Markdown and the HTML inside it show as it is.

    A numeric reference is never taken for markup, wherever it stands.
    """
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", _encode(show(text)))


def _encode(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
