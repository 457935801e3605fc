"""The HTML report: one offline file with each chat as bubbles beside its steps. Pure, deterministic.

All text of a chat is escaped, and the page's policy lets nothing be loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import STATUSES
from chatcheck.report.comparison import find_span
from chatcheck.report.html_page import PAGE, POLICY, SCRIPT, STYLE
from chatcheck.report.result import ChatResult
from chatcheck.report.talk import Line, list_lines
from chatcheck.report.terminal import render_summary

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_ORDER = {"failed": 0, "broken": 1, "passed": 2, "skipped": 3}
_SIGNS = {"held": "✓", "failed": "✗", "not reached": "·"}


def render(results: Iterable[ChatResult]) -> str:
    """Return the page; what went wrong comes first, then by spec and chat."""
    counts: Counter[str] = Counter()
    duration_s = 0.0
    written: list[tuple[int, str, str, str]] = []
    for result in results:
        status = result.verdict.status
        counts[status] += 1
        duration_s += result.duration_s
        written.append((_ORDER[status], result.spec, result.chat, "\n".join(_render_chat(result))))
    title = f"chatcheck: {render_summary(counts, duration_s)} of chat"
    return PAGE.substitute(
        policy=escape(POLICY),
        title=_text(title),
        style=STYLE,
        script=SCRIPT,
        boxes="\n".join(_render_box(status, counts[status]) for status in STATUSES),
        chats="\n".join(text for *_, text in sorted(written, key=lambda each: each[:3])),
    )


def _render_box(status: str, count: int) -> str:
    box = f'<input type="checkbox" name="state" value="{status}" checked>'
    return f'<label class="{status}">{box} {count} {status}</label>'


def _render_chat(result: ChatResult) -> Iterator[str]:
    verdict = result.verdict
    opened = " open" if verdict.status in ("failed", "broken") else ""
    yield f'<details data-state="{verdict.status}"{opened}>'
    yield f"<summary>{_render_head(result)}</summary>"
    yield '<div class="body">'
    if result.transcript and result.transcript.contact_id:
        yield f'<p class="faint">contact {_text(result.transcript.contact_id)}</p>'
    if verdict.reason:
        yield f'<p class="{verdict.status}">{_text(verdict.reason)}</p>'
    for finding in verdict.findings:
        yield from _render_finding(finding, len(verdict.steps))
    yield '<div class="sides">'
    yield from _render_talk(result)
    yield from _render_steps(verdict.steps)
    yield "</div>"
    if result.again:
        yield f"<h3>Again</h3><pre>{_text(result.again)}</pre>"
    yield "</div></details>"


def _render_head(result: ChatResult) -> str:
    word = f'<span class="word {result.verdict.status}">{result.verdict.status}</span>'
    parts = (f"{result.duration_s:.1f} s", result.spec, result.flow)
    faint = " · ".join(part for part in parts if part)
    return f'{word}<strong>{_text(result.chat)}</strong> <span class="faint">{_text(faint)}</span>'


def _render_talk(result: ChatResult) -> Iterator[str]:
    yield "<section><h3>Conversation</h3>"
    lines = list_lines(result.transcript) if result.transcript else ()
    deciding = {finding.event_index for finding in result.verdict.findings}
    if lines:
        yield '<ol class="talk">'
        yield from (_render_line(line, line.index in deciding) for line in lines)
        yield "</ol>"
    else:
        yield '<p class="faint">nothing was said</p>'
    yield "</section>"


def _render_line(line: Line, decides: bool) -> str:
    classes = " ".join(filter(None, ("own" if line.who == "customer" else "", "decides" if decides else "")))
    time = f"{line.at_s:.1f} s"
    if not line.is_message:
        return f'<li class="{classes}"><span class="happened">{time} · {_text(line.text)}</span></li>'
    who = f'<span class="who">{_text(line.who)} · {time}</span>'
    return f'<li class="{classes}">{who}<span class="bubble">{_text(line.text)}</span></li>'


def _render_steps(steps: Iterable[StepOutcome]) -> Iterator[str]:
    yield '<section><h3>Steps</h3><ol class="steps">'
    for step in steps:
        state = step.state if step.state != "not reached" else "unreached"
        took = "" if step.took_s is None else f"{step.took_s:.1f} s"
        yield (
            f'<li><span class="{state}" title="{step.state}">{_SIGNS[step.state]}</span>'
            f'<span class="label">{_text(step.label)}</span><span class="took">{took}</span></li>'
        )
    yield "</ol></section>"


def _render_finding(finding: Finding, count: int) -> Iterator[str]:
    where = f"step {finding.step + 1} of {count}: " if finding.step is not None else ""
    yield f'<div class="finding"><p><strong>{_text(where + finding.what)}</strong></p>'
    yield f'<p class="faint">{_text(str(finding.position))}</p>'
    if finding.snippet:
        yield f"<pre>{_text(finding.snippet)}</pre>"
    test = f" ({finding.test})" if finding.test else ""
    yield '<div class="compare">'
    if finding.expected:
        yield f"<div><h3>Expected{_text(test)}</h3><pre>{_text(finding.expected)}</pre></div>"
    yield f"<div><h3>Actual</h3><pre>{_mark(finding)}</pre></div></div></div>"


def _mark(finding: Finding) -> str:
    span = find_span(finding, finding.expected, finding.actual)
    if span is None:
        return _text(finding.actual)
    start, end = span
    before, differing, after = finding.actual[:start], finding.actual[start:end], finding.actual[end:]
    return f"{_text(before)}<mark>{_text(differing)}</mark>{_text(after)}"


def _text(text: str) -> str:
    """Escape for HTML, and show what cannot be seen or would turn the reading direction."""
    return escape(_UNSEEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text))
