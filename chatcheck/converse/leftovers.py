"""Ending the contacts that a killed run left open."""

from __future__ import annotations

import time
from typing import Final, Literal

from chatcheck.converse.pacer import Pacer
from chatcheck.converse.pacing import START
from chatcheck.converse.ports import ChatService
from chatcheck.converse.run_journal import Leftover

LONGEST_CHAT_S: Final = 7 * 24 * 3600.0
"""A chat lasts 7 days at most (API reference of StartChatContact, ChatDurationInMinutes)."""

Ended = Literal["stopped", "over"]


async def end_leftover(left: Leftover, service: ChatService, pacer: Pacer) -> tuple[Ended, str]:
    """End one contact; returns how, and its ContactId where that is known.

    Where the answer was never read the call is repeated with the same ClientToken: it answers with
    the contact that was started, or starts one that nobody hears of, since a flow begins only when its
    customer connects; either is stopped at once. Older than any chat can be, it is over by itself.
    Raises TransportError.
    """
    if time.time() - left.begun_s > LONGEST_CHAT_S:
        return "over", left.contact_id
    contact_id = left.contact_id
    if not contact_id:
        await pacer.wait(START)
        contact_id = (await service.start_chat(left.document)).contact_id
    await service.stop_contact(str(left.document.get("InstanceId", "")), contact_id)
    return "stopped", contact_id
