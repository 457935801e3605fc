"""Expected over actual, with the difference marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from chatcheck.judge.difference import PieceKind, diff_finding, list_spans
from chatcheck.judge.finding import Finding
from chatcheck.report.plain_text import cut, find_difference, find_near_miss
from chatcheck.report.style import Style
from chatcheck.visible_text import measure, show

Span = tuple[int, int]
_SAME_TEXT_TESTS = ("equals", "from", "content_type")
_OTHER_SIDE: Mapping[PieceKind, PieceKind] = {"same": "same", "expected": "actual", "actual": "expected"}


def compare(finding: Finding, style: Style) -> Iterator[str]:
    """Yield the lines that put what was expected over what was there.

    Where the two should be alike the difference is marked below; where something is only lacking,
    the mark stands at the place where it should be. A failure of the transport has no expected side:
    its own lines are given.
    """
    if finding.kind == "transport":
        yield from (show(line) for line in finding.actual.splitlines())
        return
    expected, actual = show(finding.expected), show(finding.actual)
    spans = find_spans(finding, expected, actual)
    test = name_test(finding)
    label = f"expected ({test})" if test else "expected"
    width = max(len(label), len("actual"))
    around = spans[0][0] if spans and finding.test != "contains" else 0
    yield f"{label.ljust(width)}  {style.paint(cut(expected, around)[0], 'good')}"
    yield from (f"{lead.ljust(width)}  {text}" for lead, text in _draw_actual(actual, spans, style))


def find_span(finding: Finding, expected: str, actual: str) -> tuple[int, int] | None:
    """Return the part of `actual` that differs, in characters; None where no part can be named."""
    if finding.kind == "value" and finding.test == "contains":
        return find_near_miss(expected, actual)
    is_attribute = finding.kind == "after" and finding.test.startswith("attributes.")
    is_alike = finding.kind == "value" or finding.test == "content_type"
    if is_attribute or (is_alike and finding.test in _SAME_TEXT_TESTS):
        return find_difference(expected, actual)
    return None


def find_spans(finding: Finding, expected: str, actual: str) -> tuple[tuple[int, int], ...]:
    """Return all parts of `actual` that differ where the two texts are alike, else what `find_span` says."""
    if pieces := diff_finding(replace(finding, expected=expected, actual=actual)):
        return list_spans(pieces)
    span = find_span(finding, expected, actual)
    return () if span is None else (span,)


def find_marks(finding: Finding, expected: str, actual: str) -> tuple[list[Span], list[Span]]:
    """Return the parts of `expected` that `actual` lacks, and what differs in `actual`; none is empty."""
    if pieces := diff_finding(replace(finding, expected=expected, actual=actual)):
        swapped = [piece._replace(kind=_OTHER_SIDE[piece.kind]) for piece in pieces]
        return _drop_empty(list_spans(swapped)), _drop_empty(list_spans(pieces))
    span = find_span(finding, expected, actual)
    if span is None:
        return [], []
    lacking = [] if finding.test == "contains" else [find_difference(actual, expected)]
    return _drop_empty(lacking), _drop_empty([span])


def name_test(finding: Finding) -> str:
    """Return the test that the expected text is of; empty where the text itself says what was awaited."""
    return finding.test if finding.kind in ("value", "type") else ""


def _drop_empty(spans: Iterable[Span]) -> list[Span]:
    return [(start, end) for start, end in spans if start < end]


def _draw_actual(actual: str, spans: tuple[tuple[int, int], ...], style: Style) -> Iterator[tuple[str, str]]:
    if not spans:
        yield "actual", style.paint(cut(actual)[0], "bad")
        return
    shown, at = cut(actual, spans[0][0])
    shift = at - spans[0][0]
    line, marks, end = "", "", 0
    for start, stop in ((start + shift, min(len(shown), stop + shift)) for start, stop in spans):
        if start > len(shown):
            break
        same, differing = shown[end:start], shown[start:stop]
        line += same + style.paint(differing, "bad")
        marks += " " * (measure(shown[:start]) - len(marks)) + "^" * max(1, measure(differing))
        end = stop
    yield "actual", line + shown[end:]
    yield "", _paint_marks(marks, style)


def _paint_marks(marks: str, style: Style) -> str:
    return " ".join(style.paint(run, "mark") if run else run for run in marks.split(" "))
