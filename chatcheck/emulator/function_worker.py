"""The inside of a function's process: load the handler, then answer events line by line.

Run as a script by `chatcheck.emulator.functions`, with the unpacked code's folder as its argument; imports
the standard library only. Standard input brings one JSON object a line (event, request_id, timeout_s),
standard output takes one JSON object a line; whatever the handler prints goes to standard error.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any, TextIO


def load_handler(name: str) -> Callable[[Any, Any], Any]:
    """Return the callable that ``package/module.function`` names, as Lambda resolves it."""
    module_name, _, attribute = name.replace("/", ".").rpartition(".")
    if not module_name:
        raise ValueError(f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    handler = getattr(importlib.import_module(module_name), attribute)
    if not callable(handler):
        raise TypeError(f"Handler '{attribute}' is not callable")
    return handler  # type: ignore[no-any-return]


def make_context(request_id: str, timeout_s: float) -> Any:
    """Return what Lambda gives a handler as its second argument."""
    ends = time.monotonic() + timeout_s
    name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
    return SimpleNamespace(
        aws_request_id=request_id,
        function_name=name,
        function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
        invoked_function_arn=os.environ["CHATCHECK_FUNCTION_ARN"],
        memory_limit_in_mb=os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
        log_group_name=f"/aws/lambda/{name}",
        log_stream_name=os.environ["AWS_LAMBDA_LOG_STREAM_NAME"],
        identity=None,
        client_context=None,
        get_remaining_time_in_millis=lambda: max(0, int((ends - time.monotonic()) * 1000)),
    )


def describe(error: BaseException) -> dict[str, Any]:
    """Return an exception in the form of Lambda's error payload."""
    frames = traceback.format_tb(error.__traceback__)[1:]  # without our own
    return {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": frames}


def answer(handler: Callable[[Any, Any], Any], order: dict[str, Any]) -> dict[str, Any]:
    """Run the handler once; return ``{"result": ...}`` or ``{"error": ...}``."""
    try:
        result = handler(order["event"], make_context(order["request_id"], order["timeout_s"]))
        return {"result": json.loads(json.dumps(result))}
    except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever a handler raises is its answer)
        traceback.print_exc()
        return {"error": describe(error)}


def follow(lines: TextIO) -> Iterator[str]:
    """Yield each line; once they end the process ends, whatever the handler is doing.

    They end when the embedded AWS is gone, even killed: a handler that never returns must not outlive it.
    """
    waiting: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        for line in lines:
            waiting.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield waiting.get()


def serve(orders: Iterable[str], answers: TextIO) -> None:
    """Load the handler, say so, and answer until standard input ends."""
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except (Exception, SystemExit) as error:  # noqa: BLE001  (a module that cannot be loaded is an answer too)
        traceback.print_exc()
        _say(answers, {"error": describe(error)})
        return
    _say(answers, {"ready": True})
    for line in orders:
        _say(answers, answer(handler, json.loads(line)))


def _say(answers: TextIO, message: dict[str, Any]) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.path[0] = sys.argv[1]
    answers_file = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    orders_file = os.fdopen(os.dup(0), "r", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    serve(follow(orders_file), answers_file)
