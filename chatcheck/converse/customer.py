"""What the customer can do in an open chat, each bounded in time."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatcheck.converse.deadlines import Limits, within
from chatcheck.converse.ending import Ending
from chatcheck.converse.frames import EVENT_PREFIX
from chatcheck.converse.open_chat import OpenChat
from chatcheck.converse.ports import ChatService
from chatcheck.errors import Diagnostic, TransportError
from chatcheck.spec.acts import Signal

UPLOAD_LIMIT_S: Final = 120.0
_EVENT_NAMES: Final = {"typing": "typing", "delivered": "message.delivered", "read": "message.read"}


@dataclass(frozen=True, slots=True)
class Customer:
    """Acts over the chat's connection; every method may raise TransportError."""

    service: ChatService
    chat: OpenChat
    limits: Limits

    async def say(self, content_type: str, text: str) -> tuple[str, str]:
        """Send a message; returns its Id and AbsoluteTime."""
        return await self.chat.say(content_type, text)

    async def notify(self, signal: Signal, content: str) -> tuple[str, str]:
        """Send an event; returns its Id and AbsoluteTime."""
        content_type = EVENT_PREFIX + _EVENT_NAMES[signal]
        token = str(uuid.uuid4())
        call = self._ending.link.call(
            lambda connection: self.service.send_event(connection, content_type, content, token)
        )
        return await within(self.limits.send_s, "SendEvent", call)

    async def attach(self, path: str, name: str, content_type: str) -> str:
        """Upload a file and complete it; returns the AttachmentId."""
        data = await asyncio.to_thread(_read_file, path)
        return await within(UPLOAD_LIMIT_S, f"attaching {name}", self._attach(data, name, content_type))

    async def leave(self) -> None:
        """Leave the chat."""
        await within(self.limits.send_s, "DisconnectParticipant", self._ending.leave())

    async def reconnect(self, away_s: float) -> None:
        """Drop the connection, stay away, and return when it is back and what came meanwhile is known."""
        limit_s = away_s + self.limits.connect_s
        await within(limit_s, "reconnecting to the chat", self._ending.link.reconnect(away_s))

    async def catch_up(self, limit_s: float) -> None:
        """Record what the service has said and the websocket has not told, if that is known in time.

        Raises nothing: who asks waits for a message, and will say that it did not come.
        """
        with contextlib.suppress(TransportError):
            await within(limit_s, "GetTranscript", self._ending.link.fetch_missed())

    async def _attach(self, data: bytes, name: str, content_type: str) -> str:
        link, service = self._ending.link, self.service
        token, completed = str(uuid.uuid4()), str(uuid.uuid4())
        upload = await link.call(
            lambda connection: service.start_attachment_upload(
                connection, name, content_type, len(data), token
            )
        )
        await service.upload(upload, data)
        identifier = upload.attachment_id
        await link.call(
            lambda connection: service.complete_attachment_upload(connection, identifier, completed)
        )
        return identifier

    @property
    def _ending(self) -> Ending:
        ending = self.chat.ending
        assert ending is not None, "nothing is done before the chat has started"
        return ending


def _read_file(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
    what = f"the file {path} cannot be read: {reason}"
    raise TransportError(Diagnostic("C331", what, fix="it was there when the spec was read: keep it there"))
