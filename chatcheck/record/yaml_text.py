"""Values as YAML that people read: plain where nothing could take the text for something else. Pure.

One text is one line. What is written means the same by the rules of YAML 1.1 and 1.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

Json = Any
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .,;!?()/'’…+*=%€£$&@{}-]*[\w.,;!?)/'’…+*=%€£$&@}-])?")
_DURATION: Final = re.compile(r"[0-9]+s")
_FLOW_SIGNS: Final = re.compile(r"[,\[\]{}]")
_WORDS: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_JOINERS: Final = "\u200d\ufe0f"  # they make one emoji of several


def write_text(text: str, *, in_flow: bool = False) -> str:
    """Return the scalar that means `text`; `in_flow` says that it stands inside ``{}`` or ``[]``."""
    plain = (_PLAIN.fullmatch(text) or _DURATION.fullmatch(text)) and text.lower() not in _WORDS
    if plain and not (in_flow and _FLOW_SIGNS.search(text)):
        return text
    return quote(text)


def quote(text: str) -> str:
    """Return `text` in single quotes, where a backslash is one; in double quotes if it must be escaped."""
    if all(character.isprintable() or character in _JOINERS for character in text):
        return "'" + text.replace("'", "''") + "'"
    return "".join(map(_escape, json.dumps(text, ensure_ascii=False)))


def write_flow(value: Json) -> str:
    """Return a JSON value on one line."""
    if isinstance(value, str):
        return write_text(value, in_flow=True)
    if isinstance(value, Mapping):
        pairs = (f"{write_flow(str(key))}: {write_flow(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(write_flow, value)) + "]"
    return json.dumps(value)


def _escape(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
