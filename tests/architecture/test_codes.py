"""A code of a diagnostic means one thing, wherever it is told."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "chatcheck"
SHARED = {
    "C304": {"deadlines", "failure_kinds", "starting"},  # no answer in time
    "C313": {"failure_kinds", "http_calls", "sdk", "stored"},  # the answer cannot be understood
    "C314": {"aws_client", "endpoints", "failure_kinds", "routes"},  # the settings cannot be used
    "C320": {"failure_kinds", "websocket"},  # there is no usable websocket
    "C321": {"link", "websocket"},  # the websocket was lost
    "C341": {"run_record", "worker_record"},  # contacts of a run may be open
}
"""What several modules tell in the same sense; all about sockets counts as one."""


def list_codes(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Diagnostic", "Kind", "_lose"):
            values = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
            yield from (value for value in values if str(value).startswith("C3"))


def test_a_transport_code_is_told_by_one_module_unless_it_means_the_same():
    modules = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for code in list_codes(path):
            modules[code].add("websocket" if "socket" in path.stem else path.stem)

    assert len(modules) > 20
    assert {code: names for code, names in modules.items() if len(names) > 1} == SHARED
