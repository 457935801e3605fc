"""The websocket a participant listens on: subscribe, ping and heartbeat come in, chat items go out."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.lifecycle import connect_customer
from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.faults.board import BOARD
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.participant.outbox import Outbox

Json = Any

LOG = logging.getLogger(__name__)

CHAT_TOPIC = "aws/chat"
FRAME_LIMIT_BYTES = 32 * 1024
CLOSE_S = 2.0
PONG = json.dumps({"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"})
HEARTBEAT = json.dumps({"topic": "aws/heartbeat"})

behaviour(
    "websocket",
    "aws/subscribe, aws/ping and aws/heartbeat are answered in the forms that the shipped clients wait for",
    "observed",
    "amazon-connect-chatjs 5.0.0, the iOS and the Android SDK",
)
behaviour(
    "websocket",
    "a stray closing parenthesis after a frame is tolerated: the iOS SDK sends one",
    "observed",
    "iOS SDK, the subscribe frame of its websocket manager",
)
behaviour(
    "websocket",
    "a participant may have several sockets, at most five; each that has subscribed is sent everything",
    "documented",
    "administrator guide, feature specifications; that the sixth is refused with 403 is assumed",
)
behaviour(
    "websocket",
    "what was said before a socket subscribed is not sent again; GetTranscript has it",
    "observed",
    "README of amazon-connect-chatjs: clients fetch the transcript after a reconnect",
)
behaviour(
    "websocket",
    "a frame that is not JSON or has an unknown topic is answered with a message Forbidden and no topic",
    "assumed",
    "the error form of the gateway in front of the service, which amazon-connect-chatjs knows",
)
behaviour(
    "websocket",
    "sockets stay open for 30 seconds after chat.ended, then they are closed with 1000",
    "assumed",
    "clients close by themselves on chat.ended",
)


async def serve(request: web.Request) -> web.StreamResponse:
    """Serve ``GET /participant/websocket/<secret>`` until either side closes.

    An address that is unknown or expired, of an ended chat, or one socket too many answers 403.
    """
    secret = request.path.rpartition("/")[2]
    contact = REGISTRY.keys.find("socket", secret, datetime.now(UTC))
    if contact is None:
        return _forbid()
    for fault in BOARD.strike("socket", contact.id):
        LOG.warning("fault %s strikes a websocket of contact %s", fault.kind, contact.id)
        await asyncio.sleep(fault.number("delay_ms") / 1_000)
    if contact.state == "ended" or len(contact.sockets) >= REGISTRY.limits.sockets:
        return _forbid()  # it may have ended meanwhile, or others have come
    socket = web.WebSocketResponse(timeout=CLOSE_S, max_msg_size=FRAME_LIMIT_BYTES, compress=False)
    outbox = Outbox(socket, request.transport)
    contact.sockets.append(outbox)
    try:
        await socket.prepare(request)
        await _converse(contact, socket, outbox)
    finally:
        contact.sockets.remove(outbox)
        await outbox.finish()
    return socket


def _forbid() -> web.StreamResponse:
    return web.json_response({"message": "Forbidden"}, status=403)


async def _converse(contact: Contact, socket: web.WebSocketResponse, outbox: Outbox) -> None:
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.strip():
                _take(contact, outbox, message.data)
    finally:
        if outbox in contact.listeners:
            contact.listeners.remove(outbox)


def _take(contact: Contact, outbox: Outbox, text: str) -> None:
    frame = _read_frame(text)
    topic = frame.get("topic")
    if topic == "aws/ping":
        outbox.answer(PONG)
    elif topic == "aws/heartbeat":
        outbox.answer(HEARTBEAT)
    elif topic == "aws/subscribe":
        _subscribe(contact, outbox, frame.get("content"))
    else:
        outbox.answer(_draw_refusal(contact))


def _draw_refusal(contact: Contact) -> str:
    told = {"connectionId": contact.participant_id, "requestId": contact.make_id()}
    return json.dumps({"message": "Forbidden", **told})


def _read_frame(text: str) -> dict[str, Json]:
    try:
        frame, _ = json.JSONDecoder().raw_decode(text.strip())
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


def _subscribe(contact: Contact, outbox: Outbox, content: Json) -> None:
    topics = content.get("topics") if isinstance(content, dict) else None
    known = topics == [CHAT_TOPIC] and contact.state != "ended"
    status = "success" if known else "failure"
    outbox.answer(
        json.dumps({"topic": "aws/subscribe", "content": {"status": status, "topics": topics or []}})
    )
    if known and outbox not in contact.listeners:
        contact.listeners.append(outbox)
        connect_customer(contact)
