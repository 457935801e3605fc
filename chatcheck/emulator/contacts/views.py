"""ShowView: the customer gets the view as an interactive message and answers with an interactive response."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Mapping
from typing import Any

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.listening import open_inbox
from chatcheck.emulator.fidelity import behaviour
from chatcheck.flow.interactive import CONTENT_TYPE
from chatcheck.flow.requests import Answer, Failed, ShowView, TimedOut, ViewAnswer

Json = Any

TEMPLATE = "ViewResource"

behaviour(
    "views",
    "a view is an interactive message with template ViewResource and viewId, viewData and viewToken",
    "observed",
    "amazon-connect-chat-interface; that its display name is SYSTEM_MESSAGE is assumed",
)
behaviour(
    "views",
    "an interactive response of template ViewResource ends it: its action is the branch, its data $.Views",
    "observed",
    "amazon-connect-chat-interface; that other messages of the customer change nothing is assumed",
)
behaviour(
    "views",
    "with HideResponseOn TRANSCRIPT the response is in neither GetTranscript nor the stored transcript",
    "documented",
    "developer guide, ShowView; that it is left out rather than masked is assumed",
)
behaviour(
    "views",
    "any view id is taken as one that exists; DescribeView, which tells a view's layout, is not supported",
    "assumed",
    "the embedded AWS has no views of its own",
)
behaviour(
    "views",
    "a view in a flow that runs after the customer has gone takes the error branch",
    "assumed",
    "there is nobody to show it to",
)


async def show_view(contact: Contact, request: ShowView) -> Answer:
    """Show a view and wait for the customer's choice."""
    if contact.state != "running":
        return Failed("the customer is no longer there")
    with open_inbox(contact) as inbox:
        contact.say(_make_message(request), CONTENT_TYPE, "SYSTEM_MESSAGE")
        try:
            async with asyncio.timeout(request.time_limit_s):
                text = await inbox.get()
                while (answer := read_response(text)) is None:
                    text = await inbox.get()
        except TimeoutError:
            return TimedOut()
    if request.hides_response:
        contact.forget_message(text)
    return answer


def _make_message(request: ShowView) -> str:
    view = f"{request.view}:{request.version}" if request.version else request.view
    content = {"viewId": view, "viewData": request.data, "viewToken": secrets.token_urlsafe(32)}
    return json.dumps({"templateType": TEMPLATE, "version": "1.0", "data": {"content": content}})


def read_response(text: str) -> ViewAnswer | None:
    """Return what the customer chose in a view, or None for any other message. Pure."""
    try:
        response = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(response, dict) or response.get("templateType") != TEMPLATE:
        return None
    action, data = response.get("action"), response.get("data")
    if not isinstance(action, str):
        return None
    return ViewAnswer(action, data if isinstance(data, Mapping) else {})
