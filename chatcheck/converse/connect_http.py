"""Amazon Connect over aiohttp: the chat's control calls (signed) and the participant's (bearer)."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import aiohttp

from chatcheck.converse import websocket
from chatcheck.converse.access import Access
from chatcheck.converse.endpoints import Settings
from chatcheck.converse.expiry import find_expiry
from chatcheck.converse.file_ports import Upload
from chatcheck.converse.flow_readings import FlowReadings
from chatcheck.converse.http_calls import CALLS_AT_ONCE, Call, HttpCaller, misunderstood
from chatcheck.converse.log_ports import FlowContent, LogLine
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.ports import Connection, EventStream, Stamp, StartedChat
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.converse.retries import RetryPolicy
from chatcheck.converse.routes import Routes
from chatcheck.converse.signing import freeze_credentials, sign
from chatcheck.converse.stored import Storage
from chatcheck.converse.uploads import Uploader

Json = Any
TRANSCRIPT_PAGE = 100
TRANSCRIPT_PAGES = 10


class HttpChatService:
    """The ChatService port, against whatever AWS `settings` point to."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        settings: Settings,
        retries: RetryPolicy,
        access: Access | None = None,
        pacer: Pacer | None = None,
        calls_at_once: int = CALLS_AT_ONCE,
    ) -> None:
        """Use `session` for all chats; it stays the caller's to close.

        `access` says how S3 and logs are reached; a `pacer` may make calls wait. Raises TransportError when
        the services cannot be reached safely.
        """
        access = access or Access(settings.region)
        self._storage = Storage(access)
        self._flows = FlowReadings(access, self._get_connect)
        self._session = session
        self._opening = asyncio.Semaphore(calls_at_once)
        self._settings = settings
        self._routes = Routes(settings.ca_bundle)
        for endpoint in (settings.connect, settings.participant):
            self._routes.find(endpoint.origin)
        self._uploader = Uploader(session, retries, self._routes)
        self._caller = HttpCaller(
            session, retries, self._routes, settings.answer_limit_s, pacer, calls_at_once
        )

    async def start_chat(self, document: Mapping[str, Json]) -> StartedChat:
        """Call StartChatContact; every try carries the same ClientToken, so that one chat starts."""
        body = {"ClientToken": _choose_token(), **document}
        answer = await self._call_connect("StartChatContact", "PUT", "/contact/chat", body)
        origin = self._settings.connect.origin
        texts = [
            _take(answer, name, "StartChatContact", origin)
            for name in ("ContactId", "ParticipantId", "ParticipantToken")
        ]
        return StartedChat(*texts)

    async def create_participant_connection(self, participant_token: str) -> Connection:
        """Ask for a websocket and connection credentials."""
        operation = "CreateParticipantConnection"
        body = {"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}
        answer = await self._call_participant(operation, "/participant/connection", participant_token, body)
        origin = self._settings.participant.origin
        url = _take(_member(answer, "Websocket"), "Url", operation, origin)
        token = _take(_member(answer, "ConnectionCredentials"), "ConnectionToken", operation, origin)
        return Connection(url, token, find_expiry(answer))

    async def open_stream(self, connection: Connection, stamp: Stamp) -> EventStream:
        """Open the websocket and subscribe to the chat; not for all chats of a run at once.

        A request that is under way takes as much memory as an open chat, and the process keeps it.
        """
        async with self._opening:
            return await websocket.open_stream(self._session, connection, stamp, self._routes)

    async def send_message(
        self, connection: Connection, content_type: str, text: str, client_token: str = ""
    ) -> tuple[str, str]:
        """Say something as the customer; returns Id and AbsoluteTime."""
        body = {"ContentType": content_type, "Content": text, "ClientToken": client_token or _choose_token()}
        answer = await self._call_participant("SendMessage", "/participant/message", connection.token, body)
        origin = self._settings.participant.origin
        return _take(answer, "Id", "SendMessage", origin), str(answer.get("AbsoluteTime") or "")

    async def send_event(
        self, connection: Connection, content_type: str, content: str, client_token: str = ""
    ) -> tuple[str, str]:
        """Tell something as the customer's client; returns Id and AbsoluteTime."""
        body = {"ContentType": content_type, "ClientToken": client_token or _choose_token()}
        body |= {"Content": content} if content else {}
        answer = await self._call_participant("SendEvent", "/participant/event", connection.token, body)
        return str(answer.get("Id") or ""), str(answer.get("AbsoluteTime") or "")

    async def read_stored(self, location: str) -> bytes | None:
        """Return what S3 holds there; None while there is nothing."""
        return await self._storage.read(location)

    async def start_attachment_upload(
        self, connection: Connection, name: str, content_type: str, size_bytes: int, client_token: str = ""
    ) -> Upload:
        """Ask where a file may be written."""
        operation, path = "StartAttachmentUpload", "/participant/start-attachment-upload"
        body = {
            "ContentType": content_type,
            "AttachmentSizeInBytes": size_bytes,
            "AttachmentName": name,
            "ClientToken": client_token or _choose_token(),
        }
        answer = await self._call_participant(operation, path, connection.token, body)
        origin = self._settings.participant.origin
        metadata = _member(answer, "UploadMetadata")
        headers = _member(metadata, "HeadersToInclude")
        return Upload(
            _take(answer, "AttachmentId", operation, origin),
            _take(metadata, "Url", operation, origin),
            {name: str(value) for name, value in headers.items()},
        )

    async def upload(self, upload: Upload, data: bytes) -> None:
        """Write the file to the address that the service gave."""
        await self._uploader.put(upload, data)

    async def complete_attachment_upload(
        self, connection: Connection, attachment_id: str, client_token: str = ""
    ) -> None:
        """Say that the file is written, which attaches it."""
        operation, path = "CompleteAttachmentUpload", "/participant/complete-attachment-upload"
        body = {"AttachmentIds": [attachment_id], "ClientToken": client_token or _choose_token()}
        await self._call_participant(operation, path, connection.token, body)

    async def get_attachment_size(self, connection: Connection, attachment_id: str) -> int | None:
        """Return GetAttachment's ``AttachmentSizeInBytes``."""
        body = {"AttachmentId": attachment_id}
        answer = await self._call_participant(
            "GetAttachment", "/participant/attachment", connection.token, body
        )
        size_bytes = answer.get("AttachmentSizeInBytes")
        return size_bytes if isinstance(size_bytes, int) else None

    async def get_transcript(self, connection: Connection) -> Sequence[Json]:
        """Return the chat's last items (1,000 at most), oldest first.

        Those of the past chat that a persistent one continues stand before them, and are left out.
        """
        body: dict[str, Json] = {
            "MaxResults": TRANSCRIPT_PAGE,
            "ScanDirection": "BACKWARD",
            "SortOrder": "ASCENDING",
        }
        items: list[Json] = []
        for _ in range(TRANSCRIPT_PAGES):
            path = "/participant/transcript"
            answer = await self._call_participant("GetTranscript", path, connection.token, body)
            page = _list(answer, "Transcript")
            own = [each for each in page if not _is_past(each)]
            items[:0] = own
            if not answer.get("NextToken") or len(own) < len(page):
                break
            body["NextToken"] = answer["NextToken"]
        return items

    async def disconnect(self, connection: Connection, client_token: str = "") -> None:
        """Leave the chat as the customer."""
        body = {"ClientToken": client_token or _choose_token()}
        await self._call_participant(
            "DisconnectParticipant", "/participant/disconnect", connection.token, body
        )

    async def stop_contact(self, instance_id: str, contact_id: str) -> None:
        """End the contact; one that has ended already, or is gone, is no error."""
        body = {"InstanceId": instance_id, "ContactId": contact_id}
        try:
            await self._call_connect("StopContact", "POST", "/contact/stop", body)
        except ServiceRefusal as refusal:
            if refusal.code != "ContactNotFoundException" and refusal.status != 410:
                raise

    async def describe_contact(self, instance_id: str, contact_id: str) -> Mapping[str, Json]:
        """Return DescribeContact's ``Contact``."""
        path = f"/contacts/{_quote(instance_id)}/{_quote(contact_id)}"
        answer = await self._call_connect("DescribeContact", "GET", path, None)
        contact = _member(answer, "Contact")
        if not contact:
            # What is absent from the contact is a statement (it never entered a queue): absence of
            # the contact itself must not look like one.
            raise misunderstood("DescribeContact", self._settings.connect.origin, "it has no Contact")
        return contact

    async def get_contact_attributes(self, instance_id: str, contact_id: str) -> Mapping[str, str]:
        """Return the user-defined attributes; `contact_id` is the initial one."""
        path = f"/contact/attributes/{_quote(instance_id)}/{_quote(contact_id)}"
        answer = await self._call_connect("GetContactAttributes", "GET", path, None)
        return {name: str(value) for name, value in _member(answer, "Attributes").items()}

    async def read_flow_log(
        self, instance_id: str, contact_ids: Sequence[str], since: datetime
    ) -> Sequence[LogLine]:
        """Return what the instance's flow log holds of these contacts by now."""
        return await self._flows.read_flow_log(instance_id, contact_ids, since)

    async def describe_flow(self, instance_id: str, flow_id: str, *, is_module: bool) -> FlowContent:
        """Return the content of a flow or module."""
        return await self._flows.describe_flow(instance_id, flow_id, is_module=is_module)

    async def is_flow_logging_on(self, instance_id: str) -> bool:
        """Return whether the instance writes flow logs at all."""
        return await self._flows.is_flow_logging_on(instance_id)

    async def _get_connect(self, operation: str, path: str) -> Mapping[str, Json]:
        return await self._call_connect(operation, "GET", path, None)

    async def _call_connect(
        self, operation: str, method: str, path: str, body: Mapping[str, Json] | None
    ) -> Mapping[str, Json]:
        return await self._caller.call(
            Call(operation, self._settings.connect, method, path, body, self._sign)
        )

    async def _call_participant(
        self, operation: str, path: str, token: str, body: Mapping[str, Json]
    ) -> Mapping[str, Json]:
        headers = {"X-Amz-Bearer": token, "Content-Type": "application/json"}
        call = Call(operation, self._settings.participant, "POST", path, body, headers)
        return await self._caller.call(call)

    async def _sign(self, method: str, url: str, body: bytes) -> Mapping[str, str]:
        if self._settings.credentials is None:
            return {"Content-Type": "application/json"} if body else {}
        credentials = await freeze_credentials(self._settings.credentials)
        return sign(credentials, self._settings.region, method, url, body)


def _choose_token() -> str:
    return str(uuid.uuid4())


def _quote(text: str) -> str:
    return quote(text, safe="")


def _take(data: Mapping[str, Json], name: str, operation: str, origin: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise misunderstood(operation, origin, f"it has no {name}")
    return value


def _member(data: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _list(data: Mapping[str, Json], name: str) -> list[Json]:
    value = data.get(name)
    return value if isinstance(value, list) else []


def _is_past(item: Json) -> bool:
    """Tell items of a past chat: only they have a RelatedContactId. Source: botocore's model of Item.

    ContactId tells nothing of that: a chat that was passed on to another agent has more than one.
    """
    return isinstance(item, dict) and bool(item.get("RelatedContactId"))
