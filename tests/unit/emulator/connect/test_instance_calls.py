import pytest

MANAGED = {
    "IdentityManagementType": "CONNECT_MANAGED",
    "InboundCallsEnabled": True,
    "OutboundCallsEnabled": True,
}


def test_instance_is_described_as_created(connect, instance_id):
    found = connect.describe_instance(InstanceId=instance_id)["Instance"]
    assert found["Arn"] == f"arn:aws:connect:us-east-1:000000000000:instance/{instance_id}"
    assert (found["InstanceAlias"], found["InstanceStatus"]) == ("acme", "ACTIVE")
    assert (found["InboundCallsEnabled"], found["OutboundCallsEnabled"]) == (True, False)
    assert found["CreatedTime"].year >= 2026


def test_instances_are_listed_in_pages(connect):
    for number in range(3):
        connect.create_instance(InstanceAlias=f"acme-{number}", **MANAGED)
    first = connect.list_instances(MaxResults=2)
    rest = connect.list_instances(MaxResults=2, NextToken=first["NextToken"])
    aliases = [each["InstanceAlias"] for each in first["InstanceSummaryList"] + rest["InstanceSummaryList"]]
    assert aliases == ["acme-0", "acme-1", "acme-2"]
    assert "NextToken" not in rest


def test_attributes_follow_the_instance_and_can_be_changed(connect, instance_id):
    def read(name):
        answer = connect.describe_instance_attribute(InstanceId=instance_id, AttributeType=name)
        return answer["Attribute"]["Value"]

    assert (read("INBOUND_CALLS"), read("CONTACTFLOW_LOGS")) == ("true", "false")
    connect.update_instance_attribute(InstanceId=instance_id, AttributeType="CONTACTFLOW_LOGS", Value="true")
    assert read("CONTACTFLOW_LOGS") == "true"


def test_attributes_are_listed_completely_over_pages(connect, instance_id):
    pages = connect.get_paginator("list_instance_attributes").paginate(InstanceId=instance_id)
    names = [each["AttributeType"] for page in pages for each in page["Attributes"]]
    assert sorted(names) == sorted(connect.meta.service_model.shape_for("InstanceAttributeType").enum)


def test_deleted_instance_is_gone_with_all_it_held(connect, instance_id, queue_id, refused):
    connect.delete_instance(InstanceId=instance_id)
    code, status, _ = refused(connect.describe_queue, InstanceId=instance_id, QueueId=queue_id)
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_resources_are_tagged_and_untagged(connect, instance_id, queue_id):
    arn = connect.describe_queue(InstanceId=instance_id, QueueId=queue_id)["Queue"]["QueueArn"]
    connect.tag_resource(resourceArn=arn, tags={"team": "store", "stage": "dev"})
    connect.untag_resource(resourceArn=arn, tagKeys=["stage"])
    assert connect.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "store"}


@pytest.mark.parametrize("alias", ["acme", "ACME"])
def test_taken_alias_is_refused(connect, instance_id, refused, alias):
    code, status, answer = refused(connect.create_instance, InstanceAlias=alias, **MANAGED)
    assert (code, status) == ("InvalidRequestException", 400)
    assert answer["Error"]["Message"].startswith("Invalid Input. Instance alias is already used.")


@pytest.mark.parametrize("alias", ["d-acme", "acme-", "ac me", "a" * 46])
def test_bad_alias_is_refused(lenient, refused, alias):
    code, status, answer = refused(lenient.create_instance, InstanceAlias=alias, **MANAGED)
    assert (code, status) == ("InvalidRequestException", 400)
    assert "InstanceAlias" in answer["Error"]["Message"]


def test_missing_member_is_refused(lenient, refused):
    code, _, answer = refused(lenient.create_instance, InstanceAlias="acme")
    assert code == "InvalidRequestException"
    assert "IdentityManagementType is required" in answer["Error"]["Message"]


def test_unknown_instance_attribute_is_refused(connect, instance_id, refused):
    code, status, _ = refused(
        connect.describe_instance_attribute, InstanceId=instance_id, AttributeType="NONE_SUCH"
    )
    assert (code, status) == ("InvalidParameterException", 400)


def test_token_that_is_none_of_ours_is_refused(connect, instance_id, refused):
    code, _, _ = refused(connect.list_instances, NextToken="x")
    assert code == "InvalidRequestException"


def test_fifty_first_tag_is_refused(connect, instance_id, refused):
    arn = connect.describe_instance(InstanceId=instance_id)["Instance"]["Arn"]
    connect.tag_resource(resourceArn=arn, tags={f"k{number}": "v" for number in range(50)})
    code, _, _ = refused(connect.tag_resource, resourceArn=arn, tags={"one": "more"})
    assert code == "InvalidParameterException"


def test_tags_of_nothing_are_not_found(connect, instance_id, refused):
    arn = f"arn:aws:connect:us-east-1:000000000000:instance/{instance_id}/queue/none"
    code, status, _ = refused(connect.list_tags_for_resource, resourceArn=arn)
    assert (code, status) == ("ResourceNotFoundException", 404)
