"""The life of stacks, over the wire."""

import json

import pytest
from botocore.exceptions import ClientError


def parameter(name, value, **extra):
    properties = {"Name": name, "Type": "String", "Value": value}
    return {"Type": "AWS::SSM::Parameter", "Properties": properties, **extra}


BROKEN = {
    "Type": "AWS::SSM::Parameter",
    "Properties": {"Name": "aws-not-allowed", "Type": "String", "Value": ""},
}


@pytest.fixture
def ssm(aws):
    return aws.client("ssm")


def deploy(cloudformation, name, resources, update=False, **sections):
    parameters = sections.pop("parameters", [])
    tags = sections.pop("tags", [])
    body = json.dumps({"Resources": resources, **sections})
    call = cloudformation.update_stack if update else cloudformation.create_stack
    call(
        StackName=name,
        TemplateBody=body,
        Parameters=parameters,
        Tags=tags,
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    return describe(cloudformation, name)


def describe(cloudformation, name):
    return cloudformation.describe_stacks(StackName=name)["Stacks"][0]


def get_statuses(cloudformation, name):
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    return [(each["LogicalResourceId"], each["ResourceStatus"]) for each in reversed(events)]


def get_reasons(cloudformation, name):
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    return [each["ResourceStatusReason"] for each in events if each["ResourceStatus"].endswith("_FAILED")]


def read(ssm, name):
    try:
        return ssm.get_parameter(Name=name)["Parameter"]["Value"]
    except ssm.exceptions.ParameterNotFound:
        return None


def make_change_set(cloudformation, name, resources, kind="UPDATE", **sections):
    parameters = sections.pop("parameters", [])
    body = json.dumps({"Resources": resources, **sections})
    cloudformation.create_change_set(
        StackName=name, ChangeSetName="c", ChangeSetType=kind, TemplateBody=body, Parameters=parameters
    )
    return cloudformation.describe_change_set(StackName=name, ChangeSetName="c")


def get_changes(change_set):
    return {
        each["ResourceChange"]["LogicalResourceId"]: each["ResourceChange"] for each in change_set["Changes"]
    }


def test_a_stack_is_created_with_outputs(cloudformation, ssm, name):
    stack = deploy(
        cloudformation,
        name,
        {"B": parameter(f"/{name}/b", {"Fn::Sub": "got ${A.Value}"}), "A": parameter(f"/{name}/a", "one")},
        Outputs={"A": {"Value": {"Ref": "A"}, "Description": "the name"}},
    )
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert stack["Outputs"] == [{"OutputKey": "A", "OutputValue": f"/{name}/a", "Description": "the name"}]
    assert read(ssm, f"/{name}/b") == "got one"


def test_events_have_times_of_their_own_newest_first(cloudformation, name):
    deploy(cloudformation, name, {each: parameter(f"/{name}/{each}", each) for each in "ABC"})
    times = [
        each["Timestamp"] for each in cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    ]
    assert times == sorted(set(times), reverse=True)


def test_a_failed_creation_is_rolled_back_with_its_reason(cloudformation, ssm, name):
    broken = BROKEN | {"DependsOn": "Good"}
    stack = deploy(cloudformation, name, {"Good": parameter(f"/{name}/good", "x"), "Bad": broken})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    [reason] = get_reasons(cloudformation, name)
    assert reason.startswith('Resource handler returned message: "')
    assert "HandlerErrorCode: InvalidRequest)" in reason
    assert read(ssm, f"/{name}/good") is None
    assert ("Good", "DELETE_COMPLETE") in get_statuses(cloudformation, name)


def test_a_rolled_back_stack_can_only_be_deleted(cloudformation, name):
    deploy(cloudformation, name, {"Bad": BROKEN})
    with pytest.raises(ClientError, match="ROLLBACK_COMPLETE state and can not be updated"):
        deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "x")}, update=True)
    cloudformation.delete_stack(StackName=name)
    with pytest.raises(ClientError, match="does not exist"):
        describe(cloudformation, name)


def test_an_update_changes_adds_and_removes(cloudformation, ssm, name):
    deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "one"), "Old": parameter(f"/{name}/old", "x")})
    stack = deploy(
        cloudformation,
        name,
        {"A": parameter(f"/{name}/a", "two"), "New": parameter(f"/{name}/new", {"Ref": "A"})},
        update=True,
    )
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert [read(ssm, f"/{name}/{each}") for each in ("a", "old", "new")] == ["two", None, f"/{name}/a"]
    assert ssm.get_parameter(Name=f"/{name}/a")["Parameter"]["Version"] == 2


def test_a_failed_update_restores_what_was(cloudformation, ssm, name):
    before = {"A": parameter(f"/{name}/a", "one"), "Old": parameter(f"/{name}/old", "x")}
    deploy(cloudformation, name, before, Outputs={"V": {"Value": {"Fn::GetAtt": ["A", "Value"]}}})
    after = {
        "A": parameter(f"/{name}/a", "two"),
        "New": parameter(f"/{name}/new", "x"),
        "Bad": BROKEN | {"DependsOn": ["A", "New"]},
    }
    stack = deploy(cloudformation, name, after, update=True)
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert stack["Outputs"][0]["OutputValue"] == "one"
    assert [read(ssm, f"/{name}/{each}") for each in ("a", "old", "new")] == ["one", "x", None]
    assert (
        json.loads(json.dumps(cloudformation.get_template(StackName=name)["TemplateBody"]))["Resources"]
        == before
    )


def test_an_immutable_property_replaces_the_resource_and_deletes_the_old_one_last(cloudformation, ssm, name):
    deploy(
        cloudformation, name, {"A": parameter(f"/{name}/a", "x"), "B": parameter(f"/{name}/b", {"Ref": "A"})}
    )
    deploy(
        cloudformation,
        name,
        {"A": parameter(f"/{name}/a2", "x"), "B": parameter(f"/{name}/b", {"Ref": "A"})},
        update=True,
    )
    assert read(ssm, f"/{name}/b") == f"/{name}/a2"
    assert read(ssm, f"/{name}/a") is None
    statuses = get_statuses(cloudformation, name)
    assert statuses.index(("B", "UPDATE_COMPLETE")) < statuses.index(("A", "DELETE_COMPLETE"))


def test_a_failed_update_takes_a_replacement_back(cloudformation, ssm, name):
    deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "x")})
    deploy(
        cloudformation,
        name,
        {"A": parameter(f"/{name}/a2", "x"), "Bad": BROKEN | {"DependsOn": "A"}},
        update=True,
    )
    assert [read(ssm, f"/{name}/{each}") for each in ("a", "a2")] == ["x", None]
    [kept] = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    assert kept["PhysicalResourceId"] == f"/{name}/a"


def test_retained_resources_stay(cloudformation, ssm, name):
    kept = parameter(f"/{name}/a", "x", DeletionPolicy="Retain", UpdateReplacePolicy="Retain")
    deploy(cloudformation, name, {"A": kept})
    moved = parameter(f"/{name}/a2", "x", DeletionPolicy="Retain")
    deploy(cloudformation, name, {"A": moved}, update=True)
    cloudformation.delete_stack(StackName=name)
    assert [read(ssm, f"/{name}/{each}") for each in ("a", "a2")] == ["x", "x"]


def test_an_update_without_changes_is_refused(cloudformation, name):
    resources = {"A": parameter(f"/{name}/a", "x")}
    deploy(cloudformation, name, resources)
    with pytest.raises(ClientError, match="No updates are to be performed"):
        deploy(cloudformation, name, resources, update=True)


def test_a_change_set_without_changes_fails_and_says_so(cloudformation, name):
    resources = {"A": parameter(f"/{name}/a", "x")}
    deploy(cloudformation, name, resources)
    made = make_change_set(cloudformation, name, resources)
    assert made["Status"] == "FAILED"
    assert "didn't contain changes" in made["StatusReason"]
    with pytest.raises(ClientError, match="cannot be executed"):
        cloudformation.execute_change_set(StackName=name, ChangeSetName="c")


def test_a_change_set_creates_and_its_entries_say_what_changes(cloudformation, ssm, name):
    made = make_change_set(cloudformation, name, {"A": parameter(f"/{name}/a", "one")}, "CREATE")
    assert describe(cloudformation, name)["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert get_changes(made)["A"]["Action"] == "Add"
    assert read(ssm, f"/{name}/a") is None
    cloudformation.execute_change_set(StackName=name, ChangeSetName="c")
    assert describe(cloudformation, name)["StackStatus"] == "CREATE_COMPLETE"
    changes = get_changes(
        make_change_set(
            cloudformation,
            name,
            {"A": parameter(f"/{name}/a2", "two"), "B": parameter(f"/{name}/b", {"Ref": "A"})},
        )
    )
    details = {
        each["Target"]["Name"]: each["Target"]["RequiresRecreation"] for each in changes["A"]["Details"]
    }
    assert (changes["A"]["Action"], changes["A"]["Replacement"]) == ("Modify", "True")
    assert details == {"Name": "Always", "Value": "Never"}
    assert changes["B"]["Action"] == "Add"
    assert read(ssm, f"/{name}/a") == "one"


def test_a_replaced_dependency_shows_in_the_change_set_of_what_refers_to_it(cloudformation, name):
    def make(path):
        return {"A": parameter(path, "x"), "B": parameter(f"/{name}/b", {"Ref": "A"})}

    deploy(cloudformation, name, make(f"/{name}/a"))
    changes = get_changes(make_change_set(cloudformation, name, make(f"/{name}/a2")))
    [detail] = changes["B"]["Details"]
    assert detail["Evaluation"] == "Dynamic"
    assert detail["Target"]["Name"] == "Value"


def test_a_change_set_of_a_deleted_stack_is_gone(cloudformation, name):
    make_change_set(cloudformation, name, {"A": parameter(f"/{name}/a", "one")}, "CREATE")
    cloudformation.delete_stack(StackName=name)
    with pytest.raises(ClientError, match="does not exist"):
        cloudformation.describe_change_set(StackName=name, ChangeSetName="c")


def test_a_change_sets_name_is_given_once(cloudformation, name):
    make_change_set(cloudformation, name, {"A": parameter(f"/{name}/a", "one")}, "CREATE")
    with pytest.raises(cloudformation.exceptions.AlreadyExistsException, match="ChangeSet c already exists"):
        make_change_set(cloudformation, name, {"A": parameter(f"/{name}/a", "one")}, "CREATE")
    cloudformation.delete_change_set(StackName=name, ChangeSetName="c")
    make_change_set(cloudformation, name, {"A": parameter(f"/{name}/a", "one")}, "CREATE")


def test_a_changed_output_is_a_change(cloudformation, name):
    resources = {"A": parameter(f"/{name}/a", "x")}
    deploy(cloudformation, name, resources)
    make_change_set(cloudformation, name, resources, Outputs={"A": {"Value": {"Ref": "A"}}})
    cloudformation.execute_change_set(StackName=name, ChangeSetName="c")
    assert describe(cloudformation, name)["Outputs"][0]["OutputValue"] == f"/{name}/a"


def test_the_previous_value_of_an_ssm_parameter_is_read_again(cloudformation, ssm, name):
    ssm.put_parameter(Name=f"/{name}/source", Value="one", Type="String")
    declared = {"P": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": f"/{name}/source"}}
    resources = {"A": parameter(f"/{name}/a", {"Ref": "P"})}
    deploy(cloudformation, name, resources, Parameters=declared)
    ssm.put_parameter(Name=f"/{name}/source", Value="two", Type="String", Overwrite=True)
    previous = [{"ParameterKey": "P", "UsePreviousValue": True}]
    stack = deploy(cloudformation, name, resources, update=True, Parameters=declared, parameters=previous)
    assert read(ssm, f"/{name}/a") == "two"
    assert stack["Parameters"][0] == {
        "ParameterKey": "P",
        "ParameterValue": f"/{name}/source",
        "ResolvedValue": "two",
    }


def test_an_ssm_parameter_that_is_not_there_is_named(cloudformation, name):
    declared = {"P": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": f"/{name}/gone"}}
    with pytest.raises(ClientError, match=f"/{name}/gone"):
        deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "x")}, Parameters=declared)


def test_a_dynamic_reference_is_read_from_ssm(cloudformation, ssm, name):
    ssm.put_parameter(Name=f"/{name}/source", Value="one", Type="String")
    value = "got {{resolve:ssm:/" + name + "/source}}"
    deploy(cloudformation, name, {"A": parameter(f"/{name}/a", value)})
    assert read(ssm, f"/{name}/a") == "got one"


def test_a_resource_whose_condition_is_false_is_left_out_and_later_removed(cloudformation, ssm, name):
    def make(wanted):
        return {
            "Conditions": {"On": {"Fn::Equals": [wanted, "yes"]}},
            "Outputs": {"A": {"Condition": "On", "Value": {"Ref": "A"}}},
        }

    resources = {"A": parameter(f"/{name}/a", "x", Condition="On"), "B": parameter(f"/{name}/b", "x")}
    assert "Outputs" in deploy(cloudformation, name, resources, **make("yes"))
    stack = deploy(cloudformation, name, resources, update=True, **make("no"))
    assert stack.get("Outputs", []) == []
    assert read(ssm, f"/{name}/a") is None


def test_every_type_without_a_model_is_named_before_anything_is_made(cloudformation, ssm, name):
    resources = {
        "A": parameter(f"/{name}/a", "x"),
        "X": {"Type": "AWS::Quantum::Device"},
        "Y": {"Type": "Custom::Thing"},
    }
    with pytest.raises(ClientError, match=r"no model .*AWS::Quantum::Device, Custom::Thing"):
        deploy(cloudformation, name, resources)
    assert read(ssm, f"/{name}/a") is None
    with pytest.raises(ClientError, match="does not exist"):
        describe(cloudformation, name)


def test_a_resource_cannot_change_its_type(cloudformation, name):
    deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "x")})
    with pytest.raises(ClientError, match=r"Update of resource type is not permitted.*\[A\]"):
        deploy(cloudformation, name, {"A": {"Type": "AWS::Logs::LogGroup"}}, update=True)


def test_an_attribute_that_a_type_lacks_fails_the_deployment(cloudformation, name):
    outputs = {"A": {"Value": {"Fn::GetAtt": ["A", "Colour"]}}}
    stack = deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "x")}, Outputs=outputs)
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    assert any("Colour" in each.get("ResourceStatusReason", "") for each in events)


def test_an_export_in_use_cannot_be_deleted(cloudformation, name):
    exporting = {"A": {"Value": "v", "Export": {"Name": f"{name}-x"}}}
    deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "x")}, Outputs=exporting)
    user = f"{name}-user"
    deploy(cloudformation, user, {"B": parameter(f"/{name}/b", {"Fn::ImportValue": f"{name}-x"})})
    with pytest.raises(ClientError, match=f"in use by {user}"):
        cloudformation.delete_stack(StackName=name)
    cloudformation.delete_stack(StackName=user)
    cloudformation.delete_stack(StackName=name)


def test_a_resource_that_cannot_be_deleted_fails_the_deletion(aws, cloudformation, name):
    deploy(cloudformation, name, {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}})
    s3 = aws.client("s3")
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    cloudformation.delete_stack(StackName=name)
    assert describe(cloudformation, name)["StackStatus"] == "DELETE_FAILED"
    assert "not empty" in "".join(get_reasons(cloudformation, name))
    s3.delete_object(Bucket=name, Key="k")
    cloudformation.delete_stack(StackName=name)
    with pytest.raises(ClientError, match="does not exist"):
        describe(cloudformation, name)


def test_a_bucket_has_its_policy_and_is_emptied_where_asked(aws, cloudformation, name):
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "s3:*",
                "Resource": "*",
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }
    resources = {
        "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}},
        "P": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "B"}, "PolicyDocument": policy},
        },
        "E": {
            "Type": "Custom::S3AutoDeleteObjects",
            "Properties": {"ServiceToken": "x", "BucketName": {"Ref": "B"}},
            "DependsOn": ["P"],
        },
        "M": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "x"}},
    }
    assert deploy(cloudformation, name, resources)["StackStatus"] == "CREATE_COMPLETE"
    s3 = aws.client("s3")
    assert json.loads(s3.get_bucket_policy(Bucket=name)["Policy"]) == policy
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    cloudformation.delete_stack(StackName=name)
    assert name not in [each["Name"] for each in s3.list_buckets()["Buckets"]]


def test_a_role_and_its_policies_change_in_place(aws, cloudformation, name):
    def make(action):
        document = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}],
        }
        return {
            "R": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": {"Statement": []},
                    "Policies": [{"PolicyName": "p", "PolicyDocument": document}],
                    "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
                },
            }
        }

    outputs = {"R": {"Value": {"Ref": "R"}}}
    role = deploy(cloudformation, name, make("s3:GetObject"), Outputs=outputs)["Outputs"][0]["OutputValue"]
    deploy(cloudformation, name, make("s3:PutObject"), update=True, Outputs=outputs)
    policy = aws.client("iam").get_role_policy(RoleName=role, PolicyName="p")["PolicyDocument"]
    assert policy["Statement"][0]["Action"] == "s3:PutObject"
    cloudformation.delete_stack(StackName=name)
    with pytest.raises(ClientError, match="NoSuchEntity"):
        aws.client("iam").get_role(RoleName=role)


def test_termination_protection_holds(cloudformation, name):
    deploy(cloudformation, name, {"A": parameter(f"/{name}/a", "x")})
    cloudformation.update_termination_protection(StackName=name, EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="TerminationProtection"):
        cloudformation.delete_stack(StackName=name)


def test_an_operation_that_is_not_there_is_named(cloudformation):
    with pytest.raises(ClientError, match="does not support CloudFormation's ListTypes"):
        cloudformation.list_types()
