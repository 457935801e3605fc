"""A recorded transcript to the steps of a chat spec, in the order in which things were said. Pure."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chatcheck.judge.attachments import is_attachment, list_attachments
from chatcheck.judge.hearing import Heard, list_heard
from chatcheck.judge.matchers import explain, is_own, name_sender
from chatcheck.record.captures import Captures, Part
from chatcheck.record.patterns import escape
from chatcheck.source import Position
from chatcheck.spec.model import Matcher
from chatcheck.transcript import SENDING, Event, Transcript

Json = Any
DEFAULT_WITHIN_S: Final = 15.0
LONG_WAIT_S: Final = 7.0
CONTENT_LIMIT_CHARS: Final = 16_384
NAME_LIMIT_CHARS: Final = 256
CHAT_ENDED: Final = "chat.ended"
_NOWHERE: Final = Position("", 1, 1)
_INTERACTIVE: Final = "application/vnd.amazonaws.connect.message.interactive"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One step.

    Attributes:
        kind: ``send`` or ``expect``.
        body: a text, or a mapping of the step's keys.
        literal: the body as it was said, when `body` lets it vary; else None.
    """

    kind: str
    body: Json
    literal: Json = None


@dataclass(slots=True)
class Steps:
    """The steps of one conversation, and what it captured."""

    captures: Captures
    steps: list[Recorded] = field(default_factory=list)
    _speaker: str = "system"
    _now_s: float = 0.0

    def read(self, transcript: Transcript) -> None:
        """Add a step for each thing said, until the chat ended."""
        heard = {each.index: each for each in list_heard(transcript.events)}
        accepted = dict(_list_accepted(transcript.events))
        for index, event in enumerate(transcript.events):
            if index in accepted:
                self._send(event)
            elif event.kind == "sent":
                self._now_s = max(self._now_s, event.at_s)
            elif index in heard and event.kind == "message" and not is_own(event):
                self._expect(heard[index])
            elif index in heard and event.name == CHAT_ENDED:
                self.steps.append(Recorded("expect", self._be_patient({"event": CHAT_ENDED}, event)))
                return

    def write_value(self, text: str) -> str:
        """Return a text of the spec that means `text`, with a placeholder for what was captured."""
        return _fill_in(text, self.captures.find_known(text))

    def _send(self, event: Event) -> None:
        text = self.write_value(event.content)
        plain = event.content_type in ("", "text/plain")
        self.steps.append(
            Recorded("send", text if plain else {"text": text, "content_type": event.content_type})
        )
        self.captures.hear_customer(event.content)

    def _expect(self, heard: Heard) -> None:
        event = heard.event
        sender = self._find_sender(event)
        literal = self._be_patient({**_take_literally(event), **sender}, event)
        body = self._be_patient({**self._let_vary(event, literal), **sender}, event)
        self._now_s = max(self._now_s, event.at_s)
        told = body != literal and "matches" in body
        self.steps.append(Recorded("expect", _shorten(body), _shorten(literal) if told else None))

    def _let_vary(self, event: Event, literal: dict[str, Json]) -> dict[str, Json]:
        """Return what a message of text must be, with captures and placeholders for its parts."""
        text = event.content
        plain = {name: each for name, each in literal.items() if name not in ("from", "within")}
        if "equals" not in literal or len(text) > CONTENT_LIMIT_CHARS:
            return plain
        parts = self.captures.name_parts(text, self.captures.find_parts(text))
        if not any(part.pattern for part in parts):
            return {"equals": _fill_in(text, parts)}
        captured = {part.name: text[part.start : part.end] for part in parts if part.pattern}
        pattern = _make_pattern(text, parts)
        known = {part.name: text[part.start : part.end] for part in parts if not part.pattern}
        match = explain(Matcher(_NOWHERE, matches=pattern), event, known)
        if not match.ok or match.captures != captured:
            return plain
        self.captures.learn(captured)
        return {"matches": pattern}

    def _find_sender(self, event: Event) -> dict[str, str]:
        """Return `from` where somebody else speaks now, as far as a spec can say who."""
        name = name_sender(event)
        changed, self._speaker = name != self._speaker, name
        sender = name.replace("${", "$${")
        if not (changed and 0 < len(sender) <= 256 and name.isprintable()):
            return {}
        return {"from": sender} if explain(Matcher(_NOWHERE, sender=sender), event, {}).ok else {}

    def _be_patient(self, body: dict[str, Json], event: Event) -> dict[str, Json]:
        """Add a time of its own to a step that had to wait long, with as much again to spare."""
        waited_s = event.at_s - self._now_s
        if waited_s <= LONG_WAIT_S:
            return body
        return {**body, "within": f"{max(DEFAULT_WITHIN_S, math.ceil(waited_s * 2 / 5) * 5):g}s"}


def _list_accepted(events: tuple[Event, ...]) -> Iterator[tuple[int, Event]]:
    """Yield the notes of what the customer said, by index, as far as the service took it."""
    pending: tuple[int, Event] | None = None
    for index, event in enumerate(events):
        if event.kind == "note" and event.name == SENDING:
            pending = index, event
        elif event.kind == "sent" and pending is not None:
            yield pending
            pending = None


def _take_literally(event: Event) -> dict[str, Json]:
    """Return what exactly such a message must be."""
    text = event.content
    if is_attachment(event):
        return {"attachment": _describe_file(event)}
    if not text:
        return {"matches": r"^\Z"}
    title = _find_title(event)
    if title:
        return {"contains": title.replace("${", "$${"), "content_type": event.content_type}
    return {"equals": text.replace("${", "$${")}


def _describe_file(event: Event) -> dict[str, Json]:
    """Return what the first of the attached files is called, or at least that it was let through."""
    for each in list_attachments(event):
        name = each.get("AttachmentName")
        if isinstance(name, str) and 0 < len(name) <= NAME_LIMIT_CHARS and name.isprintable():
            return {"name": name.replace("${", "$${")}
        if each.get("Status") in ("APPROVED", "REJECTED", "IN_PROGRESS"):
            return {"status": each["Status"]}
    return {"name": "attachment"}


def _find_title(event: Event) -> str:
    """Return an interactive message's title as it stands in its JSON text, or nothing."""
    if event.content_type != _INTERACTIVE:
        return ""
    try:
        title = json.loads(event.content)["data"]["content"]["title"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return title if isinstance(title, str) and title in event.content else ""


def _fill_in(text: str, parts: list[Part]) -> str:
    """Return the text of a spec with placeholders in place of `parts`."""
    return "".join(
        "${" + part.name + "}" if part else piece.replace("${", "$${") for piece, part in _split(text, parts)
    )


def _make_pattern(text: str, parts: list[Part]) -> str:
    """Return the pattern of the whole text; a text captured twice in it is a reference to the first."""
    seen: set[str] = set()
    pieces: list[str] = []
    for piece, part in _split(text, parts):
        if part is None:
            pieces.append(escape(piece))
        elif not part.pattern:
            pieces.append("${" + part.name + "}")
        else:
            first = part.name not in seen
            pieces.append(f"(?P<{part.name}>{part.pattern})" if first else f"(?P={part.name})")
            seen.add(part.name)
    return f"^{''.join(pieces)}$"


def _split(text: str, parts: list[Part]) -> Iterator[tuple[str, Part | None]]:
    """Yield the text piece by piece: what is literal with None, what is not with its part."""
    at = 0
    for part in parts:
        yield text[at : part.start], None
        yield text[part.start : part.end], part
        at = part.end
    yield text[at:], None


def _shorten(body: Mapping[str, Json]) -> Json:
    """Return the text alone where nothing else is asked."""
    return body["equals"] if set(body) == {"equals"} else dict(body)


def is_varying(text: str, captures: Captures) -> bool:
    """Tell whether `text` holds something that another conversation would have otherwise."""
    return any(part.pattern for part in captures.find_parts(text)) and bool(re.search(r"\d", text))
