"""What a dialogue shows of what happens."""

import json
import subprocess
import sys

import pytest

from chatcheck.cli.dialogue_lines import describe, join
from chatcheck.judge.interactive import CONTENT_TYPE
from chatcheck.transcript import Event


def said(text, role="SYSTEM", display_name="SYSTEM_MESSAGE", **members):
    return Event(1.0, "message", "m", text, role=role, display_name=display_name, **members)


def happened(name, role="", display_name=""):
    return Event(1.0, "event", "e", name=name, role=role, display_name=display_name)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (said("Hello"), "system: Hello"),
        (said("Hello", display_name="BOT"), "bot: Hello"),
        (said("Hello", "AGENT", "Grace"), "agent: Hello"),
        (said("Hello", "CUSTOMER", "Ada"), "customer: Hello"),
        (said("one\ntwo"), "system: one↵two"),
        (said("\x1b[31mred\x07"), "system: \\x1b[31mred\\x07"),
        (said('[{"AttachmentName": "receipt.pdf"}]', name="attachment"), "system: [attachment receipt.pdf]"),
        (happened("chat.ended"), "event chat.ended: the chat has ended"),
        (happened("participant.joined", "AGENT", "Grace"), "event participant.joined: Grace has joined"),
        (happened("participant.left", "AGENT", "{0.x}"), "event participant.left: {0.x} has left"),
        (
            happened("participant.idle", "AGENT", "Grace"),
            "event participant.idle: participant.idle (Grace)",
        ),
        (Event(1.0, "closed"), "client: the connection closed; connecting again"),
        (Event(1.0, "note", name="reconnected"), "client: connected again"),
        (Event(1.0, "unknown", content="x\ny"), "client: not understood: x↵y"),
    ],
)
def test_a_thing_worth_showing_is_one_line(event, line):
    assert join(describe(event)) == line


@pytest.mark.parametrize(
    "event",
    [
        happened("typing", "AGENT", "Grace"),
        happened("message.read", "AGENT", "Grace"),
        happened("participant.joined", "CUSTOMER", "Ada"),
        Event(1.0, "sent", "m"),
        Event(1.0, "note", name="sending", content="Hello"),
        Event(1.0, "note", name="message.partial", content="Hel"),
        Event(1.0, "observed", name="queue", content="null"),
    ],
)
def test_a_thing_not_worth_a_line_is_not_shown(event):
    assert describe(event) is None


def test_choices_are_numbered_and_links_are_not():
    link = {"title": "Docs", "url": "https://example.com"}
    elements = [{"title": "Basic", "subtitle": "10/mo"}, link, {"title": "Pro"}]
    content = {"title": "Which plan?", "subtitle": "Tap one", "elements": elements}
    template = {"templateType": "Panel", "data": {"content": content}}
    shown = describe(said(json.dumps(template), content_type=CONTENT_TYPE))
    assert shown.lines == (
        "Which plan?",
        "Tap one",
        "  [1] Basic (10/mo)",
        "  [link] Docs (https://example.com)",
        "  [2] Pro",
    )


def test_an_interactive_message_of_unknown_form_is_shown_as_it_is():
    assert join(describe(said("{}", content_type=CONTENT_TYPE))) == "system: {}"


def test_the_terminals_library_is_loaded_for_a_terminal_only():
    code = "import sys, chatcheck.cli.dialogue; sys.exit('prompt_toolkit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
