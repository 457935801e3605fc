"""The embedded AWS that the benchmarks talk to, with as many instances as their chats need."""

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import boto3

from chatcheck.cli import embedded

INSTANCES = 11
"""An instance takes 500 chats at a time."""


@dataclass(frozen=True)
class Service:
    port: int
    environment: dict
    places: tuple

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    @property
    def health_url(self):
        return f"http://127.0.0.1:{self.port}/_chatcheck/health"

    @property
    def listed(self):
        return ",".join(f"{instance}:{flow}" for instance, flow in self.places)


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

    wait = {"TimeLimitSeconds": "600", "Events": ["CustomerReturned"]}
    actions = [
        action("hello", "MessageParticipant", {"Text": "hello"}, "wait"),
        action("wait", "Wait", wait, "bye", conditions=[on("CustomerReturned"), on("WaitCompleted")]),
        action("bye", "MessageParticipant", {"Text": "bye"}, "end"),
        action("end", "DisconnectParticipant", {}, None),
    ]
    return json.dumps({"Version": "2019-10-30", "StartAction": "hello", "Metadata": {}, "Actions": actions})


def make_place(connect, number):
    instance = connect.create_instance(
        IdentityManagementType="CONNECT_MANAGED",
        InstanceAlias=f"bench-{number}",
        InboundCallsEnabled=True,
        OutboundCallsEnabled=False,
    )["Id"]
    flow = connect.create_contact_flow(
        InstanceId=instance, Name="bench", Type="CONTACT_FLOW", Content=make_flow()
    )["ContactFlowId"]
    return instance, flow


@contextlib.contextmanager
def run_talk_service():
    """Run `talk_service`, which takes less time for a chat than any client does."""
    command = [sys.executable, Path(__file__).parent / "talk_service.py"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = int(process.stdout.readline())
            settings = {"AWS_ENDPOINT_URL": f"http://localhost:{port}", "AWS_REGION": embedded.REGION}
            keys = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "local")
            yield Service(port, os.environ | settings | keys, (("i", "bench"),))
        finally:
            process.terminate()


@contextlib.contextmanager
def run_service(folder):
    with embedded.run_process(Path(folder) / "log") as endpoint:
        environment = {**os.environ, **embedded.make_environment(endpoint, os.environ)}
        session = boto3.Session("local", "local", region_name=embedded.REGION)
        connect = session.client("connect", endpoint_url=f"http://localhost:{endpoint.port}")
        places = tuple(make_place(connect, number) for number in range(INSTANCES))
        yield Service(endpoint.port, environment, places)
