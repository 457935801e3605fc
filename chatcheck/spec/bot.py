"""A bot of Amazon Lex V2: ``specs/bots/<name>.yaml`` as values.

`bot.schema.json` defines the format; this module adds what a schema cannot say (S160-S169).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatcheck.errors import Diagnostic, SpecError, suggest
from chatcheck.spec import schema
from chatcheck.spec.yaml_source import Document

INVALID_NAME = "S160"
UNKNOWN_SLOT = "S161"
UNKNOWN_SLOT_TYPE = "S162"
SAME_UTTERANCE = "S163"
INVALID_PATTERN = "S164"
RESERVED_INTENT = "S165"
LONG_MESSAGE = "S166"
WRONG_CHOICES = "S167"

FALLBACK = "FallbackIntent"
BUILT_IN = "AMAZON."
DEFAULT_LOCALE = "en_US"
DEFAULT_CONFIDENCE = 0.4
DEFAULT_SESSION_MINUTES = 5
DEFAULT_RETRIES = 2
PAYLOAD_LIMIT_CHARS = 1000
CHOICES = {
    "ListPicker": ("elements", 1, 6),
    "TimePicker": ("timeslots", 1, 40),
    "Panel": ("elements", 1, 10),
    "QuickReply": ("elements", 2, 10),
    "Carousel": ("elements", 2, 5),
}
"""How many things there are to pick in each template (administrator guide, interactive messages)."""

Json = Any

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLOT = re.compile(r"\{([^{}]*)\}")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+.]|\{\d*,\})")
_CLASS = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class SlotType:
    """A kind of value: text whose whole matches `pattern`."""

    name: str
    pattern: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Interactive:
    """An interactive message. `payload` is its template as JSON, which Lex says as a custom payload."""

    payload: str


Message = str | Interactive


@dataclass(frozen=True, slots=True)
class Slot:
    """What an intent must know. `type` is a SlotType's name or a built-in one; `retries` ask again."""

    name: str
    type: str
    ask: Message
    retries: int = DEFAULT_RETRIES


@dataclass(frozen=True, slots=True)
class Intent:
    """What a customer may want. `utterances` hold ``{Slot}``; `reply` is empty when it says nothing."""

    name: str
    utterances: tuple[str, ...]
    slots: tuple[Slot, ...] = ()
    reply: Message = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot with one language. Its name is the file's; FallbackIntent is not among `intents`.

    Attributes:
        locale: in Lex's spelling, ``en_GB``.
        confidence: 0 to 1, below it an intent is not understood.
        fallback_reply: what it says then; empty: nothing.
    """

    name: str
    intents: tuple[Intent, ...]
    slot_types: Mapping[str, SlotType]
    locale: str = DEFAULT_LOCALE
    confidence: float = DEFAULT_CONFIDENCE
    session_minutes: int = DEFAULT_SESSION_MINUTES
    description: str = ""
    fallback_reply: Message = ""


def load_bots(folder: str | Path) -> dict[str, Bot]:
    """Read every ``*.yaml`` of a folder, by name. Raises SpecError holding the findings of all."""
    bots: dict[str, Bot] = {}
    found: list[Diagnostic] = []
    for path in sorted(Path(folder).glob("*.yaml")):
        try:
            bots[path.stem] = load_bot(path)
        except SpecError as error:
            found += error.diagnostics
    if found:
        raise SpecError(found)
    return bots


def load_bot(path: str | Path) -> Bot:
    """Read a bot's file. Raises SpecError holding all its findings."""
    document = schema.read(path, "bot")
    name = Path(path).stem
    found = [*_find_bad_name(document, name), *_find_problems(document)]
    if found:
        raise SpecError(sorted(found, key=lambda each: (each.position is None, each.position)))
    return _build(name, document.value)


def _find_bad_name(document: Document, name: str) -> Iterator[Diagnostic]:
    if not _NAME.fullmatch(name):
        why = "the file's name is the bot's: lower-case letters, digits and single hyphens"
        yield Diagnostic(INVALID_NAME, f"a bot cannot be named `{name}`", document.position(), why=why)


def _find_problems(document: Document) -> Iterator[Diagnostic]:
    yield from _find_bad_patterns(document)
    yield from _find_same_utterances(document)
    yield from _find_unsendable_messages(document)
    for name, intent in document.value["intents"].items():
        if name == FALLBACK:
            place = document.place(("intents", name), of_key=True)
            fix = "give its reply under `fallback`"
            yield Diagnostic(RESERVED_INTENT, f"every bot has a `{FALLBACK}` by itself", *place, fix=fix)
        yield from _find_unknown_slots(document, name, intent)
        yield from _find_unknown_types(document, name, intent)


def _find_bad_patterns(document: Document) -> Iterator[Diagnostic]:
    for name, each in document.value.get("slot_types", {}).items():
        why = _say_why_bad(each["pattern"])
        if why:
            what = f"the pattern `{each['pattern']}` of slot type `{name}` is not one Lex takes"
            place = document.place(("slot_types", name, "pattern"))
            yield Diagnostic(INVALID_PATTERN, what, *place, why=why)


def _say_why_bad(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return f"it is no regular expression: {error.msg}"
    if _UNBOUNDED.search(_CLASS.sub("", pattern)):
        return "Lex knows no repetition without an end (`*`, `+`, `{2,}`) and no `.`"
    return ""


def _find_same_utterances(document: Document) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    for name, intent in document.value["intents"].items():
        for index, utterance in enumerate(intent["utterances"]):
            first = seen.setdefault(" ".join(utterance.lower().split()), name)
            if first != name:
                what = f"the intents `{first}` and `{name}` have the same utterance `{utterance}`"
                place = document.place(("intents", name, "utterances", index))
                yield Diagnostic(SAME_UTTERANCE, what, *place, why="Lex could not tell them apart")


def _find_unknown_slots(document: Document, name: str, intent: dict[str, Json]) -> Iterator[Diagnostic]:
    known = intent.get("slots", {})
    for index, utterance in enumerate(intent["utterances"]):
        for slot in _SLOT.findall(utterance):
            if slot not in known:
                place = document.place(("intents", name, "utterances", index))
                fix = suggest(slot, known) or f"give the intent a slot `{slot}`"
                yield Diagnostic(UNKNOWN_SLOT, f"the intent `{name}` has no slot `{slot}`", *place, fix=fix)


def _find_unknown_types(document: Document, name: str, intent: dict[str, Json]) -> Iterator[Diagnostic]:
    known = document.value.get("slot_types", {})
    for slot, each in intent.get("slots", {}).items():
        if each["type"] not in known and not each["type"].startswith(BUILT_IN):
            place = document.place(("intents", name, "slots", slot, "type"))
            fix = suggest(each["type"], known) or "define it under `slot_types`"
            yield Diagnostic(UNKNOWN_SLOT_TYPE, f"there is no slot type `{each['type']}`", *place, fix=fix)


def _find_unsendable_messages(document: Document) -> Iterator[Diagnostic]:
    for path, given in _list_messages(document.value):
        message = _read_message(given)
        size = len(message.payload) if isinstance(message, Interactive) else 0
        if size > PAYLOAD_LIMIT_CHARS:
            what = f"the interactive message has {size:,} characters as JSON"
            why = f"Lex takes {PAYLOAD_LIMIT_CHARS:,} characters of a custom payload"
            fix = "shorten its texts or addresses"
            yield Diagnostic(LONG_MESSAGE, what, *document.place(path), why=why, fix=fix)
        if isinstance(message, Interactive):
            yield from _find_wrong_choices(document, (*path, "interactive"), given["interactive"])


def _find_wrong_choices(
    document: Document, path: tuple[str, ...], template: dict[str, Json]
) -> Iterator[Diagnostic]:
    kind = template["templateType"]
    name, low, high = CHOICES[kind]
    count = len(template["data"]["content"].get(name, ()))
    if not low <= count <= high:
        what = f"the {kind} has {count} `{name}`"
        why = f"Connect sends one with {low} to {high}"
        yield Diagnostic(WRONG_CHOICES, what, *document.place((*path, "data", "content")), why=why)


def _list_messages(given: dict[str, Json]) -> Iterator[tuple[tuple[str, ...], Json]]:
    for name, intent in given["intents"].items():
        for slot, each in intent.get("slots", {}).items():
            yield ("intents", name, "slots", slot, "ask"), each["ask"]
        if "reply" in intent:
            yield ("intents", name, "reply"), intent["reply"]
    if "fallback" in given:
        yield ("fallback", "reply"), given["fallback"]["reply"]


def _read_message(given: Json) -> Message:
    if isinstance(given, str):
        return given
    template = {"version": "1.0", **given["interactive"]}
    return Interactive(json.dumps(template, ensure_ascii=False, separators=(",", ":")))


def _build(name: str, given: dict[str, Json]) -> Bot:
    slot_types = given.get("slot_types", {})
    return Bot(
        name=name,
        intents=tuple(_build_intent(each, intent) for each, intent in given["intents"].items()),
        slot_types={each: SlotType(name=each, **members) for each, members in slot_types.items()},
        locale=given.get("locale", DEFAULT_LOCALE),
        confidence=given.get("confidence", DEFAULT_CONFIDENCE),
        session_minutes=given.get("session_minutes", DEFAULT_SESSION_MINUTES),
        description=given.get("description", ""),
        fallback_reply=_read_message(given.get("fallback", {}).get("reply", "")),
    )


def _build_intent(name: str, given: dict[str, Json]) -> Intent:
    slots = tuple(
        Slot(**{"name": each, **members, "ask": _read_message(members["ask"])})
        for each, members in given.get("slots", {}).items()
    )
    reply = _read_message(given.get("reply", ""))
    return Intent(name, tuple(given["utterances"]), slots, reply, given.get("description", ""))
