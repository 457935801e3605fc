"""`make bench`: ratios measured in one run, since machines are noisy and absolute times say little."""

import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3
import yaml

from chatcheck.cli import embedded
from chatcheck.spec.load import load_specs
from tests.conformance.genuine import DEBIAN_CLI, find_version_2

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
SPEC = HERE.parents[1] / "specs" / "chats" / "orders.chat.yaml"
ROUNDS = 7
CHATS = 100


def time_process(command):
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def compare_processes(ours, theirs):
    """Median of the ratios of neighbouring runs: what slows both down cancels out."""
    return statistics.median(time_process(ours) / time_process(theirs) for _ in range(ROUNDS))


def bench_validate_one():
    command = [sys.executable, "-m", "chatcheck", "validate", str(SPEC)]
    return compare_processes(command, [sys.executable, "-c", "pass"])


def bench_validate_many(folder):
    text = SPEC.read_text()
    paths = []
    for number in range(1000):
        paths.append(str(Path(folder) / f"{number}.chat.yaml"))
        Path(paths[-1]).write_text(text.replace("A1001", f"A{number:04}"))
    began = time.process_time()
    load_specs(paths)
    ours = time.process_time() - began
    began = time.process_time()
    for path in paths:
        yaml.load(Path(path).read_text(), Loader=yaml.CSafeLoader)
    return ours / (time.process_time() - began)


def make_flow():
    def action(identifier, kind, parameters, following, errors=True, conditions=()):
        transitions = {"NextAction": following, "Conditions": list(conditions)}
        transitions["Errors"] = [{"NextAction": "end", "ErrorType": "NoMatchingError"}] if errors else []
        return {
            "Identifier": identifier,
            "Type": kind,
            "Parameters": parameters,
            "Transitions": transitions if following else {},
        }

    def on(event):
        return {"NextAction": "bye", "Condition": {"Operator": "Equals", "Operands": [event]}}

    wait = {"TimeLimitSeconds": "60", "Events": ["CustomerReturned"]}
    actions = [
        action("hello", "MessageParticipant", {"Text": "hello"}, "wait"),
        action("wait", "Wait", wait, "bye", conditions=[on("CustomerReturned"), on("WaitCompleted")]),
        action("bye", "MessageParticipant", {"Text": "bye"}, "end"),
        action("end", "DisconnectParticipant", {}, None),
    ]
    return json.dumps({"Version": "2019-10-30", "StartAction": "hello", "Metadata": {}, "Actions": actions})


@contextlib.contextmanager
def run_service(folder):
    """Yield an embedded AWS with one flow: its port, environment, instance and flow."""
    with embedded.run_process(Path(folder) / "log") as endpoint:
        environment = {**os.environ, **embedded.make_environment(endpoint, os.environ)}
        session = boto3.Session("local", "local", region_name=embedded.REGION)
        connect = session.client("connect", endpoint_url=f"http://localhost:{endpoint.port}")
        instance = connect.create_instance(
            IdentityManagementType="CONNECT_MANAGED",
            InstanceAlias="bench",
            InboundCallsEnabled=True,
            OutboundCallsEnabled=False,
        )["Id"]
        flow = connect.create_contact_flow(
            InstanceId=instance, Name="bench", Type="CONTACT_FLOW", Content=make_flow()
        )["ContactFlowId"]
        yield endpoint.port, environment, instance, flow


def bench_chats(service, folder):
    port, environment, instance, flow = service
    raw = [str(HERE / "raw_client.py"), str(port), instance, flow, str(CHATS)]
    ours = [str(HERE / "runner_client.py"), instance, flow, str(CHATS), folder]
    return statistics.median(run_cpu(ours, environment) / run_cpu(raw, environment) for _ in range(3))


def bench_start(service, aws):
    """CPU of our start-chat-contact, as a whole process, against the AWS CLI's, on one endpoint."""
    port, environment, instance, flow = service
    arguments = ["start-chat-contact", "--instance-id", instance, "--contact-flow-id", flow]
    arguments += ["--participant-details", "DisplayName=Ada", "--region", embedded.REGION]
    arguments += ["--endpoint-url", f"http://localhost:{port}"]
    ours = [str(BIN / "chatcheck"), *arguments]
    theirs = [str(aws), "connect", *arguments]
    pairs = [(measure_cpu(ours, environment), measure_cpu(theirs, environment)) for _ in range(ROUNDS)]
    return statistics.median(mine / other for mine, other in pairs)


def measure_cpu(command, environment):
    """Return the seconds of CPU that one process takes, from its first instruction to its last."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def run_cpu(arguments, environment):
    answer = subprocess.run(
        [sys.executable, *arguments], env=environment, check=False, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    return float(answer.stdout)


def show(what, ratio):
    print(f"{what:56}{ratio:6.2f}x", flush=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        show("validate one spec / python -c pass", bench_validate_one())
        show("validate 1,000 specs / CSafeLoader", bench_validate_many(folder))
        with run_service(folder) as service:
            show(f"CPU of a chat at {CHATS} open / raw asyncio client", bench_chats(service, folder))
            show("CPU of start-chat-contact / AWS CLI 1, same Python", bench_start(service, BIN / "aws"))
            if find_version_2():
                show(
                    "CPU of start-chat-contact / AWS CLI 2, Debian's Python", bench_start(service, DEBIAN_CLI)
                )


if __name__ == "__main__":
    main()
