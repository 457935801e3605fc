"""How a contact ended and how long it lasted, against what `after` asks. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.judge.finding import Finding
from chatcheck.judge.readings import Reading, differ, fault
from chatcheck.spec.model import After

_OPEN = "the contact is still open"


def check_end(after: After, wanted: str, reading: Reading | None) -> Iterator[Finding]:
    """Yield a finding when somebody else, or nobody, ended the contact."""
    if reading is None or not (reading.value is None or isinstance(reading.value, dict)):
        yield fault(after, "ended", reading, "how the contact ended")
    elif reading.value is None:
        yield differ(after, "ended", reading, _OPEN, f"ended by {wanted}", "still open")
    elif reading.value.get("by") != wanted:
        what = "somebody else ended the contact"
        actual = f"ended by {reading.value.get('by')} ({reading.value.get('reason') or 'no reason given'})"
        yield differ(after, "ended", reading, what, f"ended by {wanted}", actual)


def check_reason(after: After, wanted: str, reading: Reading | None) -> Iterator[Finding]:
    """Yield a finding when the contact ended for another reason, or has not ended."""
    key = "disconnect_reason"
    if reading is None or not (reading.value is None or isinstance(reading.value, dict)):
        yield fault(after, key, reading, "why the contact ended")
    elif reading.value is None:
        yield differ(after, key, reading, _OPEN, wanted, "still open")
    elif (actual := str(reading.value.get("reason") or "no reason given")) != wanted:
        yield differ(after, key, reading, "the contact ended for another reason", wanted, actual)


def check_duration(after: After, reading: Reading | None) -> Iterator[Finding]:
    """Yield a finding when the contact lasted too short or too long, or has not ended."""
    value = None if reading is None else reading.value
    if reading is None or isinstance(value, bool) or not (value is None or isinstance(value, int | float)):
        yield fault(after, "duration", reading, "how long the contact lasted")
    elif value is None:
        yield differ(after, "duration", reading, _OPEN, "it has ended", "still open")
    elif after.shortest_s is not None and value < after.shortest_s:
        wanted = f"at least {after.shortest_s:g} s"
        yield differ(after, "duration.min", reading, "the contact was too short", wanted, f"{value:g} s")
    elif after.longest_s is not None and value > after.longest_s:
        wanted = f"at most {after.longest_s:g} s"
        yield differ(after, "duration.max", reading, "the contact was too long", wanted, f"{value:g} s")
