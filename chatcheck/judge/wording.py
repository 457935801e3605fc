"""Texts made comparable: without regard to case, white space or typography. Pure."""

from __future__ import annotations

from typing import Final

from chatcheck.spec.model import Matcher

_PLAIN_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‹›", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


def normalize(text: str) -> str:
    """Collapse white space to single spaces, none at the ends; make quotes and dashes plain.

    Doing it twice changes nothing more. A text without any of these is returned as it is.
    """
    return " ".join(text.translate(_PLAIN_SIGNS).split())


def tidy(matcher: Matcher, text: str) -> str:
    """Return the text as `matcher` looks at it: normalized where it asks for that."""
    return normalize(text) if matcher.normalize else text


def fold(matcher: Matcher, text: str) -> str:
    """Return what stands for the text in a comparison: texts that count as the same give the same."""
    text = tidy(matcher, text)
    return text.casefold() if matcher.ignore_case else text
