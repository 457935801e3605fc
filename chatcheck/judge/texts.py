"""The texts of a spec that placeholders can stand in, and what they say once they are filled in. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping

from chatcheck.judge.matchers import matcher_texts
from chatcheck.judge.placeholders import fill, fill_json
from chatcheck.spec import placeholder
from chatcheck.spec.acts import Attach, Choose, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.model import After, Eventually, Expect, Never, Send, Step, Unordered


def list_texts(step: Step) -> tuple[str, ...]:
    """Return the step's texts that may hold placeholders."""
    match step:
        case Expect() | Eventually() | Never():
            return matcher_texts(step.matcher)
        case Unordered():
            return tuple(text for each in step.expectations for text in matcher_texts(each.matcher))
        case Send():
            return (step.text,) if step.json is None else tuple(placeholder.list_texts(step.json))
        case Choose():
            return () if step.title is None else (step.title,)
        case Attach():
            return (step.name,)
        case Notify() | Wait() | Disconnect() | Reconnect():
            return ()


def list_after_texts(after: After) -> tuple[str, ...]:
    """Return the texts of `after` that may hold placeholders."""
    texts = [after.queue, *(after.attributes or {}).values()]
    if after.transcript is not None:
        texts += [text for matcher in after.transcript.matchers for text in matcher_texts(matcher)]
    return tuple(text for text in texts if text is not None)


def write_message(step: Send, values: Mapping[str, str]) -> str:
    """Return what a `send` says: its text filled in, or its document filled in and written as JSON."""
    if step.json is None:
        return fill(step.text, values)
    return json.dumps(fill_json(step.json, values), ensure_ascii=False)
