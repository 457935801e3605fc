"""Ending a chat, whatever state it is in, so that none is left open."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable
from dataclasses import dataclass

from chatcheck.converse.deadlines import within
from chatcheck.converse.journal import Journal
from chatcheck.converse.link import Link
from chatcheck.converse.ports import ChatService
from chatcheck.errors import Diagnostic, TransportError


@dataclass(slots=True)
class Ending:
    """Ends one chat that StartChatContact has started.

    Attributes:
        has_left: the customer's DisconnectParticipant was accepted.
    """

    service: ChatService
    journal: Journal
    link: Link
    instance_id: str
    contact_id: str
    has_left: bool = False

    async def leave(self) -> None:
        """Leave the chat as the customer; raises TransportError when that is not accepted."""
        token = str(uuid.uuid4())
        await self.link.call(lambda connection: self.service.disconnect(connection, token))
        self.has_left = True

    async def end(self, leave_s: float, close_s: float) -> TransportError | None:
        """Leave, and stop the contact unless the service says within `leave_s` that the chat ended.

        Half of `close_s` is left for that: DisconnectParticipant may never be answered. Returns the
        failure when the chat may still be open; raises no TransportError. A contact that the customer has
        left but that may not be stopped is the flow's to end.
        """
        if self.journal.ended:
            return None
        if not self.has_left:
            await _try(within(close_s / 2, "DisconnectParticipant", self.leave()))
        if self.has_left and await self._ends_within(leave_s):
            return None
        failure = await _try(self.service.stop_contact(self.instance_id, self.contact_id))
        return None if self.has_left else failure

    async def _ends_within(self, leave_s: float) -> bool:
        try:
            return await self.journal.ends_within(leave_s)
        except TransportError:
            return False


async def end_chat(ending: Ending, leave_s: float, close_s: float) -> TransportError | None:
    """End the chat and close the link, all within `close_s`; returns what is wrong when it may be open."""
    failure = await _try(within(close_s, "ending the chat", _end_and_close(ending, leave_s, close_s)))
    if failure is None:
        return None
    cause = failure.diagnostics[0]
    what = f"the chat {ending.contact_id} could not be ended, and may be open"
    fix = f"aws connect stop-contact --instance-id {ending.instance_id} --contact-id {ending.contact_id}"
    return TransportError(
        Diagnostic("C330", what, why="; ".join(filter(None, (cause.what, cause.why))), fix=fix)
    )


async def _end_and_close(ending: Ending, leave_s: float, close_s: float) -> None:
    try:
        failure = await ending.end(leave_s, close_s)
    finally:
        await ending.link.close()
    if failure is not None:
        raise failure


async def _try(work: Awaitable[None]) -> TransportError | None:
    try:
        await work
    except TransportError as failure:
        return failure
    return None
