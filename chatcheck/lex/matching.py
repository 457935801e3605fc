"""Does what the customer typed match an utterance, or a slot's values? Pure.

The rule, in place of language understanding: a text is split at white space; case and punctuation do not
count; every word of the utterance has to be there, in order and nothing else, and each ``{Slot}`` takes
one to eight words that its slot type accepts. Of several matches the one with the most literal words wins,
then the one that was deployed first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chatcheck.lex.definition import BotDefinition, Intent, SlotType

MAX_SLOT_WORDS = 8
BUILT_IN_PATTERNS: Mapping[str, str] = {
    "AMAZON.AlphaNumeric": r"[^\W_]+(?:-[^\W_]+)*",
    "AMAZON.Number": r"-?\d+(?:[.,]\d+)?",
    "AMAZON.FreeFormInput": r".+",
}
_SLOT = re.compile(r"\{\s*([\w-]+)\s*\}")


@dataclass(frozen=True, slots=True)
class Match:
    """An intent that was recognised, with the slot values the text gave."""

    intent: Intent
    slots: Mapping[str, str] = field(default_factory=dict)
    literal_words: int = 0


def recognise(bot: BotDefinition, text: str) -> Match | None:
    """Return the best match of `text` with any utterance of the bot, or None."""
    words = split_words(text)
    found = [
        match
        for intent in bot.intents
        for utterance in intent.utterances
        if (match := _match_utterance(intent, utterance, words)) is not None
    ]
    return max(found, key=lambda match: match.literal_words, default=None)


def resolve(slot_type: SlotType, text: str) -> str | None:
    """Return the slot's value when `text` as a whole is one, else None."""
    value = text.strip()
    if slot_type.pattern:
        fits = len(value) <= 30 and re.fullmatch(slot_type.pattern, value)
        return value if fits else None
    if slot_type.values:
        return _look_up(slot_type, value)
    return value if re.fullmatch(BUILT_IN_PATTERNS[slot_type.parent], value) else None


def resolve_reply(slot_type: SlotType, text: str) -> str | None:
    """Return the slot's value from the reply to its prompt: all of it, punctuation around it aside."""
    return resolve(slot_type, " ".join(split_words(text)))


def split_words(text: str) -> list[str]:
    """Split at white space and take the punctuation off both ends of each word."""
    normal = unicodedata.normalize("NFKC", text)
    stripped = (re.sub(r"^[^\w{-]+|[^\w}]+$", "", word) for word in normal.split())
    return [word for word in stripped if word]


def find_slots(utterance: str) -> list[str]:
    """Return the names in braces."""
    return _SLOT.findall(utterance)


def fold(word: str) -> str:
    """Reduce a word to what is compared: letters and digits, case folded."""
    return re.sub(r"[\W_]+", "", word.casefold())


def _look_up(slot_type: SlotType, value: str) -> str | None:
    for text, canonical in slot_type.values.items():
        if fold(text) == fold(value):
            return canonical if slot_type.canonical else value
    return None


def _match_utterance(intent: Intent, utterance: str, words: list[str]) -> Match | None:
    parts = split_words(_SLOT.sub(r" {\1} ", utterance))
    slots = next(_match_parts(intent, parts, words), None)
    if slots is None:
        return None
    return Match(intent, slots, len(parts) - len(find_slots(utterance)))


def _match_parts(intent: Intent, parts: list[str], words: list[str]) -> Iterator[dict[str, str]]:
    """Yield each way of laying `parts` over all `words`."""
    if not parts:
        if not words:
            yield {}
        return
    name = _SLOT.fullmatch(parts[0])
    if name:
        yield from _match_slot(intent, name[1], parts[1:], words)
    elif words and fold(words[0]) == fold(parts[0]):
        yield from _match_parts(intent, parts[1:], words[1:])


def _match_slot(intent: Intent, name: str, parts: list[str], words: list[str]) -> Iterator[dict[str, str]]:
    for count in range(1, min(len(words), MAX_SLOT_WORDS) + 1):
        value = resolve(intent.slot(name).type, " ".join(words[:count]))
        if value is not None:
            for others in _match_parts(intent, parts, words[count:]):
                yield {name: value, **others}
