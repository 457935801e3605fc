"""Dialogues of `start-chat-contact --connect` held through pipes, as a script would hold them."""

import dataclasses
import json
import subprocess
from contextlib import contextmanager

from chatcheck.judge.matchers import find_match
from chatcheck.judge.placeholders import fill
from chatcheck.spec.acts import Choose
from chatcheck.spec.model import Expect, Matcher, Send
from chatcheck.transcript import Event
from tests.e2e.places import CHATCHECK
from tests.e2e.waiting import PATIENCE_S

ENDED = "event chat.ended:"


def start_dialogue(local_aws, document, record="", outputs="", **streams):
    command = [CHATCHECK, "start-chat-contact", "--connect", "--cli-input-json", json.dumps(document)]
    for option, value in (("--record", record), ("--outputs", outputs)):
        command += [option, str(value)] if value else []
    given = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(command, env=local_aws.environment, text=True, bufsize=1, **given)


@contextmanager
def dialogue(*arguments, **streams):
    with start_dialogue(*arguments, **streams) as process:
        try:
            yield process
        finally:
            process.kill()


def follow(process, steps):
    """Say what a spec's steps send or choose, each time after what they expect has come; then leave.

    Lines carry no files.
    """
    values = {}
    for step in steps:
        if isinstance(step, Send):
            say(process, fill(step.text, values))
        elif isinstance(step, Choose):
            hear(process, Matcher(step.position, contains=step.title), values)
            say(process, step.title)
        elif isinstance(step, Expect) and step.matcher.attachment is None:
            values |= hear(process, step.matcher, values)
    out, err = process.communicate(timeout=PATIENCE_S)
    return out, err


def say(process, line):
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process, matcher, values):
    while line := process.stdout.readline():
        if line.startswith(ENDED) and matcher.event:
            return {}
        sender, _, text = line.rstrip("\n").partition(": ")
        if sender == "customer" or sender.startswith("event "):
            continue
        heard = Event(0.0, "message", content=text, content_type="text/plain", role="SYSTEM")
        match = find_match(dataclasses.replace(matcher, sender=None), heard, values)
        assert match.ok, f"expected {match.expected!r}, heard {line!r}"
        return match.captures
    raise AssertionError(f"the dialogue ended: {process.stderr.read()}")
