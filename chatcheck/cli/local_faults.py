"""`chatcheck local faults`: say what goes wrong on the embedded AWS, on purpose."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Mapping
from typing import Any

from chatcheck.cli import embedded
from chatcheck.errors import Diagnostic, UsageError

Json = Any


def execute(args: argparse.Namespace) -> int:
    """List, set or clear faults. Raises UsageError when none runs, or the fault is none."""
    endpoint = embedded.find_given(os.environ) or embedded.find_running()
    if endpoint is None:
        fix = "start it (chatcheck local start), or do this inside `chatcheck local exec -- sh`"
        raise UsageError(Diagnostic("U502", "the embedded local AWS is not running", fix=fix))
    if args.action == "set":
        return _show(_ask(endpoint, "PUT", {**_read_options(args.options), "kind": args.kind}))
    if args.action == "clear":
        return _show(_ask(endpoint, "DELETE"))
    answer = _ask(endpoint, "GET")
    _show(answer)
    if not answer["faults"]:
        _show_kinds(answer["kinds"])
    return 0


def _read_options(words: list[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            fix = "such as count=3"
            raise UsageError(Diagnostic("U506", f"`{word}` is not an option of the form KEY=VALUE", fix=fix))
        options[name] = value
    return options


def _ask(endpoint: embedded.Endpoint, method: str, document: Mapping[str, Json] | None = None) -> Json:
    answer = embedded.ask(endpoint, "faults", method, document)
    if answer is None:
        raise UsageError(Diagnostic("U504", "the embedded local AWS did not answer", fix="see the log"))
    if "problems" in answer:
        raise UsageError(
            [Diagnostic("U507", each, fix="chatcheck local faults list") for each in answer["problems"]]
        )
    return answer


def _show(answer: Json) -> int:
    for fault in answer["faults"]:
        options = {
            name: value for name, value in fault.items() if name not in ("kind", "hits") and value != ""
        }
        told = " ".join(f"{name}={shlex.quote(str(value))}" for name, value in options.items())
        _say(f"{fault['kind']}: struck {fault['hits']} times ({told})")
    if not answer["faults"]:
        _say("no fault is on")
    return 0


def _show_kinds(kinds: Mapping[str, str]) -> None:
    _say("\nthere are:")
    for name, summary in kinds.items():
        _say(f"  {name:<11} {summary}")


def _say(text: str) -> None:
    print(text)  # noqa: T201
