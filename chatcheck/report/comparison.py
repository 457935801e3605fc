"""Expected over actual, with the difference marked. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.judge.finding import Finding
from chatcheck.report.plain_text import cut, find_difference, find_near_miss, measure, show
from chatcheck.report.style import Style

_SAME_TEXT_TESTS = ("equals", "from", "content_type")


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
    span = find_span(finding, expected, actual)
    label = f"expected{_name_test(finding)}"
    width = max(len(label), len("actual"))
    around = 0 if span is None or finding.test == "contains" else span[0]
    yield f"{label.ljust(width)}  {style.paint(cut(expected, around)[0], 'good')}"
    yield from (f"{lead.ljust(width)}  {text}" for lead, text in _draw_actual(actual, span, style))


def find_span(finding: Finding, expected: str, actual: str) -> tuple[int, int] | None:
    """Return the part of `actual` that differs, in characters; None where no part can be named."""
    if finding.kind == "value" and finding.test == "contains":
        return find_near_miss(expected, actual)
    is_attribute = finding.kind == "after" and finding.test.startswith("attributes.")
    is_alike = finding.kind == "value" or finding.test == "content_type"
    if is_attribute or (is_alike and finding.test in _SAME_TEXT_TESTS):
        return find_difference(expected, actual)
    return None


def _draw_actual(actual: str, span: tuple[int, int] | None, style: Style) -> Iterator[tuple[str, str]]:
    if span is None:
        yield "actual", style.paint(cut(actual)[0], "bad")
        return
    shown, at = cut(actual, span[0])
    stop = min(len(shown), at + span[1] - span[0])
    differing = shown[at:stop]
    yield "actual", f"{shown[:at]}{style.paint(differing, 'bad')}{shown[stop:]}"
    yield "", " " * measure(shown[:at]) + style.paint("^" * max(1, measure(differing)), "mark")


def _name_test(finding: Finding) -> str:
    return f" ({finding.test})" if finding.kind in ("value", "type") and finding.test else ""
