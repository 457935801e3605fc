"""Expected over actual, with the difference marked. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.judge.finding import Finding
from chatcheck.report.plain_text import cut, find_difference, measure, show
from chatcheck.report.style import Style

_COMPARED_KINDS = ("value", "after")
_UNCOMPARED_TESTS = ("contains", "matches", "queue", "ended")


def compare(finding: Finding, style: Style) -> Iterator[str]:
    """Yield the lines that put what was expected over what was there.

    Where both are texts that should be the same, the first difference is marked below; where
    something is only lacking, the mark stands at the place where it should be. A transport's failure has
    no expected side: its own lines are given.
    """
    if finding.kind == "transport":
        yield from (show(line) for line in finding.actual.splitlines())
        return
    expected, actual = show(finding.expected), show(finding.actual)
    start, end = find_difference(expected, actual) if is_comparable(finding) else (0, 0)
    label = f"expected{_name_test(finding)}"
    width = max(len(label), len("actual"))
    yield f"{label.ljust(width)}  {style.paint(cut(expected, start)[0], 'good')}"
    shown, at = cut(actual, start)
    if not is_comparable(finding):
        yield f"{'actual'.ljust(width)}  {style.paint(shown, 'bad')}"
        return
    stop = min(len(shown), at + max(1, end - start))
    differing = shown[at:stop]
    yield f"{'actual'.ljust(width)}  {shown[:at]}{style.paint(differing, 'bad')}{shown[stop:]}"
    yield " " * (width + 2 + measure(shown[:at])) + style.paint("^" * max(1, measure(differing)), "mark")


def is_comparable(finding: Finding) -> bool:
    """Tell whether expected and actual are two texts that should be the same."""
    if finding.test == "content_type":
        return True
    return finding.kind in _COMPARED_KINDS and finding.test not in _UNCOMPARED_TESTS


def _name_test(finding: Finding) -> str:
    return f" ({finding.test})" if finding.kind in ("value", "type") and finding.test else ""
