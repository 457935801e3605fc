"""What the service says of a chat beside the conversation: polled until it is as hoped, then recorded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chatcheck.converse.flow_way import FlowWay
from chatcheck.converse.http_calls import misunderstood
from chatcheck.converse.journal import Journal
from chatcheck.converse.ports import ChatService, Stamp
from chatcheck.converse.readings import find_transcript, read_duration, read_end, read_transcript
from chatcheck.judge.after import check_after
from chatcheck.judge.after_visited import is_final
from chatcheck.source import Position
from chatcheck.spec.model import After
from chatcheck.transcript import Event

Json = Any
FIRST_DELAY_S = 0.1
LONGEST_DELAY_S = 2.0
SETTLE_S = 1.0
SETTLED_END_S = 5.0
_EVERYTHING = After(Position("", 1, 1), attributes={}, no_queue=True, ended_by="flow")


@dataclass(frozen=True, slots=True)
class Observer:
    """Polls one chat.

    Attributes:
        queue_names: names of the deployment's queues by id; a queue it does not know has no name.
        way: reads the way through the flows; None where nobody asks for it.
    """

    service: ChatService
    journal: Journal
    stamp: Stamp
    instance_id: str
    contact_id: str
    queue_names: Mapping[str, str]
    way: FlowWay | None = None

    async def observe(self, after: After, values: Mapping[str, str]) -> None:
        """Read what `after` asks until it holds or its time passes; record the last reading.

        Raises TransportError when the service refuses to tell.
        """
        began_s = self.stamp()
        delay_s = FIRST_DELAY_S
        while True:
            readings, has_ended = await self._read(after)
            age_s = self.stamp() - began_s
            findings = check_after(after, readings, values)
            if self._is_settled(after, has_ended, age_s) and not findings:
                break
            if findings and all(is_final(each) for each in findings):
                break
            if age_s >= after.within_s:
                break
            await asyncio.sleep(min(delay_s, after.within_s - age_s))
            delay_s = min(LONGEST_DELAY_S, delay_s * 1.5)
        self._record(readings)

    async def observe_all(self) -> None:
        """Read and record all there is, once it can be believed; nobody asks for a certain thing.

        A chat that has ended must say how, for `SETTLED_END_S` at most; an open one has `SETTLE_S` to
        do what the flow is about to do. Raises TransportError when the service refuses to tell.
        """
        began_s = self.stamp()
        if not self.journal.ended:
            await self.journal.ends_within(SETTLE_S)
        while True:
            readings, has_ended = await self._read(_EVERYTHING)
            if has_ended or not self.journal.ended:
                break
            if self.stamp() - began_s >= SETTLED_END_S:
                break
            await asyncio.sleep(FIRST_DELAY_S)
        self._record(readings)

    async def _read(self, after: After) -> tuple[list[Event], bool]:
        """Return what there is of all that `after` asks, as it would be recorded, and whether it is over."""
        readings: list[Event] = []
        if after.attributes is not None:
            attributes = await self.service.get_contact_attributes(self.instance_id, self.contact_id)
            readings.append(self._note("attributes", dict(attributes), "GetContactAttributes"))
        contact: Mapping[str, Json] = {}
        if _asks_contact(after):
            contact = await self.service.describe_contact(self.instance_id, self.contact_id)
        if after.queue is not None or after.no_queue:
            readings.append(self._note("queue", self._read_queue(contact), "DescribeContact"))
        if after.ended_by is not None or after.disconnect_reason is not None:
            readings.append(self._note("ended", read_end(contact), "DescribeContact"))
        if after.asks_duration:
            readings.append(self._note("duration", read_duration(contact), "DescribeContact"))
        if after.transcript is not None:
            readings.append(self._note("transcript", await self._read_transcript(contact), "S3"))
        if self.way is not None and (after.visited or after.not_visited):
            path = await self.way.read((*after.visited, *after.not_visited))
            readings.append(self._note("visited", path, "FilterLogEvents"))
        return readings, read_end(contact) is not None

    def _read_queue(self, contact: Mapping[str, Json]) -> Mapping[str, str] | None:
        info = contact.get("QueueInfo")
        queue_id = str(info.get("Id") or "") if isinstance(info, dict) else ""
        return {"id": queue_id, "name": self.queue_names.get(queue_id, "")} if queue_id else None

    async def _read_transcript(self, contact: Mapping[str, Json]) -> Mapping[str, Json] | None:
        location = find_transcript(contact)
        data = await self.service.read_stored(location) if location else None
        if data is None:
            return None
        try:
            return read_transcript(location, data)
        except ValueError as error:
            raise misunderstood("GetObject", f"S3 at {location}", str(error)) from None

    def _is_settled(self, after: After, has_ended: bool, age_s: float) -> bool:
        """Tell whether the absence of a thing can be believed: the flow may be about to make it."""
        if after.not_visited and self.way is not None and not self.way.has_settled:
            return False
        asks_absence = after.no_queue or None in (after.attributes or {}).values()
        return not asks_absence or self.journal.ended or has_ended or age_s >= SETTLE_S

    def _record(self, readings: Sequence[Event]) -> None:
        for reading in readings:
            self.journal.record(replace(reading, at_s=self.stamp()))

    def _note(self, name: str, value: Json, source: str) -> Event:
        content = json.dumps(value, ensure_ascii=False, sort_keys=True)
        return Event(at_s=self.stamp(), kind="observed", name=name, content=content, source=source)


def _asks_contact(after: After) -> bool:
    return (
        after.queue is not None
        or after.no_queue
        or after.ended_by is not None
        or after.disconnect_reason is not None
        or after.asks_duration
        or after.transcript is not None
    )
