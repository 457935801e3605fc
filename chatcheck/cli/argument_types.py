"""What a word of the command line must be, for argparse: each returns the value or says what is wrong."""

from __future__ import annotations

import argparse
import re

_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)")
GREATEST_PORT = 65_535
_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def to_count(text: str) -> int:
    """Read a whole number of at least 1."""
    count = int(text) if text.isdecimal() else 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return count


def to_number(text: str) -> int:
    """Read a whole number of at least 0."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def to_port(text: str) -> int:
    """Read a port: 1 to 65535; 0 takes a free one."""
    if not text.isdecimal() or len(text) > 5 or int(text) > GREATEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to {GREATEST_PORT}; 0 takes a free one)")
    return int(text)


def to_named_port(text: str) -> int:
    """Read a port that somebody else must find: 1 to 65535."""
    port = to_port(text) if text.isdecimal() else 0
    if not port:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to {GREATEST_PORT})")
    return port


def to_rate(text: str) -> float:
    """Read how many in a second: a number above zero."""
    rate = float(text) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text) else 0.0
    if rate <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above zero, such as 0.5 or 2")
    return rate


def to_seconds(text: str) -> float:
    """Read a duration above zero with its unit, such as ``90s`` or ``10m``, in seconds."""
    found = _DURATION.fullmatch(text)
    seconds = float(found[1]) * _UNITS_S[found[2]] if found else 0.0
    if seconds <= 0:
        what = f"{text!r} is not a duration above zero with its unit: ms, s, m or h, such as 10m"
        raise argparse.ArgumentTypeError(what)
    return seconds


def to_shard(text: str) -> tuple[int, int]:
    """Read ``i/n``, the i-th of n shares, in that order."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    number, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= count:
        raise argparse.ArgumentTypeError(f"{text!r} is not i/n with i from 1 to n, such as 2/3")
    return number, count


def to_percent(text: str) -> float:
    """Read a number from 0 to 100, such as ``80`` or ``87.5``."""
    percent = float(text) if re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text) else 101.0
    if percent > 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 100, such as 80")
    return percent


def to_share(text: str) -> float:
    """Read a share from 0% to 100%, such as ``1%`` or ``0.5%``, as a number from 0 to 1."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)%", text)
    share = float(found[1]) / 100 if found else 2.0
    if share > 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share from 0% to 100%, such as 1%")
    return share
