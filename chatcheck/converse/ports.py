"""What a conversation needs from the outside, as Protocols: the service, the stream of events, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chatcheck.converse.answers import Connection, StartedChat
from chatcheck.converse.file_ports import FileService
from chatcheck.converse.log_ports import LogService
from chatcheck.transcript import Event

__all__ = ["ChatService", "Clock", "Connection", "EventStream", "Ledger", "Stamp", "StartedChat"]

Json = Any
Stamp = Callable[[], float]
"""Tells how many seconds the chat is old."""


class EventStream(Protocol):
    """One open websocket, subscribed to the chat."""

    async def receive(self) -> Event | None:
        """Return the next event, stamped when it arrived; None when the socket has closed."""

    async def close(self) -> None:
        """Close the socket; never raises, may be called again."""


class ChatService(FileService, LogService, Protocol):
    """Amazon Connect, as far as a chat needs it. Every call may raise TransportError.

    Who repeats a call of the participant over another connection gives both the same `client_token`;
    an empty one is chosen by the service's side.
    """

    async def start_chat(self, document: Mapping[str, Json]) -> StartedChat:
        """Call StartChatContact with the exact document; may be repeated with the same ClientToken."""

    async def create_participant_connection(self, participant_token: str) -> Connection:
        """Ask for a websocket and connection credentials."""

    async def open_stream(self, connection: Connection, stamp: Stamp) -> EventStream:
        """Open the websocket and subscribe to the chat; returns when the subscription is acknowledged."""

    async def send_message(
        self, connection: Connection, content_type: str, text: str, client_token: str = ""
    ) -> tuple[str, str]:
        """Say something as the customer; returns the message's Id and AbsoluteTime."""

    async def send_event(
        self, connection: Connection, content_type: str, content: str, client_token: str = ""
    ) -> tuple[str, str]:
        """Tell something as the customer's client; returns the event's Id and AbsoluteTime."""

    async def get_transcript(self, connection: Connection) -> Sequence[Json]:
        """Return the chat's latest items, oldest first (a bounded number)."""

    async def disconnect(self, connection: Connection, client_token: str = "") -> None:
        """Leave the chat as the customer."""

    async def stop_contact(self, instance_id: str, contact_id: str) -> None:
        """End the contact; a contact that has ended already is no error."""

    async def describe_contact(self, instance_id: str, contact_id: str) -> Mapping[str, Json]:
        """Return DescribeContact's ``Contact``."""

    async def get_contact_attributes(self, instance_id: str, contact_id: str) -> Mapping[str, str]:
        """Return the user-defined attributes; `contact_id` is the initial one."""


class Ledger(Protocol):
    """Where it is written down what was started, by ClientToken, so that it can be ended by others."""

    async def note_start(self, document: Mapping[str, Json]) -> None:
        """Keep the StartChatContact document before it is sent. Raises TransportError."""

    def note_contact(self, client_token: str, contact_id: str) -> None:
        """Keep which contact it is."""

    def note_end(self, client_token: str) -> None:
        """Keep that it has ended, or was never started."""


class Clock(Protocol):
    """Time, as a conversation sees it; waiting itself is asyncio's."""

    def monotonic_s(self) -> float:
        """Return seconds that never go back."""

    def utc_now(self) -> datetime:
        """Return the time of day, in UTC."""
