"""An environment that adds to an instance which is there already."""

import json

import pytest

pytestmark = pytest.mark.cdk
ARN = "arn:aws:connect:eu-west-2:444455556666:instance/0b7c1f5e-3a52-4d0e-9b0e-3f6d1c9a2e41"


def test_nothing_of_the_instance_itself_is_provisioned(prod):
    for template in prod:
        types = {each["Type"] for each in template.to_json()["Resources"].values()}
        assert not types & {
            "AWS::Connect::Instance",
            "AWS::Connect::InstanceStorageConfig",
            "AWS::S3::Bucket",
        }


def test_hours_and_queues_are_added_to_it(prod):
    prod[0].has_resource_properties("AWS::Connect::Queue", {"Name": "prod-support", "InstanceArn": ARN})
    prod[0].resource_properties_count_is("AWS::Connect::HoursOfOperation", {"InstanceArn": ARN}, 3)


def test_flows_are_added_to_it(prod):
    prod[1].resource_properties_count_is("AWS::Connect::ContactFlow", {"InstanceArn": ARN}, 2)


def test_names_on_it_begin_with_the_environment_s_so_that_two_can_share_it(prod):
    for template, type_ in zip(
        prod, ("AWS::Connect::HoursOfOperation", "AWS::Connect::ContactFlow"), strict=True
    ):
        names = {each["Properties"]["Name"] for each in template.find_resources(type_).values()}
        assert names
        assert all(name.startswith("prod-") for name in names)


def test_what_was_added_goes_with_the_stack_although_the_environment_retains(prod):
    kept = [
        key
        for key, each in prod[0].to_json()["Resources"].items()
        if each.get("DeletionPolicy", "Delete") != "Delete"
    ]

    assert kept == []


def test_the_runner_still_finds_the_instance_in_the_chat_stack(prod):
    outputs = prod[1].to_json()["Outputs"]

    assert outputs["InstanceId"]["Value"] == "0b7c1f5e-3a52-4d0e-9b0e-3f6d1c9a2e41"
    assert json.loads(outputs["ChatcheckDeployment"]["Value"])["environment"] == "prod"
