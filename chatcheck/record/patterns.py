"""Regular expressions as a person would write them: nothing escaped that needs no escape. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPECIAL = frozenset("\\.^$*+?{[|()")
_NAMED = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}


def escape(text: str) -> str:
    """Return the pattern that matches exactly `text`, on one line and without invisible characters."""
    return "".join(map(_escape_one, text))


def _escape_one(character: str) -> str:
    if character in _SPECIAL:
        return "\\" + character
    if character.isprintable():
        return character
    number = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def loosen_code(text: str) -> str:
    """Return the pattern of ids of the same make: digits and letters vary, but not letters in front.

    One letter in front is part of the number (``A1001``), several say what it is (``ORD-1001``).
    """
    runs = re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]+", text)
    if len(runs) > 5:
        return f"[A-Z\\d-]{{{len(text)}}}" if "-" in text else f"[A-Z\\d]{{{len(text)}}}"
    prefix = runs[0] if len(runs[0]) > 1 and runs[0].isalpha() else ""
    return prefix + "".join(map(_loosen_run, runs[1:] if prefix else runs))


def _loosen_run(run: str) -> str:
    if run.isdigit():
        return count_digits(len(run))
    if run.isalpha():
        return "[A-Z]" if len(run) == 1 else f"[A-Z]{{{len(run)}}}"
    return escape(run)


def loosen_time(text: str) -> str:
    """Return the pattern of dates and times of the same form: figures and month names vary."""
    return "".join(_loosen_part(part, before) for part, before in _list_parts(text))


def _list_parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of digits or letters, and what is between, with what stands before it."""
    for found in re.finditer(r"\d+|[^\W\d_]+|[\W_]+", text):
        yield found[0], text[: found.start()]


def _loosen_part(part: str, before: str) -> str:
    if part.isdigit():
        if before.endswith(".") and re.search(r":\d\d\.$", before):
            return r"\d+"
        padded = len(part) != 2 or before.endswith(("T", ":")) or re.search(r"\d{4}-(\d\d-)?$", before)
        return count_digits(len(part)) if padded and len(part) != 1 else r"\d{1,2}"
    if part.lower() in ("am", "pm"):
        return "[ap]m" if part.islower() else "[AP]M"
    return r"\w+" if part[0].isalpha() and len(part) > 1 else escape(part)


def count_digits(count: int) -> str:
    """Return the pattern of so many digits."""
    return r"\d" if count == 1 else rf"\d{{{count}}}"
