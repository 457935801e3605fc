"""The flow listens to the customer: conversations with a bot, and waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.surroundings import find_store
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.lex.models import lex_backend
from chatcheck.emulator.routes import ServiceError
from chatcheck.flow.interactive import CONTENT_TYPE as INTERACTIVE
from chatcheck.flow.interactive import find_problems, read_template
from chatcheck.flow.requests import Answer, BotAnswer, ConverseWithBot, Failed, Happened, TimedOut, WaitFor
from chatcheck.lex.definition import BotDefinition, Message
from chatcheck.lex.dialog import hear, start_dialog

CUSTOMER_RETURNED = "CustomerReturned"
BOT_DISCONNECTED = "BotParticipantDisconnected"
BOT_TEXT_LIMIT_CHARS = 1_024

behaviour(
    "bots in flows",
    "a bot hears only what the customer sends while it has the conversation",
    "observed",
    "a public harness: a bot ignores a message that is sent before its greeting",
)
behaviour(
    "bots in flows",
    "the time limit of a bot counts from the customer's last message",
    "documented",
    "administrator guide, get customer input: the timeout is for a customer who does not respond",
)
behaviour(
    "bots in flows",
    f"a message of more than {BOT_TEXT_LIMIT_CHARS} characters to a bot takes the error branch",
    "documented",
    "service model of Lex V2, RecognizeText; that the flow's error branch is taken is assumed",
)
behaviour(
    "bots in flows",
    "a bot in a flow that runs after the customer has gone takes the error branch",
    "assumed",
    "there is nobody to converse with",
)
behaviour(
    "bots in flows",
    "a bot's custom payload is an interactive message; one that follows no template takes the error branch",
    "documented",
    "administrator guide, interactive messages; which branch an unsound one takes is assumed",
)
behaviour(
    "bots in flows",
    "an interactive message on a chat that was not started for its content type takes the error branch",
    "assumed",
    "service model of StartChatContact: such a chat takes text/plain only",
)
behaviour(
    "bots in flows",
    "what the customer picks of an interactive message is the next input: the text that is sent, as it is",
    "observed",
    "amazon-connect-chat-interface sends the title, or a time slot's date, as text/plain",
)
behaviour(
    "bots in flows",
    "of a carousel a bot hears what the client sends: JSON with templateIdentifier, listTitle, selectionText",
    "documented",
    "administrator guide, carousel template, as public guides restate it",
)
behaviour(
    "bots in flows",
    "an interactive.response (a button that shows more, a view) reaches the bot as its JSON text",
    "assumed",
    "the documentation does not say what a bot hears of it",
)
behaviour(
    "contacts",
    "Wait ends with CustomerReturned when the customer sends a message",
    "documented",
    "developer guide, Wait",
)


@contextmanager
def open_inbox(contact: Contact) -> Iterator[asyncio.Queue[str]]:
    """Take what the customer sends, as long as the block runs."""
    inbox: asyncio.Queue[str] = asyncio.Queue()
    contact.inbox = inbox
    try:
        yield inbox
    finally:
        contact.inbox = None


async def converse_with_bot(contact: Contact, request: ConverseWithBot) -> Answer:
    """Let a bot talk with the customer until it closes the dialog."""
    if contact.state != "running":
        return Failed("the customer is no longer there")
    if not find_store(contact).bot_is_associated(contact.instance.id, request.alias_arn):
        return Failed(f"bot alias {request.alias_arn} is not associated with the instance")
    message = contact.request.initial_message
    if request.initial_message and message is None:
        return Failed("the chat was started without an InitialMessage")
    try:
        bot = lex_backend(contact.region).alias(request.alias_arn, contact.fields.get("LanguageCode"))
    except ServiceError as error:
        return Failed(error.message)
    with open_inbox(contact) as inbox:
        if request.initial_message and message is not None:
            inbox.put_nowait(message.content)
        try:
            return await _talk(contact, request, bot, inbox)
        except TimeoutError:
            return TimedOut()


async def _talk(
    contact: Contact, request: ConverseWithBot, bot: BotDefinition, inbox: asyncio.Queue[str]
) -> Answer:
    """Go from turn to turn. Raises TimeoutError when the customer writes nothing in time."""
    dialog = start_dialog(request.session_attributes)
    while True:
        text = await asyncio.wait_for(inbox.get(), request.timeout_s)
        if len(text) > BOT_TEXT_LIMIT_CHARS:
            return Failed(f"the message has {len(text)} characters, Lex takes {BOT_TEXT_LIMIT_CHARS}")
        turn = hear(bot, dialog, text)
        dialog = turn.dialog
        for reply in turn.replies:
            problem = _say(contact, reply)
            if problem:
                return Failed(f"bot {bot.name}: {problem}")
        if turn.closed is not None:
            return BotAnswer(turn.closed.intent, turn.closed.lex)


def _say(contact: Contact, reply: Message) -> str:
    """Show a bot's message, and return why it cannot be shown (empty when it was)."""
    if not reply.is_custom:
        contact.say(reply.text, "text/plain", "BOT")
        return ""
    template = read_template(reply.text)
    if template is None:
        return "its custom payload is not the JSON of a message display template"
    if INTERACTIVE not in contact.request.content_types:
        return f"an interactive message needs {INTERACTIVE} in SupportedMessagingContentTypes"
    problems = find_problems(template)
    if problems:
        return f"its interactive message cannot be sent: {problems[0]}"
    contact.say(reply.text, INTERACTIVE, "BOT")
    return ""


async def wait(contact: Contact, request: WaitFor) -> Answer:
    """Wait for the time to pass, or for the customer where the flow asks for that."""
    if BOT_DISCONNECTED in request.events:
        return Failed("no bot takes part in the chat", "ParticipantNotFound")
    if CUSTOMER_RETURNED not in request.events or contact.state != "running":
        await asyncio.sleep(request.time_limit_s)
        return TimedOut()
    with open_inbox(contact) as inbox:
        try:
            await asyncio.wait_for(inbox.get(), request.time_limit_s)
        except TimeoutError:
            return TimedOut()
    return Happened(CUSTOMER_RETURNED)
