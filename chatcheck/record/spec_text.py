"""A recorded conversation to the text of a chat spec that passes when the flow answers the same. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chatcheck.record import after
from chatcheck.record.captures import Captures
from chatcheck.record.steps import Recorded, Steps
from chatcheck.record.yaml_text import quote, write_flow, write_text
from chatcheck.transcript import SENDING, Transcript

Json = Any
NAME_LIMIT_CHARS: Final = 80
HEAD: Final = """\
# Recorded by `chatcheck start-chat-contact --record`. Where a step has a comment above it, the text has
# parts that may vary or that have a name now: the pattern is a proposal. To have the text itself back,
# put what the comment says in the step's place.
"""


@dataclass(frozen=True, slots=True)
class Start:
    """How the recorded chat was started.

    Attributes:
        document: StartChatContact's input.
        flow: the flow's name in the deployment; None when no deployment names it.
        in_deployment: whether the instance is the deployment's own.
    """

    document: Mapping[str, Json] = field(repr=False)
    flow: str | None = None
    in_deployment: bool = False


def write_spec(transcript: Transcript, start: Start) -> str:
    """Return the spec's text; empty when the other side said nothing that could be expected.

    The text has no findings (`spec.load.parse_spec`), and `judge` passes it on the same transcript.
    """
    steps = Steps(Captures(start.document))
    steps.read(transcript)
    if not any(step.kind == "expect" for step in steps.steps):
        return ""
    attributes = start.document.get("Attributes") or {}
    lines = [
        *_write_start(start),
        "chats:",
        f"  - name: {write_text(_choose_name(transcript, steps))}",
        "    steps:",
        *(f"      {line}" for step in steps.steps for line in _write_step(step)),
        *(f"    {line}" for line in after.list_lines(transcript.events, attributes, steps)),
    ]
    return HEAD + "\n".join(lines) + "\n"


def _write_start(start: Start) -> Iterator[str]:
    left_out = {"ClientToken"}
    yield "chatcheck: 1"
    if start.in_deployment:
        left_out.add("InstanceId")
    if start.flow is not None:
        left_out.add("ContactFlowId")
        yield f"flow: {start.flow}"
    yield "defaults: {within: 15s}"
    yield "start:"
    for key, value in start.document.items():
        if key not in left_out and value is not None:
            yield f"  {key}: {write_flow(_protect(value))}"


def _protect(value: Json) -> Json:
    """Return a JSON value whose texts mean themselves where placeholders are filled in."""
    if isinstance(value, str):
        return value.replace("${", "$${")
    if isinstance(value, Mapping):
        return {key: _protect(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_protect(each) for each in value]
    return value


def _write_step(step: Recorded) -> Iterator[str]:
    if step.literal is not None:
        yield f"# - {step.kind}: {_write_body(step.literal)}"
    yield f"- {step.kind}: {_write_body(step.body)}"


def _write_body(body: Json) -> str:
    if isinstance(body, str):
        return write_text(body)
    pairs = (
        f"{key}: {quote(value) if key == 'matches' else write_flow(value)}" for key, value in body.items()
    )
    return "{" + ", ".join(pairs) + "}"


def _choose_name(transcript: Transcript, steps: Steps) -> str:
    """Call the chat after the first thing that the customer said, which tells it from others best."""
    said = (event.content for event in transcript.events if event.kind == "note" and event.name == SENDING)
    first = next(said, "") if any(step.kind == "send" for step in steps.steps) else ""
    plain = " ".join("".join(each if each.isprintable() else " " for each in first).split())
    return plain[:NAME_LIMIT_CHARS].strip() or "greets"
