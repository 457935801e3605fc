"""Recorded conversations in a few words, as the dialogue makes them."""

import json

import pytest

from chatcheck.judge.verdict import judge
from chatcheck.record.spec_text import Start, write_spec
from chatcheck.spec.load import parse_spec
from chatcheck.transcript import Event, Transcript

DOCUMENT = {
    "InstanceId": "instance-1",
    "ContactFlowId": "flow-1",
    "ParticipantDetails": {"DisplayName": "Grace"},
}
SENDERS = {
    "system": ("SYSTEM", "SYSTEM_MESSAGE"),
    "bot": ("SYSTEM", "BOT"),
    "agent": ("AGENT", "Linus"),
    "customer": ("CUSTOMER", "Grace"),
}


class Recording:
    """Builds a transcript, one event after another; each takes half a second unless told otherwise."""

    def __init__(self):
        self.events = []
        self.now_s = 0.0

    def add(self, kind, after_s=0.5, **members):
        self.now_s += after_s
        self.events.append(Event(at_s=self.now_s, kind=kind, **members))
        return self

    def hear(self, text, sender="system", after_s=0.5, content_type="text/plain"):
        role, display_name = SENDERS.get(sender, ("SYSTEM", sender))
        identifier = f"m{len(self.events)}"
        members = {"role": role, "display_name": display_name, "content_type": content_type}
        return self.add("message", after_s, id=identifier, content=text, **members)

    def send(self, text, accepted=True):
        self.add("note", name="sending", content=text, content_type="text/plain")
        self.hear(text, "customer")
        return self.add("sent", id=f"m{len(self.events) - 1}") if accepted else self

    def end(self):
        return self.add("event", name="chat.ended", id="end")

    def observe(self, name, value):
        return self.add("observed", 0, name=name, content=json.dumps(value), source="DescribeContact")

    def transcript(self, outcome="disconnected"):
        return Transcript("", "", "c-1", "", outcome, tuple(self.events))

    def write(self, **start):
        document = {**DOCUMENT, **start}
        return write_spec(self.transcript(), Start(document, "welcome", True))

    def chat(self, **start):
        """The chat that the written text means."""
        (chat,) = parse_spec(self.write(**start), "first.chat.yaml").chats
        return chat

    def judge(self, other=None, **start):
        """Judge another conversation, or the same, by what was recorded."""
        return judge(self.chat(**start), (other or self).transcript())


@pytest.fixture
def recording():
    return Recording()


@pytest.fixture
def another():
    """A second conversation, to be judged by what the first one recorded."""
    return Recording()
