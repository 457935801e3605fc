"""What the service says of a chat beside the conversation: polled until it is as hoped, then recorded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatcheck.converse.journal import Journal
from chatcheck.converse.ports import ChatService, Stamp
from chatcheck.judge.placeholders import fill
from chatcheck.source import Position
from chatcheck.spec.model import After
from chatcheck.transcript import Event

Json = Any
FIRST_DELAY_S = 0.1
LONGEST_DELAY_S = 2.0
SETTLE_S = 1.0
SETTLED_END_S = 5.0
_ENDED_BY = {
    "CONTACT_FLOW_DISCONNECT": "flow",
    "CUSTOMER_DISCONNECT": "customer",
    "AGENT_DISCONNECT": "agent",
    "AGENT_NETWORK_DISCONNECT": "agent",
    "AGENT_COMPLETED": "agent",
}
_EVERYTHING = After(Position("", 1, 1), attributes={}, no_queue=True, ended_by="flow")


@dataclass(frozen=True, slots=True)
class Observed:
    """One reading; a member is None when it was not asked for, or when there is no such thing.

    Attributes:
        ended: ``by`` and ``reason``, or None while the chat is open.
        queue: ``id`` and ``name`` of the queue that the chat entered.
    """

    attributes: Mapping[str, str] | None
    queue: Mapping[str, str] | None
    ended: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Observer:
    """Polls one chat.

    Attributes:
        queue_names: names of the deployment's queues by id; a queue it does not know has no name.
    """

    service: ChatService
    journal: Journal
    stamp: Stamp
    instance_id: str
    contact_id: str
    queue_names: Mapping[str, str]

    async def observe(self, after: After, values: Mapping[str, str]) -> None:
        """Read what `after` asks until it holds or its time passes; record the last reading.

        Raises TransportError when the service refuses to tell.
        """
        began_s = self.stamp()
        delay_s = FIRST_DELAY_S
        while True:
            observed = await self._read(after)
            age_s = self.stamp() - began_s
            if self._is_settled(after, observed, age_s) and holds(after, observed, values):
                break
            if age_s >= after.within_s:
                break
            await asyncio.sleep(min(delay_s, after.within_s - age_s))
            delay_s = min(LONGEST_DELAY_S, delay_s * 1.5)
        self._record(after, observed)

    async def observe_all(self) -> None:
        """Read and record all there is, once it can be believed; nobody asks for a certain thing.

        A chat that has ended must say how, for `SETTLED_END_S` at most; an open one has `SETTLE_S` to
        do what the flow is about to do. Raises TransportError when the service refuses to tell.
        """
        began_s = self.stamp()
        if not self.journal.ended:
            await self.journal.ends_within(SETTLE_S)
        while True:
            observed = await self._read(_EVERYTHING)
            if observed.ended is not None or not self.journal.ended:
                break
            if self.stamp() - began_s >= SETTLED_END_S:
                break
            await asyncio.sleep(FIRST_DELAY_S)
        self._record(_EVERYTHING, observed)

    async def _read(self, after: After) -> Observed:
        attributes: Mapping[str, str] | None = None
        if after.attributes is not None:
            attributes = await self.service.get_contact_attributes(self.instance_id, self.contact_id)
        contact: Mapping[str, Json] = {}
        if _asks_contact(after):
            contact = await self.service.describe_contact(self.instance_id, self.contact_id)
        return Observed(attributes, self._read_queue(contact), _read_end(contact))

    def _read_queue(self, contact: Mapping[str, Json]) -> Mapping[str, str] | None:
        info = contact.get("QueueInfo")
        queue_id = str(info.get("Id") or "") if isinstance(info, dict) else ""
        return {"id": queue_id, "name": self.queue_names.get(queue_id, "")} if queue_id else None

    def _is_settled(self, after: After, observed: Observed, age_s: float) -> bool:
        """Tell whether the absence of a thing can be believed: the flow may be about to make it."""
        asks_absence = after.no_queue or None in (after.attributes or {}).values()
        return not asks_absence or self.journal.ended or observed.ended is not None or age_s >= SETTLE_S

    def _record(self, after: After, observed: Observed) -> None:
        if after.attributes is not None:
            self._note("attributes", dict(observed.attributes or {}), "GetContactAttributes")
        if after.queue is not None or after.no_queue:
            self._note("queue", observed.queue, "DescribeContact")
        if after.ended_by is not None:
            self._note("ended", observed.ended, "DescribeContact")

    def _note(self, name: str, value: Json, source: str) -> None:
        content = json.dumps(value, ensure_ascii=False, sort_keys=True)
        event = Event(at_s=self.stamp(), kind="observed", name=name, content=content, source=source)
        self.journal.record(event)


def holds(after: After, observed: Observed, values: Mapping[str, str]) -> bool:
    """Tell whether a reading is what `after` asks, which ends the polling; the verdict is not ours. Pure."""
    actual = observed.attributes or {}
    wanted = after.attributes or {}
    if any(actual.get(name) != _fill(text, values) for name, text in wanted.items()):
        return False
    if after.queue is not None and (observed.queue or {}).get("name") != fill(after.queue, values):
        return False
    if after.no_queue and observed.queue is not None:
        return False
    return after.ended_by is None or (observed.ended or {}).get("by") == after.ended_by


def _fill(text: str | None, values: Mapping[str, str]) -> str | None:
    return None if text is None else fill(text, values)


def _asks_contact(after: After) -> bool:
    return after.queue is not None or after.no_queue or after.ended_by is not None


def _read_end(contact: Mapping[str, Json]) -> Mapping[str, str] | None:
    reason = str(contact.get("DisconnectReason") or "")
    if not reason and not contact.get("DisconnectTimestamp"):
        return None
    return {"by": _ENDED_BY.get(reason, "system"), "reason": reason}
