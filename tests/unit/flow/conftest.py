"""Building blocks of the flow tests: small flows, and a host that answers from a list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatcheck.flow import interpret
from chatcheck.flow.effects import Effect
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.requests import Answer
from chatcheck.flow.run import ContactView, Run
from tests.corpus import list_corpus_files

VERSION = "2019-10-30"


def make_action(
    identifier: str,
    type_: str,
    following: str | None = None,
    parameters: dict[str, Any] | None = None,
    conditions: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    operator: str = "Equals",
) -> dict[str, Any]:
    transitions: dict[str, Any] = {"NextAction": following} if following else {}
    if conditions:
        transitions["Conditions"] = [
            {"NextAction": target, "Condition": {"Operator": operator, "Operands": [operand]}}
            for operand, target in conditions.items()
        ]
    if errors:
        transitions["Errors"] = [{"ErrorType": error, "NextAction": to} for error, to in errors.items()]
    return {
        "Identifier": identifier,
        "Type": type_,
        "Parameters": parameters or {},
        "Transitions": transitions,
    }


def make_flow(*actions: dict[str, Any], name: str = "test", **more: Any) -> Flow:
    document = {"Version": VERSION, "StartAction": actions[0]["Identifier"], "Actions": list(actions), **more}
    return parse_flow(json.dumps(document), f"{name}.json")


def make_steps(
    subject: dict[str, Any],
    said: Iterable[str] = ("good", "bad", "other"),
) -> Flow:
    """Return a flow of one action that goes on to messages which tell the branch taken."""
    messages = [make_action(text, "MessageParticipant", "end", {"Text": text}) for text in said]
    return make_flow(subject, *messages, make_action("end", "DisconnectParticipant"))


def play(
    flow: Flow, answers: Iterable[Answer] = (), contact: ContactView | None = None, **changes: Any
) -> tuple[Run, list[Effect]]:
    """Run a flow with prepared answers; return the last run and all effects."""
    view = contact or ContactView("contact-1", "arn:aws:connect:us-east-1:000000000000:instance/i-1")
    run, effects = interpret.start(flow, "arn:flow/test", replace(view, **changes))
    done = list(effects)
    for answer in answers:
        run, effects = interpret.resume(run, answer)
        done += effects
    return run, done


@pytest.fixture(scope="session")
def action() -> Callable[..., dict[str, Any]]:
    return make_action


@pytest.fixture(scope="session")
def flow_of() -> Callable[..., Flow]:
    return make_flow


@pytest.fixture(scope="session")
def branches_of() -> Callable[..., Flow]:
    return make_steps


@pytest.fixture(scope="session")
def run_flow() -> Callable[..., tuple[Run, list[Effect]]]:
    return play


@pytest.fixture(scope="session")
def corpus_files() -> list[Path]:
    files = list_corpus_files()
    if not files:
        pytest.skip("no shared/corpus/flows beside the repository or above it")
    return files
