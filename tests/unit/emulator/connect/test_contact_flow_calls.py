import pytest


@pytest.fixture
def create(connect, instance_id):
    def call(content, name="welcome", **more):
        return connect.create_contact_flow(
            InstanceId=instance_id, Name=name, Type="CONTACT_FLOW", Content=content, **more
        )

    return call


@pytest.fixture
def describe(connect, instance_id):
    def call(flow_id):
        return connect.describe_contact_flow(InstanceId=instance_id, ContactFlowId=flow_id)["ContactFlow"]

    return call


def test_flow_is_described_as_created(create, describe, write):
    content = write.flow()
    made = create(content, Description="first", Tags={"a": "b"})
    found = describe(made["ContactFlowId"])
    assert (found["Content"], found["Status"], found["State"]) == (content, "PUBLISHED", "ACTIVE")
    assert (found["Description"], found["Tags"], found["Arn"]) == (
        "first",
        {"a": "b"},
        made["ContactFlowArn"],
    )
    assert len(made["FlowContentSha256"]) == 64


def test_content_changes_in_place(connect, instance_id, create, describe, write):
    flow_id = create(write.flow())["ContactFlowId"]
    content = write.flow(write.action("MessageParticipant", Text="Hello"))
    connect.update_contact_flow_content(InstanceId=instance_id, ContactFlowId=flow_id, Content=content)
    assert describe(flow_id)["Content"] == content


def test_draft_leaves_the_published_content_alone(connect, instance_id, create, describe, write):
    content = write.flow()
    flow_id = create(content)["ContactFlowId"]
    connect.update_contact_flow_content(
        InstanceId=instance_id, ContactFlowId=f"{flow_id}:$SAVED", Content="not finished"
    )
    assert (describe(flow_id)["Content"], describe(flow_id)["Status"]) == (content, "PUBLISHED")
    draft = describe(f"{flow_id}:$SAVED")
    assert (draft["Content"], draft["Status"]) == ("not finished", "SAVED")


def test_metadata_changes(connect, instance_id, create, describe, write):
    flow_id = create(write.flow(), Description="old")["ContactFlowId"]
    connect.update_contact_flow_metadata(
        InstanceId=instance_id, ContactFlowId=flow_id, Name="entry", ContactFlowState="ARCHIVED"
    )
    found = describe(flow_id)
    assert (found["Name"], found["State"], found["Description"]) == ("entry", "ARCHIVED", "old")
    connect.update_contact_flow_name(InstanceId=instance_id, ContactFlowId=flow_id, Name="start")
    assert describe(flow_id)["Name"] == "start"


def test_flows_are_listed_by_type(connect, instance_id, create, write):
    create(write.flow())
    connect.create_contact_flow(
        InstanceId=instance_id, Name="waiting", Type="CUSTOMER_QUEUE", Content="{}", Status="SAVED"
    )
    listed = connect.list_contact_flows(InstanceId=instance_id, ContactFlowTypes=["CUSTOMER_QUEUE"])
    [found] = listed["ContactFlowSummaryList"]
    assert (found["Name"], found["ContactFlowStatus"]) == ("waiting", "SAVED")
    assert len(connect.list_contact_flows(InstanceId=instance_id)["ContactFlowSummaryList"]) == 2


def test_saved_flow_is_not_validated_and_only_found_as_saved(create, describe, refused, connect, instance_id):
    flow_id = create("nonsense", Status="SAVED")["ContactFlowId"]
    assert describe(f"{flow_id}:$SAVED")["Content"] == "nonsense"
    code, status, _ = refused(connect.describe_contact_flow, InstanceId=instance_id, ContactFlowId=flow_id)
    assert (code, status) == ("ContactFlowNotPublishedException", 404)


def test_deleted_flow_is_gone(connect, instance_id, create, write, refused):
    flow_id = create(write.flow())["ContactFlowId"]
    connect.delete_contact_flow(InstanceId=instance_id, ContactFlowId=flow_id)
    code, status, _ = refused(connect.describe_contact_flow, InstanceId=instance_id, ContactFlowId=flow_id)
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_name_is_given_once(connect, instance_id, create, write, refused):
    create(write.flow())
    code, status, _ = refused(
        connect.create_contact_flow,
        InstanceId=instance_id,
        Name="welcome",
        Type="CONTACT_FLOW",
        Content=write.flow(),
    )
    assert (code, status) == ("DuplicateResourceException", 409)


def test_hundred_first_flow_is_refused(create, write, refused, connect, instance_id):
    for number in range(100):
        create("{}", name=f"flow {number}", Status="SAVED")
    code, status, _ = refused(
        connect.create_contact_flow,
        InstanceId=instance_id,
        Name="x",
        Type="CONTACT_FLOW",
        Content="{}",
        Status="SAVED",
    )
    assert (code, status) == ("LimitExceededException", 429)


def test_unknown_type_is_refused(connect, instance_id, refused, write):
    code, status, answer = refused(
        connect.create_contact_flow, InstanceId=instance_id, Name="x", Type="CHAT", Content=write.flow()
    )
    assert (code, status) == ("InvalidParameterException", 400)
    assert "CONTACT_FLOW" in answer["Error"]["Message"]


def test_refused_update_keeps_the_old_content(connect, instance_id, create, describe, write, refused):
    content = write.flow()
    flow_id = create(content)["ContactFlowId"]
    code, status, _ = refused(
        connect.update_contact_flow_content, InstanceId=instance_id, ContactFlowId=flow_id, Content="{"
    )
    assert (code, status) == ("InvalidContactFlowException", 400)
    assert describe(flow_id)["Content"] == content


def test_module_lives_like_a_flow(connect, instance_id, write, refused):
    content = write.module()
    made = connect.create_contact_flow_module(InstanceId=instance_id, Name="greet", Content=content)
    where = {"InstanceId": instance_id, "ContactFlowModuleId": made["Id"]}
    found = connect.describe_contact_flow_module(**where)["ContactFlowModule"]
    assert (found["Content"], found["Arn"], found["Status"]) == (content, made["Arn"], "PUBLISHED")
    connect.update_contact_flow_module_metadata(**where, Name="hail", State="ARCHIVED")
    listed = connect.list_contact_flow_modules(InstanceId=instance_id, ContactFlowModuleState="ARCHIVED")
    assert [each["Name"] for each in listed["ContactFlowModulesSummaryList"]] == ["hail"]
    code, _, answer = refused(connect.update_contact_flow_module_content, **where, Content="{")
    assert code == "InvalidContactFlowModuleException"
    assert answer["Problems"][0]["message"]
    connect.delete_contact_flow_module(**where)
    assert refused(connect.describe_contact_flow_module, **where)[1] == 404
