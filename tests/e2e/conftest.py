"""One embedded AWS with the example deployed, shared by all tests of a run; the real CDK CLI put it there."""

import contextlib
import json
import os
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import boto3
import psutil
import pytest

from chatcheck.cli import embedded
from tests.e2e.places import BIN, CDK, ROOT
from tests.stacks.pipeline_example import find_check, synthesise_pipeline

TIME_LIMIT_S = 1_800
"""Of a test, with the deployments that it is the first to need, on a machine that does other things too."""
COMMAND_LIMIT_S = 900
# Files that take a minute or more are handed out first: none of them is what all wait for at the end.
LONGEST = ("test_load", "test_cdk_lifecycle", "test_pipelines", "test_faults", "test_dialogue_records")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(TIME_LIMIT_S))


@dataclass(frozen=True)
class LocalAws:
    endpoint: embedded.Endpoint
    environment: dict
    folder: Path

    @property
    def url(self):
        return f"http://localhost:{self.endpoint.port}"

    def ask(self, what):
        """Ask the embedded AWS for something of its own, past any proxy; returns the JSON."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.endpoint.port}/_chatcheck/{what}") as answer:
            return json.load(answer)

    def open_chats(self):
        return self.ask("health")["open_chats"]

    def list_open_chats(self):
        return [each for each in self.ask("contacts")["contacts"] if each["state"] != "ended"]

    def end_chats(self, chats):
        connect = boto3.client("connect", embedded.REGION, endpoint_url=self.url)
        for each in chats:
            connect.stop_contact(InstanceId=each["instance_id"], ContactId=each["contact_id"])

    def run(self, *command, check=True, cwd=ROOT, timeout=COMMAND_LIMIT_S, **extra):
        answer = subprocess.run(
            [str(each) for each in command],
            cwd=cwd,
            env={**self.environment, **extra},
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        assert not check or answer.returncode == 0, answer.stdout + answer.stderr
        return answer

    @contextlib.contextmanager
    def start(self, *command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **extra):
        """Start a command; it and all that it has started are gone when the block is left, however it is."""
        words = [str(each) for each in command]
        environment = {**self.environment, **extra}
        with subprocess.Popen(
            words, cwd=cwd, env=environment, stdout=stdout, stderr=stderr, text=True
        ) as process:
            try:
                yield process
            finally:
                end_all(process)

    def cdk(self, *arguments, **options):
        return self.run(BIN / "node", CDK, *arguments, **options)


def end_all(process):
    """Kill a process that still runs, and what it has started, in whatever session that is."""
    if process.poll() is None:
        for each in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        process.kill()


def make_environment(endpoint):
    environment = embedded.make_environment(endpoint, os.environ)
    environment["PATH"] = f"{BIN}:{ROOT / 'node_modules' / '.bin'}:/usr/bin:/bin"
    return {**environment, "JSII_NODE": str(BIN / "node"), "CI": "true", "NO_COLOR": "1"}


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("aws")
    with embedded.run_process(folder / "log") as endpoint:
        yield LocalAws(endpoint, make_environment(endpoint), folder)


@pytest.fixture(autouse=True)
def _no_chat_stays_open(request):
    """Fail whatever test leaves a chat open, and end the chat: the next test counts from none."""
    aws = request.getfixturevalue("local_aws") if "local_aws" in request.fixturenames else None
    yield
    left = aws.list_open_chats() if aws else []
    if left:
        aws.end_chats(left)
        assert aws.open_chats() == 0, f"chats that cannot be ended: {left}"
        pytest.fail(f"the test left chats open, which were ended after it: {left}")


@pytest.fixture(scope="session")
def assembly(tmp_path_factory, local_aws):
    """The example, synthesised once: a deployment from a ready assembly takes seconds."""
    folder = tmp_path_factory.mktemp("assembly") / "cdk.out"
    local_aws.cdk("synth", "--all", "--quiet", "-c", "env=local", "--output", folder)
    return folder


@pytest.fixture(scope="session")
def outputs(local_aws, assembly):
    """The example, bootstrapped and deployed; returns the outputs file."""
    local_aws.cdk("bootstrap", "--app", "", "aws://000000000000/us-east-1")
    path = local_aws.folder / "outputs.json"
    local_aws.cdk("deploy", "--all", "--app", assembly, "--require-approval", "never", "--outputs-file", path)
    return path


@pytest.fixture(scope="session")
def deployment(outputs):
    """All outputs of the example in one dictionary."""
    stacks = json.loads(outputs.read_text())
    return {key: value for stack in stacks.values() for key, value in stack.items()}


@pytest.fixture(scope="session")
def chat_check_buildspec(tmp_path_factory):
    """What the step of the ready CDK pipeline runs, from its synthesised template."""
    os.environ.setdefault("JSII_NODE", str(BIN / "node"))
    template = synthesise_pipeline(tmp_path_factory.mktemp("pipeline"))[1]
    return json.loads(find_check(template)["Source"]["BuildSpec"])


@pytest.fixture
def write_spec(tmp_path):
    """Write a spec for the deployed flow `welcome`, from the text of its steps.

    What is to come has long enough for a busy machine; what is not to come says itself how long.
    """

    def write(steps, name="a chat", head="", within="30s"):
        lines = "\n".join(f"      {line}" for line in steps.strip().splitlines())
        path = tmp_path / "test.chat.yaml"
        path.write_text(
            f"chatcheck: 1\nflow: welcome\ndefaults: {{within: {within}}}\nstart:\n"
            "  ParticipantDetails: {DisplayName: Test}\n  Attributes: {store: web, locale: en-GB}\n"
            f"{head}chats:\n  - name: {name}\n    steps:\n{lines}\n"
        )
        return path

    return write
