"""Which message comes nearest to what a matcher asks for, when none is it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Final

from chatcheck.judge.filling import fill_matcher, list_nested
from chatcheck.judge.hearing import Heard
from chatcheck.judge.senders import has_sender
from chatcheck.judge.wording import fold
from chatcheck.spec.model import Matcher

NEAR_SHARE: Final = 0.6
"""Below it, two texts have nothing to do with each other."""
LOOKED_AT_CHARS: Final = 400
LOOKED_AT_PAIRS: Final = 3_000_000
"""Of a character asked for and one that came: a tenth of a second. All chats of a run wait meanwhile."""
_WORD: Final = re.compile(r"[^\\()\[\]{}?*+|^$.]{3,}")


def find_nearest(matcher: Matcher, heard: Iterable[Heard], values: Mapping[str, str]) -> Heard | None:
    """Return the message whose text is most like what is asked; None when none is like it.

    Never raises. The last ones of a long conversation are looked at, and the beginning of long texts.
    Of two that are as near the later counts.
    """
    filled = fill_matcher(matcher, values)
    asked_chars = sum(_cut(text) for each in list_nested(filled) for text, _ in _list_wanted(each))
    left_pairs = LOOKED_AT_PAIRS
    nearest, best = None, 0.0
    for each in reversed([each for each in heard if each.event.kind == "message"]):
        left_pairs -= asked_chars * _cut(each.event.content)
        if left_pairs < 0:
            break
        share = _measure(filled, each)
        if share >= NEAR_SHARE and share > best:
            nearest, best = each, share
    return nearest


def _cut(text: str) -> int:
    return min(len(text), LOOKED_AT_CHARS)


def _measure(matcher: Matcher, heard: Heard) -> float:
    """Return the largest likeness of the message to any text that is asked for, from 0 to 1."""
    shares = [
        _compare(fold(each, wanted), fold(each, heard.event.content), is_part=is_part)
        for each in list_nested(matcher)
        if each is not matcher.negated and has_sender(each, heard.event)
        for wanted, is_part in _list_wanted(each)
    ]
    return max(shares, default=0.0)


def _list_wanted(matcher: Matcher) -> list[tuple[str, bool]]:
    wanted = [(matcher.equals, False), (matcher.contains, True)]
    wanted += [(each, False) for each in matcher.one_of or ()]
    wanted += [(each, True) for each in _WORD.findall(matcher.matches or "")]
    return [(text, is_part) for text, is_part in wanted if text]


def _compare(wanted: str, text: str, *, is_part: bool) -> float:
    """Compare whole texts by what they share, a wanted part by how much of it is there in one piece."""
    matcher = SequenceMatcher(None, wanted[:LOOKED_AT_CHARS], text[:LOOKED_AT_CHARS], autojunk=False)
    if not is_part:
        return matcher.ratio()
    return matcher.find_longest_match().size / len(wanted[:LOOKED_AT_CHARS])
