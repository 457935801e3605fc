"""The ready CDK pipeline synthesises: deploy, then hold the chats with what the stacks told."""

import json

import pytest

from tests.stacks.pipeline_example import find_check, find_resources, synthesise_pipeline

pytestmark = pytest.mark.cdk


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return synthesise_pipeline(tmp_path_factory.mktemp("pipeline"))[1]


@pytest.fixture(scope="module")
def stage(template):
    (pipeline,) = find_resources(template, "AWS::CodePipeline::Pipeline").values()
    (stage,) = [each for each in pipeline["Stages"] if each["Name"] == "Dev"]
    return sorted(stage["Actions"], key=lambda action: action["RunOrder"])


def test_the_chats_are_held_after_both_stacks_are_deployed(stage):
    names = [action["Name"] for action in stage]

    assert names == [
        "chatcheck-dev-instance.Prepare",
        "chatcheck-dev-instance.Deploy",
        "chatcheck-dev-chat.Prepare",
        "chatcheck-dev-chat.Deploy",
        "HoldTheChats",
    ]


def test_the_step_is_fed_by_the_outputs_of_the_stack(stage):
    deploy, check = stage[-2:]
    given = json.loads(check["Configuration"]["EnvironmentVariables"])

    taken = {each["name"]: each["value"] for each in given}
    assert {"OUTPUT_InstanceId", "OUTPUT_FlowWelcomeId", "OUTPUT_QueueSupportId"} <= set(taken)
    for name, value in taken.items():
        assert value == f"#{{{deploy['Namespace']}.{name.removeprefix('OUTPUT_')}}}"


def test_no_output_that_holds_json_goes_through_the_action(stage):
    assert "ChatcheckDeployment" not in stage[-1]["Configuration"]["EnvironmentVariables"]


def test_the_reports_are_kept_whether_the_chats_pass_or_not(template):
    buildspec = json.loads(find_check(template)["Source"]["BuildSpec"])

    assert buildspec["reports"]["chats"]["file-format"] == "JUNITXML"
    assert "s3 cp" in buildspec["phases"]["post_build"]["commands"][0]


def test_the_step_may_call_what_a_chat_needs_and_no_more_of_connect(template):
    role = find_check(template)["ServiceRole"]["Fn::GetAtt"][0]
    policies = find_resources(template, "AWS::IAM::Policy").values()
    statements = [
        statement
        for policy in policies
        if {"Ref": role} in policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]

    actions = {
        action
        for statement in statements
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert {action for action in actions if action.startswith("connect:")} == {
        "connect:StartChatContact",
        "connect:StopContact",
        "connect:DescribeContact",
        "connect:GetContactAttributes",
        "connect:ListQueues",
        "connect:GetCurrentMetricData",
    }
