"""The pytest plugin: `pytest specs/` holds each chat as a test; `chat` lets a test hold its own.

Loaded in every pytest run of an environment that has chatcheck, so it imports nothing of it before a
chat spec is collected or a fixture asked for.
"""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from chatcheck.render.deployment import Deployment
    from chatcheck.testing.conversation import Conversation

SUFFIX = ".chat.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that name a deployment, as `chatcheck run` has them."""
    group = parser.getgroup("chatcheck", "Amazon Connect chats")
    group.addoption("--chatcheck-outputs", metavar="FILE", help="what `cdk deploy --outputs-file` wrote")
    group.addoption(
        "--chatcheck-stack",
        metavar="NAME",
        action="append",
        default=[],
        help="instead of a file: the outputs of this CloudFormation stack; may be repeated",
    )
    group.addoption(
        "--chatcheck-env", metavar="NAME", help="instead of a file: what SSM holds under /chatcheck/NAME/"
    )
    group.addoption(
        "--chatcheck-instance-id", metavar="ID", help="instead of outputs: the instance's id or ARN"
    )
    group.addoption(
        "--chatcheck-flow",
        metavar="NAME=ID",
        action="append",
        default=[],
        help="instead of outputs: a flow's id or ARN; may be repeated",
    )
    group.addoption("--chatcheck-region", metavar="REGION", help="instead of the deployment's Region")
    group.addoption(
        "--chatcheck-var",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a value for ${NAME} in the specs; may be repeated",
    )
    group.addoption(
        "--chatcheck-no-agent-check",
        action="store_true",
        help="hold the chats although agents who are online may be offered them",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect `*.chat.yaml`."""
    if not file_path.name.endswith(SUFFIX):
        return None
    from chatcheck.testing.items import ChatFile  # noqa: PLC0415

    found: pytest.Collector = ChatFile.from_parent(parent, path=file_path)
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a chat that broke as an error, of which pytest has none in the call itself."""
    outcomes = sys.modules.get("chatcheck.testing.outcomes")
    if outcomes is None or call.excinfo is None:
        return (yield)
    outcomes.shorten(call.excinfo.value)
    report = yield
    if report.when == "call" and report.failed and call.excinfo.errisinstance(outcomes.ChatBroken):
        report.when = "setup"
    if getattr(call.excinfo.value, "at_end", False):
        report.longrepr = str(call.excinfo.value)
    return report


def pytest_report_teststatus(report: pytest.TestReport | pytest.CollectReport) -> Any:
    """Show a pass that needed another attempt as flaky."""
    properties = getattr(report, "user_properties", ())
    if report.when == "call" and report.passed and ("chatcheck", "flaky") in map(tuple, properties):
        return "flaky", "f", ("FLAKY", {"yellow": True})
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """End all that was opened for chats: xdist may kill its workers once their sessions are finished."""
    hall = sys.modules.get("chatcheck.testing.hall")
    if hall is not None:
        hall.close_hall(session.config)


@pytest.fixture(scope="session")
def deployment(pytestconfig: pytest.Config) -> Deployment:
    """The deployment that the options ``--chatcheck-...`` name: its instance, flows and queues by name."""
    from chatcheck.errors import ChatcheckError  # noqa: PLC0415
    from chatcheck.testing.deployment import find_target  # noqa: PLC0415

    try:
        return find_target(pytestconfig).deployment
    except ChatcheckError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def chat(request: pytest.FixtureRequest, deployment: Deployment) -> Iterator[Conversation]:
    """A chat that the test leads, ended with it: ``await chat.start("welcome")``, ``send``, ``expect``.

    A coroutine needs no other plugin; ``chat.sync`` has the same methods for a test that is none.
    """
    from chatcheck.errors import ChatcheckError  # noqa: PLC0415
    from chatcheck.testing.background import interrupting_signals  # noqa: PLC0415
    from chatcheck.testing.conversation import Conversation  # noqa: PLC0415
    from chatcheck.testing.deployment import find_target  # noqa: PLC0415
    from chatcheck.testing.hall import find_hall  # noqa: PLC0415

    try:
        sources = find_target(request.config).find_sources(deployment)
        hall = find_hall(request.config)
    except ChatcheckError as error:
        pytest.fail(str(error), pytrace=False)
    conversation = Conversation(hall, deployment, sources, request.node.name)
    with interrupting_signals():
        try:
            yield conversation
        finally:
            conversation.finish()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """End the chat of a test with it, and run a coroutine that takes one unless another plugin does."""
    module = sys.modules.get("chatcheck.testing.conversation")
    led = pyfuncitem.funcargs.get("chat") if module is not None else None
    if module is None or not isinstance(led, module.Conversation):
        return (yield)
    written = pyfuncitem.obj
    if inspect.iscoroutinefunction(written) and pyfuncitem.get_closest_marker("anyio") is None:
        pyfuncitem.obj = lambda **given: asyncio.run(written(**given))
    try:
        answer = yield
    finally:
        pyfuncitem.obj = written
    led.finish()
    return answer
