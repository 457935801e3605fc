"""`chatcheck doctor` says of each thing that a run needs whether it is there, and what to do when not."""

import json

import boto3
import pytest

from tests.e2e.places import CHATCHECK


def examine(local_aws, *arguments, tmp_path, **environment):
    answer = local_aws.run(
        CHATCHECK, "doctor", *arguments, "--json", check=False, cwd=tmp_path, **environment
    )
    assert "Traceback" not in answer.stderr
    return answer, {check["name"]: check for check in json.loads(answer.stdout)["checks"]}


def test_the_example_is_well(local_aws, outputs, tmp_path):
    answer, checks = examine(local_aws, "--outputs", outputs, "--websocket", tmp_path=tmp_path)

    assert answer.returncode == 0, answer.stdout
    assert {check["status"] for check in checks.values()} == {"ok"}
    assert {
        *("endpoint", "credentials", "clock", "quotas", "deployment", "instance", "flow welcome"),
        *("queues", "permission DescribeContact", "permission GetContactAttributes"),
        *("participant", "websocket"),
    } <= set(checks)
    assert local_aws.open_chats() == 0


def test_a_person_reads_one_line_each(local_aws, outputs, tmp_path):
    answer = local_aws.run(CHATCHECK, "doctor", "--outputs", outputs, cwd=tmp_path)

    lines = answer.stdout.splitlines()
    assert len(lines) > 8
    assert {line.split()[0] for line in lines} == {"ok"}


@pytest.fixture
def draft(local_aws, deployment):
    """The id of a flow that was never published; it goes with the test."""
    client = boto3.client("connect", "us-east-1", endpoint_url=local_aws.url)
    instance_id = deployment["InstanceId"]
    content = client.describe_contact_flow(InstanceId=instance_id, ContactFlowId=deployment["FlowWelcomeId"])[
        "ContactFlow"
    ]["Content"]
    flow_id = client.create_contact_flow(
        InstanceId=instance_id, Name="a draft", Type="CONTACT_FLOW", Content=content, Status="SAVED"
    )["ContactFlowId"]
    yield flow_id
    client.delete_contact_flow(InstanceId=instance_id, ContactFlowId=flow_id)


def test_a_flow_that_is_only_a_draft_is_found(local_aws, deployment, draft, tmp_path):
    instance_id = deployment["InstanceId"]
    named = ("--instance-id", instance_id, "--region", "us-east-1", "--flow", f"draft={draft}")

    answer, checks = examine(local_aws, *named, tmp_path=tmp_path)

    assert answer.returncode == 1
    assert checks["flow draft"]["status"] == "fail"
    assert "publish" in checks["flow draft"]["fix"]


def test_an_instance_that_is_not_there_is_found(local_aws, tmp_path):
    nothing = "11111111-2222-3333-4444-555555555555"
    named = ("--instance-id", nothing, "--region", "us-east-1", "--flow", f"welcome={nothing}")

    answer, checks = examine(local_aws, *named, tmp_path=tmp_path)

    assert answer.returncode == 1
    assert checks["instance"]["status"] == "fail"


def test_without_a_deployment_the_rest_is_looked_at(local_aws, tmp_path):
    answer, checks = examine(local_aws, tmp_path=tmp_path)

    assert answer.returncode == 1
    assert checks["deployment"]["status"] == "fail"
    assert checks["credentials"]["status"] == "ok"


@pytest.mark.parametrize("trouble", ["endpoint", "credentials"])
def test_what_does_not_answer_is_broken(local_aws, outputs, tmp_path, trouble):
    environments = {
        "endpoint": {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"},
        "credentials": {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
    }

    answer, checks = examine(local_aws, "--outputs", outputs, tmp_path=tmp_path, **environments[trouble])

    assert answer.returncode == 3
    assert checks["credentials"]["status"] == "fail"
    assert checks["credentials"]["fix"]


def test_without_credentials_only_they_are_complained_of(local_aws, outputs, tmp_path):
    nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"}

    answer, checks = examine(local_aws, "--outputs", outputs, tmp_path=tmp_path, **nobody)

    assert answer.returncode == 3
    assert [name for name, check in checks.items() if check["status"] == "fail"] == ["credentials"]
    assert "AWS_PROFILE" in checks["credentials"]["fix"]
    assert checks["instance"]["what"] == "not looked at, nor what is in it"
