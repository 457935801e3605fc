"""Finds in a text what another conversation would hear otherwise: ids, times, amounts. Pure.

A proposal, which a person reads and mends; so what is clearly an id or a time is found, and what may
be anything is left as it is. E-mail addresses are left: a chat mostly says the shop's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chatcheck.record.patterns import escape, loosen_code, loosen_time


@dataclass(frozen=True, slots=True)
class Varying:
    """A part of a text, from `start` to `end`, that may vary.

    Attributes:
        pattern: a regular expression for what may stand there.
        name: what to call it; empty when the words before it say that better.
    """

    start: int
    end: int
    pattern: str
    name: str


_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)"
)
_CURRENCY: Final = r"(?:[€$£¥₹]|\b(?:EUR|USD|GBP|CHF|JPY|INR|AUD|CAD)\b)"
_FIGURES: Final = r"\d(?:[\d.,']{0,20}\d)?"
_EXPRESSIONS: Final[Mapping[str, str]] = {
    "uuid": r"(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])",
    "timestamp": (
        r"(?<![\w-])\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?(?!\w)"
    ),
    "date": (
        r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])"
        r"|(?<![\w./])\d{1,2}(?P<separator>[./])\d{1,2}(?P=separator)(?:\d{4}|\d{2})(?!\w)"
        rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th|\.)? {_MONTH}(?:,? \d{{4}})?(?!\w)"
        rf"|(?<!\w){_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?(?!\w)"
    ),
    "time": (
        r"(?<![\w:.])\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m\b| ?[AP]M\b)?(?![\w:])"
        r"|(?<!\w)\d{1,2} ?(?:am|pm|AM|PM)\b"
    ),
    "phone": r"(?<!\w)\+\d[\d ()/.-]{5,20}\d(?!\w)",
    "amount": rf"{_CURRENCY}\s?{_FIGURES}(?!\w)|(?<![\w.,']){_FIGURES}\s?{_CURRENCY}",
    "code": (
        r"(?<![\w-])(?=[A-Z\d-]{0,40}\d{3})[A-Z][A-Z\d]{0,40}(?:-[A-Z\d]{1,40}){0,6}(?![\w-])"
        r"|(?<![\w-])(?=\d{1,40}[A-Z])[A-Z\d]{8,40}(?![\w-])"
    ),
    "hex": r"(?<![\w-])(?=\d{0,64}[a-f])(?=[a-f]{0,64}\d)[0-9a-f]{8,64}(?![\w-])",
    "number": r"(?<![\w.,-])\d{5,}(?![\w-])|(?<=#)\d{2,}(?!\w)",
}
_ANY: Final = re.compile("|".join(f"(?P<{kind}>{each})" for kind, each in _EXPRESSIONS.items()))


def _loosen_amount(text: str) -> str:
    """Return the pattern of any amount in the same currency."""
    before, after = re.split(_FIGURES, text, maxsplit=1)
    figures = "[\\d.,']+" if "'" in text else r"[\d.,]+"
    return escape(before) + figures + escape(after)


_LOOSEN: Final[Mapping[str, Callable[[str], str]]] = {
    "uuid": lambda _: r"[\da-fA-F-]{36}",
    "timestamp": loosen_time,
    "date": loosen_time,
    "time": loosen_time,
    "phone": lambda _: r"\+[\d ()/.-]+",
    "amount": _loosen_amount,
    "code": loosen_code,
    "hex": lambda text: rf"[\da-f]{{{len(text)}}}",
    "number": lambda text: r"\d{5,}" if len(text) >= 5 else r"\d+",
}
_NAMES: Final = {"timestamp": "timestamp", "date": "date", "time": "time", "phone": "phone"}
_FALLBACKS: Final = {"amount": "amount", "number": "number"}

_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+)[\W_]*$")
_FILLERS: Final = re.compile(
    r"an?|about|and|are|as|at|be|been|by|called|code|costs|for|from|has|have|id|in|is|its?|like|looks?|no|nr|numbers?|of|on"
    r"|or|ref|reference|such|that|the|this|to|under|was|which|with|your?"
    r"|das|der|die|deine?|ihre?|ist|kostet|lautet|mit|nummer|unter|von|wie"
)
_WORDS_BACK: Final = 5


def find_varying(text: str) -> Iterator[Varying]:
    """Yield the varying parts of `text` in order; they do not overlap."""
    for found in _ANY.finditer(text):
        kind = next(name for name in _EXPRESSIONS if found[name] is not None)
        name = _NAMES.get(kind) or _name_by_words(text[: found.start()]) or _FALLBACKS.get(kind, "id")
        yield Varying(found.start(), found.end(), _LOOSEN[kind](found[0]), name)


def _name_by_words(before: str) -> str:
    """Return the noun before a thing, such as ``order`` for ``Your order number is A1001``; or nothing."""
    before = before[-200:]
    for _ in range(_WORDS_BACK):
        found = _WORD_BEFORE.search(before)
        if found is None or re.search(r"[.!?\n]", before[found.end(1) :]):
            return ""
        word = found[1].lower()
        if not _FILLERS.fullmatch(word):
            return word if word.isascii() and len(word) > 2 else ""
        before = before[: found.start()]
    return ""
