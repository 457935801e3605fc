"""Pages of a transcript, as GetTranscript cuts them. Pure."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from chatcheck.emulator.contacts.items import Item, to_transcript_form
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.members import Members

Json = Any
Direction = Literal["FORWARD", "BACKWARD"]

DEFAULT_SIZE = 10
MAXIMUM_SIZE = 100

behaviour(
    "participant",
    "GetTranscript goes BACKWARD from now, or FORWARD from a StartPosition; SortOrder only orders the page",
    "documented",
    "service model of GetTranscript; an empty StartPosition is none, as amazon-connect-chatjs sends it",
)
behaviour(
    "participant",
    "the item at a StartPosition is on the first page; FORWARD without a StartPosition finds nothing",
    "assumed",
    "the documentation says `where to start`",
)
behaviour(
    "participant",
    "a NextToken is valid for its own chat and ScanDirection only",
    "assumed",
    "the documentation calls it opaque",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """Which items a page holds.

    Attributes:
        place: index of the first item to return; BACKWARD goes down from it.
        size: how many items at most.
    """

    place: int
    direction: Direction
    size: int
    ascending: bool


def read_scan(members: Members, transcript: Sequence[Item], contact_id: str) -> Scan:
    """Read what a GetTranscript call asks for. Raises ServiceError naming a wrong member."""
    asked = members.text("ContactId", 1, 256)
    if asked not in (None, contact_id):
        raise members.refuse("ContactId", "is not the contact of this chat")
    start = members.within("StartPosition")
    start = start if start is not None and any(value is not None for value in start.body.values()) else None
    direction = members.choice("ScanDirection", ("FORWARD", "BACKWARD"))
    chosen: Direction = "FORWARD" if direction == "FORWARD" or (direction is None and start) else "BACKWARD"
    size = members.integer("MaxResults", 0, MAXIMUM_SIZE)
    token = members.text("NextToken", 1, 1_000)
    if token is not None:
        place, chosen = _read_token(members, token, contact_id, direction)
    else:
        place = _find_start(start, transcript, chosen)
    return Scan(
        place=place,
        direction=chosen,
        size=DEFAULT_SIZE if size is None else size,
        ascending=members.choice("SortOrder", ("ASCENDING", "DESCENDING")) == "ASCENDING",
    )


def cut_page(transcript: Sequence[Item], scan: Scan, contact_id: str) -> dict[str, Json]:
    """Return the page in GetTranscript's form; it has a NextToken when there is more that way."""
    if scan.direction == "FORWARD":
        low, high = scan.place, min(scan.place + scan.size, len(transcript))
        following, more = high, high < len(transcript)
    else:
        low, high = max(scan.place + 1 - scan.size, 0), scan.place + 1
        following, more = low - 1, low > 0
    items = [to_transcript_form(each) for each in transcript[low:high]]
    if not scan.ascending:
        items.reverse()
    page: dict[str, Json] = {"InitialContactId": contact_id, "Transcript": items}
    if more and scan.size:
        page["NextToken"] = _write_token(following, scan.direction, contact_id)
    return page


def _find_start(start: Members | None, transcript: Sequence[Item], direction: Direction) -> int:
    if start is None:
        return len(transcript) if direction == "FORWARD" else len(transcript) - 1
    start.check_known(("Id", "AbsoluteTime", "MostRecent"), {})
    if sum(value is not None for value in start.body.values()) > 1:
        raise start.refuse("Id, AbsoluteTime, MostRecent", "give one of them", start.malformed)
    identifier, time = start.text("Id", 1, 256), start.text("AbsoluteTime", 1, 100)
    if identifier is not None:
        return _find_id(start, transcript, identifier)
    if time is not None:
        return _find_time(transcript, _read_time(start, time), direction)
    return max(len(transcript) - max(start.integer("MostRecent", 0, 100) or 0, 1), 0)


def _find_id(start: Members, transcript: Sequence[Item], identifier: str) -> int:
    for index, item in enumerate(transcript):
        if item["Id"] == identifier:
            return index
    raise start.refuse("Id", "no item of this chat has it")


def _find_time(transcript: Sequence[Item], time: datetime, direction: Direction) -> int:
    earlier = [item for item in transcript if datetime.fromisoformat(item["AbsoluteTime"]) < time]
    if direction == "FORWARD":
        return len(earlier)
    exact = [item for item in transcript if datetime.fromisoformat(item["AbsoluteTime"]) == time]
    return len(earlier) + len(exact) - 1


def _read_time(start: Members, text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise start.refuse("AbsoluteTime", "is not ISO 8601, e.g. 2019-11-08T02:41:28.172Z") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _write_token(place: int, direction: Direction, contact_id: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([contact_id, direction, place]).encode()).decode()


def _read_token(
    members: Members, token: str, contact_id: str, direction: str | None
) -> tuple[int, Direction]:
    try:
        contact, went, place = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, TypeError):
        raise members.refuse("NextToken", "was not made by GetTranscript") from None
    if contact != contact_id or type(place) is not int or went not in ("FORWARD", "BACKWARD") or place < 0:
        raise members.refuse("NextToken", "was not made for this chat")
    if direction is not None and direction != went:
        raise members.refuse("NextToken", f"belongs to ScanDirection {went}")
    return place, went
