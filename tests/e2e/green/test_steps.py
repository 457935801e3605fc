"""Every kind of step, held with the deployed example; interactive messages by a flow made for this."""

import json

import pytest

from tests.e2e.places import CHATCHECK

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
CONTENT_TYPES = "[text/plain, text/markdown, application/json, " + INTERACTIVE + "]"
START = f"""chatcheck: 1
flow: welcome
defaults: {{within: 30s}}
start:
  ParticipantDetails: {{DisplayName: Test}}
  SupportedMessagingContentTypes: {CONTENT_TYPES}
  Attributes: {{store: web, locale: en-GB}}
chats:
"""
OPENING = "- expect: Welcome to Acme.\n- expect: {contains: How can I help}\n"


def run(local_aws, outputs, path, *options, check=True):
    answer = local_aws.run(CHATCHECK, "run", path, "--outputs", outputs, *options, check=check)
    assert local_aws.open_chats() == 0
    return answer


@pytest.fixture
def hold_all(local_aws, outputs, tmp_path):
    """Hold chats of one file, given by name; returns what was found wrong with each, in its words."""

    def hold(steps, after=None):
        lines = []
        for name, text in steps.items():
            lines += [f"  - name: {name}", "    steps:", *(f"      {line}" for line in text.splitlines())]
            lines += [f"    after: {{{after[name]}}}"] if after else []
        path, report = tmp_path / "all.chat.yaml", tmp_path / "report.jsonl"
        path.write_text(START + "\n".join(lines) + "\n")
        run(local_aws, outputs, path, "--report", f"jsonl={report}", check=False)
        results = [json.loads(line) for line in report.read_text().splitlines()]
        return {each["chat"]: [one["what"] for one in each["verdict"]["findings"]] for each in results}

    return hold


HOLDING = {
    "eventually": "- eventually: {contains: How can I help}\n- send: bye\n- eventually: {event: chat.ended}",
    "unordered": (
        "- unordered:\n    - {contains: How can I help}\n    - {matches: 'Welcome to (?P<shop>\\w+)'}\n"
        "- send: bye\n- eventually: {contains: 'writing to ${shop}'}"
    ),
    "never until next": (
        "- never: {contains: How can I help, until: next}\n- expect: {contains: Welcome}\n"
        "- expect: {contains: How can I help}"
    ),
    "markdown": OPENING
    + "- send: {text: 'bye', content_type: text/markdown}\n- eventually: {contains: Goodbye}",
    "typing": OPENING + "- event: typing",
    "receipts": OPENING + "- event: delivered\n- expect: {event: message.delivered}\n"
    "- event: read\n- expect: {event: message.read}",
    "wait": "- expect: {contains: Welcome}\n- wait: {for: 300ms, because: it is a test}\n"
    "- expect: {contains: How}",
    "disconnect": OPENING + "- disconnect: closes the window",
    "reconnect": "- expect: {contains: Welcome}\n- reconnect: {away: 500ms, because: a tunnel}\n"
    "- expect: {contains: How can I help}\n- send: bye\n- eventually: {event: chat.ended}",
}


def test_every_kind_of_step_holds(hold_all):
    assert hold_all(HOLDING) == {name: [] for name in HOLDING}


FAILING = {
    "eventually": ("- eventually: {contains: no such thing, within: 1s}", "nothing came like it"),
    "unordered": (
        "- unordered: [{contains: How can I help}, {contains: Good evening}]",
        "the message is none of those still awaited",
    ),
    "never until next": (
        "- never: {contains: How can I help, until: next}\n- eventually: {contains: How can I help}",
        "something came that must never come",
    ),
    "choose": (
        OPENING + "- choose: {title: Basic, within: 500ms}",
        "no interactive message came that could be chosen from",
    ),
    "receipt": ("- event: read\n- expect: {contains: Welcome}", "there is no message yet that could be read"),
    "reconnect": (
        OPENING + "- send: bye\n- eventually: {contains: Goodbye}\n"
        "- wait: {for: 1m, because: the chat ends}\n- reconnect:\n- expect: {event: chat.ended}",
        "the connection did not come back",
    ),
    "disconnect": (
        OPENING + "- send: bye\n- eventually: {contains: Goodbye}\n"
        "- wait: {for: 1m, because: the chat ends}\n- disconnect:",
        "the customer could not leave",
    ),
}


def test_every_kind_of_step_fails_in_its_own_words(hold_all):
    found = hold_all({name: steps for name, (steps, _) in FAILING.items()})

    assert found == {name: [said] for name, (_, said) in FAILING.items()}


@pytest.fixture
def write_picking(write_spec, picking):
    """Write a spec for the flow that offers a choice."""

    def write(steps):
        path = write_spec(steps)
        text = path.read_text().replace("flow: welcome\n", "")
        ids = f"  ContactFlowId: {picking}\n  SupportedMessagingContentTypes: {CONTENT_TYPES}\n  Attributes:"
        path.write_text(text.replace("  Attributes:", ids))
        return path

    return write


@pytest.mark.parametrize("choice", ["When are you open?", "1", "{number: 1, within: 20s}"])
def test_a_choice_is_the_next_thing_that_the_bot_hears(local_aws, outputs, write_picking, choice):
    path = write_picking(
        "- expect: {contains: Welcome}\n"
        f"- expect: {{contains: What is it about, content_type: {INTERACTIVE}}}\n"
        f"- expect: {{contains: How can I help}}\n- choose: {choice}\n"
        "- expect: {contains: never closes, from: bot}"
    )

    assert "1 passed" in run(local_aws, outputs, path).stdout


def test_what_is_not_offered_fails_with_the_titles(local_aws, outputs, write_picking):
    answer = run(
        local_aws, outputs, write_picking("- eventually: {contains: How}\n- choose: Basic"), check=False
    )

    assert answer.returncode == 1
    assert '1 "When are you open?", 2 "Where is my order?"' in answer.stdout


def test_a_file_is_attached_and_shown_to_everybody(local_aws, outputs, write_spec):
    path = write_spec(
        OPENING + "- attach: {file: receipt.pdf, name: 'Receipt 7.pdf'}\n"
        "- expect: {attachment: {name: Receipt 7.pdf, content_type: application/pdf, size: 8}}"
    )
    (path.parent / "receipt.pdf").write_bytes(b"%PDF-1.4")

    assert "1 passed" in run(local_aws, outputs, path).stdout


def test_an_attachment_of_another_size_fails(local_aws, outputs, write_spec):
    path = write_spec(OPENING + "- attach: receipt.pdf\n- expect: {attachment: {size: 9}}")
    (path.parent / "receipt.pdf").write_bytes(b"%PDF-1.4")

    answer = run(local_aws, outputs, path, check=False)

    assert answer.returncode == 1
    assert "the attached file has another size" in answer.stdout


ENDED = OPENING + "- send: bye\n- eventually: {event: chat.ended}"
LEFT = OPENING + "- disconnect:"
AFTER_HOLDS = {
    "by the flow": (ENDED, "disconnect_reason: CONTACT_FLOW_DISCONNECT, ended: {by: flow}"),
    "by the customer": (LEFT, "disconnect_reason: CUSTOMER_DISCONNECT"),
    "by the runner": (OPENING, "disconnect_reason: CUSTOMER_DISCONNECT, duration: {max: 5m}"),
    "duration": (ENDED, "duration: {min: 1ms, max: 5m}"),
    "transcript": (
        ENDED,
        "transcript: {contains: Goodbye, has: [bye, Welcome to Acme., {contains: How can I help}]}",
    ),
}
AFTER_FAILS = {
    "reason": ("disconnect_reason: CUSTOMER_DISCONNECT", "the contact ended for another reason"),
    "duration": ("duration: {min: 5m}", "the contact was too short"),
    "a text": ("transcript: {contains: nothing}", "no message of the stored transcript contains the text"),
    "a message": ("transcript: {has: [bye, bye]}", "a message is not in the stored transcript"),
}


def test_what_the_service_says_afterwards_holds(hold_all):
    chats = {name: steps for name, (steps, _) in AFTER_HOLDS.items()}

    found = hold_all(chats, {name: after for name, (_, after) in AFTER_HOLDS.items()})

    assert found == {name: [] for name in AFTER_HOLDS}


def test_what_the_service_says_afterwards_fails_in_its_own_words(hold_all):
    asked = {name: f"within: 1s, {after}" for name, (after, _) in AFTER_FAILS.items()}

    found = hold_all(dict.fromkeys(AFTER_FAILS, ENDED), asked)

    assert found == {name: [said] for name, (_, said) in AFTER_FAILS.items()}


def test_a_saved_transcript_of_new_steps_is_judged_the_same(local_aws, outputs, write_spec, tmp_path):
    path = write_spec(HOLDING["reconnect"])
    run(local_aws, outputs, path, "--transcripts", tmp_path)
    (saved,) = tmp_path.glob("*.json")

    assert "PASS" in local_aws.run(CHATCHECK, "judge", path, saved).stdout
