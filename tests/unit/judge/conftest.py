"""Chats and transcripts in a few words, as the spec and the conversation stage would make them."""

import json

import pytest

from chatcheck.judge.interactive import CONTENT_TYPE as INTERACTIVE
from chatcheck.judge.verdict import judge
from chatcheck.source import Position
from chatcheck.spec.acts import Choose
from chatcheck.spec.model import After, Chat, Eventually, Expect, Matcher, Never, Send, Unordered
from chatcheck.transcript import Event, Transcript


class ChatWords:
    """Builds values of the spec; the line in the spec is the step's number."""

    def matcher(self, line=1, **tests):
        return Matcher(position=self.at(line), **tests)

    def expect(self, text=None, within_s=15.0, line=1, **tests):
        return Expect(self.matcher(line, equals=text, **tests), within_s, self.at(line))

    def never(self, within_s=None, line=1, until_next=False, **tests):
        return Never(self.matcher(line, **tests), within_s, self.at(line), until_next=until_next)

    def eventually(self, text=None, within_s=15.0, line=1, **tests):
        return Eventually(self.matcher(line, equals=text, **tests), within_s, self.at(line))

    def unordered(self, *expectations, line=1):
        return Unordered(expectations, self.at(line))

    def send(self, text, line=1):
        return Send(text, self.at(line))

    def choose(self, which, within_s=15.0, line=1):
        number = which if isinstance(which, int) else None
        return Choose(None if number else which, number, within_s, self.at(line))

    def picker(self, *titles):
        """The content of an interactive message with these elements."""
        content = {"title": "Which plan?", "elements": [{"title": each} for each in titles]}
        return json.dumps({"templateType": "ListPicker", "version": "1.0", "data": {"content": content}})

    def after(self, **asked):
        return After(self.at(90), positions={"queue": (self.at(91), "queue: x")}, **asked)

    def chat(self, *steps, **members):
        return Chat("a chat", "welcome", {}, steps, self.at(1), "- name: a chat", **members)

    def at(self, line):
        return Position("a.chat.yaml", line, 7)


class Script:
    """Builds a transcript, one event after another; each takes half a second unless told otherwise."""

    def __init__(self):
        self.events = []
        self.now_s = 0.0

    def add(self, kind, after_s=0.5, **members):
        self.now_s += after_s
        members.setdefault("id", f"id-{len(self.events)}")
        self.events.append(Event(at_s=self.now_s, kind=kind, **members))
        return self

    def reach(self, step):
        return self.add("step", after_s=0, step=step, id="")

    def system(self, text, **members):
        return self.said(text, role="SYSTEM", display_name="SYSTEM_MESSAGE", **members)

    def bot(self, text, **members):
        return self.said(text, role="SYSTEM", display_name="BOT", **members)

    def own(self, text, **members):
        return self.said(text, role="CUSTOMER", display_name="Ada", **members)

    def said(self, text, **members):
        return self.add("message", content=text, **{"content_type": "text/plain", **members})

    def offer(self, text):
        return self.system(text, content_type=INTERACTIVE)

    def act(self, step, name, **members):
        return self.add("act", step=step, name=name, **members)

    def attached(self, role="CUSTOMER", status="APPROVED", **members):
        file = {"AttachmentId": "a1", "AttachmentName": "receipt.pdf", "Status": status, **members}
        return self.add("message", name="attachment", content=json.dumps([file]), role=role)

    def event(self, name, **members):
        return self.add("event", name=name, **members)

    def observe(self, name, value):
        return self.add("observed", name=name, content=json.dumps(value), source="DescribeContact", id="")

    def transcript(self, outcome="ended", values=None, failure=""):
        return Transcript(
            spec="a.chat.yaml",
            chat="a chat",
            contact_id="c-1",
            started="2026-11-22T18:00:00.000+00:00",
            outcome=outcome,
            events=tuple(self.events),
            values=values or {},
            failure=failure,
        )

    def judge(self, chat, outcome="ended", values=None, failure=""):
        return judge(chat, self.transcript(outcome, values, failure))


@pytest.fixture(scope="session")
def words():
    return ChatWords()


@pytest.fixture
def script():
    return Script()
