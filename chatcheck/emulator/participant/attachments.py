"""Attachments as a chat client sends and fetches them: three calls, and addresses for the files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from aiohttp import web

from chatcheck.emulator.contacts.attachments import (
    COUNT_LIMIT,
    SIZE_LIMIT_BYTES,
    Attachment,
    find_type_problem,
)
from chatcheck.emulator.contacts.connections import find_port
from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.file_addresses import FileAddress
from chatcheck.emulator.contacts.items import format_time
from chatcheck.emulator.contacts.lifecycle import admit_customer
from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.contacts.storage import MissingFile, Place, find_place, put_file, read_file
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.members import Members
from chatcheck.emulator.participant.authorisation import read_call
from chatcheck.emulator.routes import Route, ServiceError, answer_json

Json = Any

UPLOAD_LIFE = timedelta(minutes=15)
DOWNLOAD_LIFE_S = (5, 300)
FILE_PATH = "/participant/attachment-files/"

behaviour(
    "attachments",
    "StartAttachmentUpload gives an address for a PUT with the headers of HeadersToInclude: type, length, "
    "disposition, x-amz-acl and x-amz-meta-*; one that differs is refused as S3 does, SignatureDoesNotMatch",
    "observed",
    "issue 712 of amazon-connect-streams; that an address is good for 15 minutes is assumed",
)
behaviour(
    "attachments",
    "on an instance without storage of type ATTACHMENTS, StartAttachmentUpload is a ValidationException",
    "assumed",
    "the administrator guide says that attachments must be enabled, not which error it is else",
)
behaviour(
    "attachments",
    "CompleteAttachmentUpload shows an item of type ATTACHMENT, APPROVED, to everybody; for one that was "
    "sent it is a ConflictException, with the same ClientToken it is answered again",
    "documented",
    "service model of CompleteAttachmentUpload and of AttachmentItem; no scanner is configured here",
)
behaviour(
    "attachments",
    "a file is stored as <prefix>/Attachments/chat/YYYY/MM/DD/<contact id>_<attachment id>_<time>_UTC.<type>",
    "assumed",
    "the form of the transcript's key; the real one was not observed",
)
behaviour(
    "attachments",
    "GetAttachment gives an address for 5 to 300 seconds, 300 when not said, and for sent files only",
    "documented",
    "service model of GetAttachment; the time when not said is assumed",
)


async def start_attachment_upload(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """StartAttachmentUpload."""
    contact, members = await read_call(request, "connection")
    members.check_known(("ContentType", "AttachmentSizeInBytes", "AttachmentName", "ClientToken"), {})
    client_token = members.required_text("ClientToken", 1, 500)
    attachment = contact.attachments.announced.get(client_token) or _announce(contact, members, client_token)
    headers = list_headers(contact, attachment)
    address = FileAddress(attachment, _need_place(contact), "PUT", attachment.upload_until, headers)
    metadata = {
        "Url": _make_url(request, address),
        "UrlExpiry": format_time(address.until),
        "HeadersToInclude": headers,
    }
    return answer_json({"AttachmentId": attachment.id, "UploadMetadata": metadata})


def _announce(contact: Contact, members: Members, client_token: str) -> Attachment:
    content_type = members.required_text("ContentType", 1, 255)
    name = members.required_text("AttachmentName", 1, 256)
    size = members.integer("AttachmentSizeInBytes", 1, SIZE_LIMIT_BYTES)
    if size is None:
        raise members.refuse("AttachmentSizeInBytes", "is required")
    problem = find_type_problem(name, content_type)
    if problem:
        raise ServiceError(members.malformed, problem)
    _need_place(contact)
    if len(contact.attachments.by_id) >= COUNT_LIMIT:
        text = f"The chat has {COUNT_LIMIT} attachments, as many as its quota allows."
        raise ServiceError("ServiceQuotaExceededException", text, 402)
    attachment = Attachment(name, content_type, size, datetime.now(UTC) + UPLOAD_LIFE)
    contact.attachments.announce(attachment, client_token)
    return attachment


def _need_place(contact: Contact) -> Place:
    place = find_place(contact.instance, "ATTACHMENTS")
    if place is None:
        text = "Attachments are not enabled: the instance has no storage configuration of type ATTACHMENTS."
        raise ServiceError("ValidationException", text)
    return place


def list_headers(contact: Contact, attachment: Attachment) -> dict[str, str]:
    """Return the headers that the upload has to carry."""
    instance = contact.instance
    return {
        "Content-Type": attachment.content_type,
        "Content-Length": str(attachment.size),
        "Content-Disposition": f'attachment; filename="{quote(attachment.name)}"',
        "x-amz-acl": "bucket-owner-full-control",
        "x-amz-meta-account_id": instance.arn.split(":")[4],
        "x-amz-meta-organization_id": instance.id,
        "x-amz-meta-contact_id": contact.id,
        "x-amz-meta-initial_contact_id": contact.id,
    }


async def complete_attachment_upload(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """CompleteAttachmentUpload."""
    contact, members = await read_call(request, "connection")
    members.check_known(("AttachmentIds", "ClientToken"), {})
    client_token = members.required_text("ClientToken", 1, 500)
    ids = members.texts("AttachmentIds", 1, 1)
    attachment = contact.attachments.by_id.get(ids[0]) if ids else None
    if attachment is None:
        raise members.refuse("AttachmentIds", "is required, and names an attachment of this chat")
    if attachment.state == "sent" and attachment.completed_by == client_token:
        return answer_json({})
    if attachment.state == "sent":
        raise ServiceError("ConflictException", f"The attachment `{attachment.id}` was sent already.", 409)
    if attachment.state == "announced":
        raise members.refuse("AttachmentIds", f"the file of `{attachment.id}` was not uploaded")
    _send(contact, attachment, client_token)
    return answer_json({})


def _send(contact: Contact, attachment: Attachment, client_token: str) -> None:
    place, at = _need_place(contact), datetime.now(UTC)
    suffix = PurePosixPath(attachment.name).suffix
    name = f"{contact.id}_{attachment.id}_{at:%Y%m%dT%H:%M}_UTC{suffix}"
    key = place.make_key(f"Attachments/chat/{at:%Y/%m/%d}/{name}")
    try:
        put_file(place, key, attachment.content)
    except MissingFile as error:
        raise ServiceError("ValidationException", f"The attachment cannot be stored: {error}.") from None
    attachment.key, attachment.content = key, b""
    attachment.state, attachment.completed_by = "sent", client_token
    admit_customer(contact)
    contact.add_attachment(attachment.to_json())


async def get_attachment(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """GetAttachment."""
    contact, members = await read_call(request, "connection")
    members.check_known(("AttachmentId", "UrlExpiryInSeconds", "UrlContentDisposition"), {})
    attachment = contact.attachments.by_id.get(members.required_text("AttachmentId", 1, 256))
    life_s = members.integer("UrlExpiryInSeconds", *DOWNLOAD_LIFE_S) or DOWNLOAD_LIFE_S[1]
    disposition = members.choice("UrlContentDisposition", ("INLINE", "ATTACHMENT")) or "ATTACHMENT"
    if attachment is None or attachment.state != "sent":
        raise members.refuse("AttachmentId", "is not an attachment that was sent in this chat")
    until = datetime.now(UTC) + timedelta(seconds=life_s)
    address = FileAddress(attachment, _need_place(contact), "GET", until, disposition=disposition.lower())
    return answer_json(
        {
            "Url": _make_url(request, address),
            "UrlExpiry": format_time(until),
            "AttachmentSizeInBytes": attachment.size,
        }
    )


def _make_url(request: web.Request, address: FileAddress) -> str:
    return f"http://127.0.0.1:{find_port(request)}{FILE_PATH}{REGISTRY.files.issue(address)}"


async def put_attachment_file(request: web.Request, path: Mapping[str, str]) -> web.Response:
    """Take the content of an announced file, as S3 does at a presigned address."""
    found = REGISTRY.files.find(path["Secret"], "PUT")
    if found is None or found.until <= datetime.now(UTC):
        return _refuse_address(found)
    attachment = found.attachment
    wrong = [name for name, value in found.headers.items() if request.headers.get(name) != value]
    if wrong:
        text = f"The request signature does not match: {', '.join(wrong)}"
        return _refuse_as_s3("SignatureDoesNotMatch", text, 403)
    content = await request.read()  # Content-Length is among the headers: no more than that comes
    if attachment.state != "sent":
        attachment.content, attachment.state = content, "uploaded"
    return web.Response(headers={"ETag": f'"{attachment.id}"'})


async def get_attachment_file(_request: web.Request, path: Mapping[str, str]) -> web.Response:
    """Give the content of a sent file."""
    found = REGISTRY.files.find(path["Secret"], "GET")
    if found is None or found.until <= datetime.now(UTC):
        return _refuse_address(found)
    try:
        content = read_file(found.place, found.attachment.key)
    except MissingFile as error:
        return _refuse_as_s3("NoSuchKey", str(error), 404)
    name = quote(found.attachment.name)
    headers = {
        "Content-Type": found.attachment.content_type,
        "Content-Disposition": f'{found.disposition}; filename="{name}"',
    }
    return web.Response(body=content, headers=headers)


def _refuse_address(found: FileAddress | None) -> web.Response:
    return _refuse_as_s3("AccessDenied", "Request has expired" if found else "Access Denied", 403)


def _refuse_as_s3(code: str, message: str, status: int) -> web.Response:
    error = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{error}'
    return web.Response(text=text, status=status, content_type="application/xml")


ROUTES = [
    Route("StartAttachmentUpload", "POST", "/participant/start-attachment-upload", start_attachment_upload),
    Route(
        "CompleteAttachmentUpload",
        "POST",
        "/participant/complete-attachment-upload",
        complete_attachment_upload,
    ),
    Route("GetAttachment", "POST", "/participant/attachment", get_attachment),
    Route("PutAttachmentFile", "PUT", FILE_PATH + "{Secret}", put_attachment_file),
    Route("GetAttachmentFile", "GET", FILE_PATH + "{Secret}", get_attachment_file),
]
