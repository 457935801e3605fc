"""Text that is drawn: made harmless, measured without a font, cut to a width. Pure."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_NARROW = frozenset("ijl|!.,:;'`()[]{}/\\ ftrI\"-")
_WIDE = frozenset("mwMW@%—…")


def clean(text: str) -> str:
    """Return the text as one line that every XML, HTML or Mermaid file may hold.

    White space becomes a blank; controls, lone surrogates and characters that turn the direction of
    what follows become a visible mark, so that a name cannot hide or reorder what stands beside it.
    """
    return "".join(_clean(each) for each in " ".join(text.split()))


def _clean(character: str) -> str:
    if character in _JOINERS:
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Cs") or ord(character) & 0xFFFE == 0xFFFE:
        return _REPLACEMENT
    return character


def measure(text: str, size_px: float) -> float:
    """Return how wide a line is at most, in px, whatever common sans-serif face it is set in.

    The widths are those of a wide face, so a narrower one leaves some room and none runs over.
    """
    return sum(_measure(each) for each in text) * size_px


def _measure(character: str) -> float:
    if character in _NARROW:
        return 0.4
    if character in _WIDE:
        return 1.0
    if character.isascii():
        return 0.72 if character.isupper() else 0.63
    if character in _JOINERS or unicodedata.category(character) in ("Mn", "Me"):
        return 0.0
    return 1.1 if unicodedata.east_asian_width(character) in "WF" else 0.75


def fit(text: str, width_px: float, size_px: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than `width_px`."""
    if measure(text, size_px) <= width_px:
        return text
    room = width_px - measure(ELLIPSIS, size_px)
    used, end = 0.0, 0
    for end, character in enumerate(text):  # noqa: B007
        used += _measure(character) * size_px
        if used > room:
            break
    return text[: _step_back(text, end)].rstrip() + ELLIPSIS


def _step_back(text: str, end: int) -> int:
    """Return where to cut so that no sign is parted from the marks and joiners that make it up."""
    while end and (_measure(text[end]) == 0 or text[end - 1] in _JOINERS):
        end -= 1
    return end


def wrap(text: str, width_px: float, size_px: float, lines: int) -> tuple[str, ...]:
    """Return the text in at most so many lines, parted at blanks; the last is cut where more follows."""
    words = text.split(" ")
    done: list[str] = []
    while words and len(done) < lines - 1:
        count = 1
        used = measure(words[0], size_px)
        while count < len(words) and (used := used + measure(" " + words[count], size_px)) <= width_px:
            count += 1
        done.append(fit(" ".join(words[:count]), width_px, size_px))
        words = words[count:]
    if words:
        done.append(fit(" ".join(words), width_px, size_px))
    return tuple(each for each in done if each)
