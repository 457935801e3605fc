"""What the embedded AWS warned of, from its log: told when the command around which it ran has failed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

SHOWN = 5
# 2026-11-26 02:15:20,203 WARNING chatcheck.emulator.contacts.invocation: contact 31a1...: what happened
_ENTRY = re.compile(r"\S+ \S+ (?:WARNING|ERROR|CRITICAL) [\w.]+: (?:contact [\w-]+: )?(.*)")


def tell_end(log: Path) -> Iterator[str]:
    """Yield lines about an embedded AWS that has ended: its warnings, and where its log is. Reads the log."""
    with log.open(errors="replace") as lines:
        complaints = count_complaints(lines)
    if complaints:
        yield "the embedded AWS warned:"
    for text, count in list(complaints.items())[:SHOWN]:
        yield f"  {text}" + (f" ({count} times)" if count > 1 else "")
    if len(complaints) > SHOWN:
        yield f"  and of {len(complaints) - SHOWN} things more"
    yield f"the embedded AWS has ended, with all that was in it; its log: {log}"


def count_complaints(lines: Iterable[str]) -> Counter[str]:
    """Count the log's warnings and errors, whichever contact they are of, as they first came. Pure."""
    found = (_ENTRY.match(line) for line in lines)
    return Counter(entry[1] for entry in found if entry)
