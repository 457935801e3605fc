"""Resetting forgets everything: in a process of its own."""

import contextlib
import json
import os
import urllib.request

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.unit.emulator.conftest import start_process, stop_process


@pytest.fixture
def own_url():
    process, line = start_process("--parent-pid", str(os.getpid()))
    yield json.loads(line)["url"]
    stop_process(process)


def test_a_reset_forgets_stacks_and_resources(own_url):
    cloudformation = boto3.client("cloudformation", endpoint_url=own_url, region_name="us-east-1")
    ssm = boto3.client("ssm", endpoint_url=own_url, region_name="us-east-1")
    resource = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/r", "Type": "String", "Value": "x"}}
    template = json.dumps({"Resources": {"A": resource}})
    for _ in range(2):
        cloudformation.create_stack(StackName="s", TemplateBody=template)
        assert ssm.get_parameter(Name="/r")["Parameter"]["Value"] == "x"
        request = urllib.request.Request(f"{own_url}/_chatcheck/reset", method="POST")
        with contextlib.closing(urllib.request.urlopen(request)) as answer:
            assert answer.status == 200
        with pytest.raises(ClientError, match="does not exist"):
            cloudformation.describe_stacks(StackName="s")
        with pytest.raises(ClientError, match="ParameterNotFound"):
            ssm.get_parameter(Name="/r")
