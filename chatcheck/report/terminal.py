"""What a person reads in the terminal: a line for each chat, and for a failure all that helps. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.report.comparison import compare
from chatcheck.report.plain_text import cut
from chatcheck.report.result import STANDINGS, ChatResult
from chatcheck.report.style import PLAIN, Style, Tone
from chatcheck.report.talk import Line, count_retries, list_lines
from chatcheck.visible_text import measure, show

TALK_LIMIT_LINES = 40
_WORDS: Mapping[str, tuple[str, Tone]] = {
    "passed": ("PASS", "good"),
    "failed": ("FAIL", "bad"),
    "broken": ("BROKEN", "broken"),
    "flaky": ("FLAKY", "mark"),
    "skipped": ("SKIP", "faint"),
}
_LONGEST_NAME_CELLS = 16


def render_chat(result: ChatResult, style: Style = PLAIN) -> str:
    """Return the lines for one chat, without a trailing newline; more than one unless it passed at once."""
    attempts = [_tell_attempt(number, each.verdict) for number, each in enumerate(result.earlier, start=1)]
    told = [_head(result, style), *(style.paint(line, "faint") for line in attempts)]
    if result.verdict.status not in ("passed", "skipped"):
        told += [*_explain(result, style), ""]
    return "\n".join(told)


def render_verdict(verdict: Verdict, style: Style = PLAIN) -> str:
    """Return what is wrong by one verdict alone, without the conversation; empty when nothing is."""
    return "\n".join(line for each in verdict.findings for line in _tell_finding(each, verdict.steps, style))


def tell_shortly(verdict: Verdict) -> str:
    """Return what is wrong in one line, such as ``step 3 of 4: nothing came``; empty when nothing is."""
    if not verdict.findings:
        return show(verdict.reason)
    first = verdict.findings[0]
    return f"{name_place(first, verdict.steps)}{show(first.what)}"


def render_trouble(result: ChatResult, style: Style = PLAIN) -> str:
    """Return one line for a chat that did not pass: where its spec asks for it, its name, what is wrong."""
    word, tone = _WORDS[result.standing]
    findings = result.verdict.findings
    place = str(findings[0].position) if findings else f"{show(result.spec)}:{result.line}"
    return f"{style.paint(word, tone)}  {place}  {show(result.chat)}: {tell_shortly(result.verdict)}"


def render_summary(
    counts: Mapping[str, int], duration_s: float, style: Style = PLAIN, total: int | None = None
) -> str:
    """Return the last line, such as ``1 failed, 7 passed in 12.3 s``.

    `counts` is by standing: a flaky chat is no passed one. With `total`, chats that gave no result are
    named too.
    """
    parts = [
        style.paint(f"{counts[status]} {status}", _WORDS[status][1])
        for status in STANDINGS
        if counts.get(status)
    ]
    lacking = 0 if total is None else total - sum(counts.values())
    parts += [style.paint(f"{lacking} not finished", "broken")] if lacking > 0 else []
    return f"{', '.join(parts) or 'no chats'} in {duration_s:.1f} s"


def _head(result: ChatResult, style: Style) -> str:
    word, tone = _WORDS[result.standing]
    file = result.spec.replace("\\", "/").rpartition("/")[2]
    name = f"{show(file)} › {style.paint(show(result.chat), 'strong')}"
    if result.verdict.status == "skipped":
        return f"{style.paint(word, tone)}  {name}   {style.paint(show(result.verdict.reason), 'faint')}"
    told = [f"{result.duration_s:.1f} s"]
    told += [f"attempt {len(result.earlier) + 1}"] if result.earlier else []
    retries = count_retries(result.transcript) if result.transcript else 0
    told += [f"{retries} {'call' if retries == 1 else 'calls'} retried"] if retries else []
    return f"{style.paint(word, tone)}  {name}   {style.paint(', '.join(told), 'faint')}"


def _tell_attempt(number: int, verdict: Verdict) -> str:
    if not verdict.findings:
        return f"  attempt {number} {verdict.status}: {show(verdict.reason)}".rstrip(": ")
    return f"  attempt {number} {verdict.status}: {tell_shortly(verdict)} ({verdict.findings[0].position})"


def _explain(result: ChatResult, style: Style) -> Iterator[str]:
    yield ""
    if result.transcript is not None:
        yield from _tell_talk(result, style)
    for finding in result.verdict.findings:
        yield from _tell_finding(finding, result.verdict.steps, style)
        yield ""
    if unreached := [each for each in result.verdict.steps if each.state == "not reached"]:
        yield f"  {_tell_unreached(unreached, len(result.verdict.steps))}"
    if result.again:
        yield f"  {style.paint('again:', 'strong')} {result.again}"


def _tell_talk(result: ChatResult, style: Style) -> Iterator[str]:
    assert result.transcript is not None
    deciding = {each.event_index for each in result.verdict.findings if each.event_index is not None}
    lines = [
        line for line in list_lines(result.transcript) if line.index <= max(deciding, default=line.index)
    ]
    contact = f" (contact {show(result.transcript.contact_id)})" if result.transcript.contact_id else ""
    yield style.paint(f"  the conversation so far{contact}", "faint")
    if not lines:
        yield "    nothing was said"
    if len(lines) > TALK_LIMIT_LINES:
        yield style.paint(f"    ... {len(lines) - TALK_LIMIT_LINES} earlier lines", "faint")
    shown = lines[-TALK_LIMIT_LINES:]
    width = min(_LONGEST_NAME_CELLS, max((measure(show(line.who)) for line in shown), default=0))
    yield from (_tell_line(line, width, line.index in deciding, style) for line in shown)
    yield ""


def _tell_line(line: Line, width: int, decides: bool, style: Style) -> str:
    who, text = show(line.who), show(line.text)
    padding = " " * max(0, width - measure(who))
    time = style.paint(f"{line.at_s:7.1f} s", "faint")
    said = text if line.is_message else style.paint(cut(text)[0], "faint")
    mark = style.paint(">", "mark") if decides else " "
    return f"  {mark} {time}  {style.paint(who, 'name')}{padding}  {said}"


def _tell_finding(finding: Finding, steps: Sequence[StepOutcome], style: Style) -> Iterator[str]:
    place = name_place(finding, steps)
    yield f"  {style.paint(f'{place}{show(finding.what)}', 'bad')}"
    yield f"  {finding.position}"
    yield from (style.paint(f"  {show(line)}", "faint") for line in finding.snippet.split("\n") if line)
    yield from (f"    {line}" for line in compare(finding, style))


def name_place(finding: Finding, steps: Sequence[StepOutcome]) -> str:
    """Return which part of the spec a finding is about, with a colon; empty for the chat as a whole."""
    if finding.step is not None:
        return f"step {finding.step + 1} of {len(steps)}: "
    return f"after, {finding.test}: " if finding.test else ""


def _tell_unreached(unreached: Sequence[StepOutcome], count: int) -> str:
    first, last = unreached[0].index + 1, unreached[-1].index + 1
    which = f"step {first}" if first == last else f"steps {first} to {last}"
    were = "was" if first == last else "were"
    return f"{which} of {count} {were} not reached"
