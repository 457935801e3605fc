"""A test that leaves a chat open fails for that, and the next one finds none: shown by tests that do it."""

import os
import subprocess
import sys

from tests.e2e.places import ROOT
from tests.e2e.waiting import PATIENCE_S

LEAVING = """
import json
import secrets
import boto3
import pytest
from tests.e2e.conftest import _no_chat_stays_open, local_aws

END = {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
FLOW = {"Version": "2019-10-30", "StartAction": "end", "Metadata": {}, "Actions": [END]}


@pytest.fixture
def start(local_aws):
    connect = boto3.client("connect", "us-east-1", endpoint_url=local_aws.url)
    instance = connect.create_instance(
        IdentityManagementType="CONNECT_MANAGED",
        InstanceAlias=secrets.token_hex(4),
        InboundCallsEnabled=True,
        OutboundCallsEnabled=False,
    )["Id"]
    flow = connect.create_contact_flow(
        InstanceId=instance, Name="waits", Type="CONTACT_FLOW", Content=json.dumps(FLOW)
    )["ContactFlowId"]
    return lambda: connect.start_chat_contact(
        InstanceId=instance, ContactFlowId=flow, ParticipantDetails={"DisplayName": "Ada"}
    )


def test_that_leaves_two_chats_open(local_aws, start):
    start()
    start()
    assert local_aws.open_chats() == 2

def test_that_comes_next(local_aws):
    assert local_aws.open_chats() == 0

def test_that_fails_and_leaves_a_chat_open(start):
    start()
    raise ZeroDivisionError

def test_that_comes_last(local_aws):
    assert local_aws.open_chats() == 0
"""


def test_a_test_that_leaves_a_chat_open_fails_and_the_next_one_finds_none(tmp_path):
    (tmp_path / "test_leaving.py").write_text(LEAVING)

    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", "test_leaving.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )

    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "1 failed, 3 passed, 2 errors" in answer.stdout
    for name in ("test_that_leaves_two_chats_open", "test_that_fails_and_leaves_a_chat_open"):
        assert f"ERROR test_leaving.py::{name}" in answer.stdout
    assert answer.stdout.count("Failed: the test left chats open, which were ended after it") >= 2
