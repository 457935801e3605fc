"""Templates that CloudFormation refuses before anything is made of them: no stack is left behind."""

import json

import pytest
from botocore.exceptions import ClientError

from chatcheck.emulator.cloudformation.engine import create_stack
from chatcheck.emulator.cloudformation.order import check_references
from chatcheck.emulator.cloudformation.parameters import resolve_parameters
from chatcheck.emulator.cloudformation.resolve import resolve
from chatcheck.emulator.cloudformation.rules import check_rules
from chatcheck.emulator.cloudformation.scope import Scope
from chatcheck.emulator.cloudformation.stack import Source, make_stack
from chatcheck.emulator.cloudformation.store import Store
from chatcheck.emulator.cloudformation.template import parse_template
from chatcheck.emulator.cloudformation.world import World
from chatcheck.emulator.routes import ServiceError

NOTHING = {"Type": "AWS::CDK::Metadata"}


def parse(resources=None, **sections):
    return parse_template(json.dumps({"Resources": resources or {"A": NOTHING}, **sections}))


@pytest.mark.parametrize(
    ("sections", "problem"),
    [
        ({"Resources": {"A-b": NOTHING}}, "Resource name A-b is non alphanumeric"),
        ({"Resources": {f"A{n}": NOTHING for n in range(501)}}, "Number of Resources, 501, .* 500"),
        ({"Outputs": {f"A{n}": {"Value": "x"} for n in range(201)}}, "Number of Outputs, 201, .* 200"),
        ({"Parameters": {f"A{n}": {"Type": "String"} for n in range(201)}}, "Number of Parameters, 201, "),
        ({"Mappings": {f"A{n}": {} for n in range(201)}}, "Number of Mappings, 201, .* 200"),
        ({"Resources": {"A": {**NOTHING, "Properties": [1]}}}, "/Resources/A/Properties.* an object"),
        ({"Resources": {"A": {**NOTHING, "DependsOn": {}}}}, "/Resources/A/DependsOn"),
        ({"Resources": {"A": {**NOTHING, "DependsOn": [1]}}}, "/Resources/A/DependsOn"),
        ({"Resources": {"A": {**NOTHING, "DependsOn": "B"}}}, r"Unresolved resource dependencies \[B\]"),
        ({"Resources": {"A": {**NOTHING, "Condition": "C"}}}, r"Unresolved condition dependency C"),
        ({"Resources": {"A": {**NOTHING, "Condition": []}}}, "/Resources/A/Condition"),
        ({"Resources": {"A": {**NOTHING, "DeletionPolicy": "Keep"}}}, "DeletionPolicy.* Keep"),
        ({"Resources": {"A": {**NOTHING, "UpdateReplacePolicy": "RetainExceptOnCreate"}}}, "UpdateReplace"),
        ({"Resources": {"A": {**NOTHING, "Depends": "B"}}}, r"Invalid .* \[Depends\]"),
        ({"Outputs": [1]}, "/Outputs.* an object"),
        ({"Outputs": {"O": "x"}}, "/Outputs/O.* an object"),
        ({"Outputs": {"O": {}}}, "Output O has no Value"),
        ({"Outputs": {"O": {"Value": "x", "Export": {}}}}, "Export of Output O"),
        ({"Outputs": {"O": {"Value": "x", "Condition": "C"}}}, "Unresolved condition dependency C"),
        ({"Parameters": {"P": "x"}}, "/Parameters/P.* an object"),
        ({"Parameters": {"P": {"Type": "Text"}}}, "Parameters/P/Type.* Text"),
        ({"Parameters": {"P": {}}}, "Parameters/P/Type"),
        ({"Conditions": []}, "/Conditions.* an object"),
        ({"Description": ["x"]}, "Description"),
        ({"Description": "é" * 513}, "Description.* 1024"),
        ({"AWSTemplateFormatVersion": "2011-01-01"}, "2011-01-01"),
    ],
)
def test_what_is_no_template_is_refused(sections, problem):
    with pytest.raises(ServiceError, match=problem) as refused:
        parse(**({"resources": sections["Resources"]} if "Resources" in sections else sections))
    assert refused.value.code == "ValidationError"


def test_the_limits_themselves_are_allowed():
    parse({f"A{n}": NOTHING for n in range(500)}, Description="é" * 512)


CONDITIONS = {"Yes": True, "No": False}


@pytest.mark.parametrize(
    ("value", "missing"),
    [
        ({"Ref": "Gone"}, "Gone"),
        ({"Fn::Sub": "${Gone.Arn}"}, "Gone"),
        ({"Fn::GetAtt": ["Unwanted", "Arn"]}, "Unwanted"),
        ({"Fn::If": ["Yes", {"Ref": "Gone"}, ""]}, "Gone"),
    ],
)
def test_a_name_of_nothing_is_found_before_the_deployment(value, missing):
    template = parse({"A": {**NOTHING, "Properties": {"P": value}}, "Unwanted": NOTHING})
    template["Resources"]["Unwanted"]["Condition"] = "No"
    with pytest.raises(ServiceError, match=rf"\[{missing}\] in the Resources block of the template"):
        check_references(template, CONDITIONS, {"AWS::Region"})


@pytest.mark.parametrize(
    "value",
    [{"Ref": "AWS::Region"}, {"Fn::If": ["No", {"Ref": "Gone"}, ""]}, {"Fn::Sub": ["${Own}", {"Own": "x"}]}],
)
def test_names_of_something_are_let_pass(value):
    template = parse({"A": {**NOTHING, "Properties": {"P": value}}}, Outputs={"O": {"Value": {"Ref": "A"}}})
    check_references(template, CONDITIONS, {"AWS::Region"})


def test_an_outputs_name_of_nothing_is_found_too():
    template = parse(Outputs={"O": {"Value": {"Ref": "Gone"}}})
    with pytest.raises(ServiceError, match=r"\[Gone\] in the Outputs block of the template"):
        check_references(template, {}, set())


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::Join": "x"},
        {"Fn::Join": ["x"]},
        {"Fn::Select": ["x", ["a"]]},
        {"Fn::GetAtt": "Thing"},
        {"Fn::GetAtt": ["Thing"]},
        {"Fn::If": ["Yes", 1]},
        {"Fn::FindInMap": ["Map", "x"]},
        {"Fn::Sub": ["x"]},
        {"Fn::Split": "x"},
        {"Fn::Length": 3},
        {"Ref": ["x"]},
    ],
)
def test_a_function_with_wrong_arguments_is_named(value):
    [name] = value
    with pytest.raises(ServiceError, match=f"Template error: .*{name}"):
        resolve(value, Scope(conditions=CONDITIONS, resources={"Thing": object()}))


def test_no_value_is_selected_from_the_end():
    with pytest.raises(ServiceError, match="nonexistent value at index -1"):
        resolve({"Fn::Select": [-1, ["a", "b"]]}, Scope())


@pytest.mark.parametrize(
    ("declared", "text", "problem"),
    [
        ({"Type": "String", "MinLength": 3}, "ab", "at least 3"),
        ({"Type": "String", "MaxLength": "3"}, "abcd", "at most 3"),
        ({"Type": "Number", "MinValue": 3}, "2.5", "at least 3"),
        ({"Type": "Number", "MaxValue": 3}, "4", "at most 3"),
        ({"Type": "List<Number>"}, "1,x", "must be a number"),
        ({"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]}, "a,c", r"AllowedValues \[a, b\]"),
        (
            {"Type": "String", "AllowedPattern": "[a-z]+", "ConstraintDescription": "small letters"},
            "A",
            "small",
        ),
    ],
)
def test_a_parameters_constraints_are_kept(declared, text, problem):
    with pytest.raises(ServiceError, match=problem):
        resolve_parameters({"P": declared}, {"P": text}, str)


def test_each_item_of_a_list_is_held_against_the_allowed_values():
    declared = {"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]}
    assert resolve_parameters({"P": declared}, {"P": "a, b"}, str).resolved == {"P": ["a", "b"]}


BOOTSTRAP = {"Fn::Not": [{"Fn::Contains": [["1", "2"], {"Ref": "Version"}]}]}


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"Assertions": [{"Assert": BOOTSTRAP, "AssertDescription": "bootstrap again"}]}, "bootstrap again"),
        ({"Assertions": [{"Assert": {"Fn::Equals": ["a", "b"]}}]}, "Old"),
        ({"RuleCondition": BOOTSTRAP, "Assertions": [{"Assert": {"Fn::Equals": ["a", "b"]}}]}, None),
        ({"Assertions": [{"Assert": {"Fn::Contains": [["1", "6"], {"Ref": "Version"}]}}]}, "Old"),
        ({"Assertions": [{"Assert": {"Fn::EachMemberIn": [["a"], ["a"]]}}]}, "Fn::EachMemberIn"),
        ({"Assertions": []}, None),
        ({}, "Assertions"),
    ],
)
def test_rules_are_asserted(rule, problem):
    scope = Scope(parameters={"Version": "2"})
    if problem is None:
        check_rules({"Old": rule}, scope)
        return
    with pytest.raises(ServiceError, match=problem):
        check_rules({"Old": rule}, scope)


def test_a_failure_of_our_own_rolls_the_stack_back():
    def fail(name):
        raise RuntimeError("out of order")

    store = Store("000000000000", "us-east-1")
    stack = make_stack("s", store.account, store.region)
    properties = {"Properties": {"P": "{{resolve:ssm:/x}}"}}
    source = Source(template={"Resources": {"A": NOTHING, "B": NOTHING | properties}})
    world = World(store.account, store.region, list)
    object.__setattr__(world, "read_parameter", fail)
    create_stack(world, stack, source)
    assert stack.status == "ROLLBACK_COMPLETE"
    assert any("out of order" in each.reason for each in stack.events.events)


def refuse(cloudformation, name, **members):
    body = members.pop("TemplateBody", json.dumps({"Resources": {"A": NOTHING}}))
    with pytest.raises(ClientError) as refused:
        cloudformation.create_stack(StackName=name, TemplateBody=body, **members)
    with pytest.raises(ClientError, match="does not exist"):
        cloudformation.describe_stacks(StackName=name)
    return refused.value


@pytest.mark.parametrize("value", [{"Fn::Join": "x"}, {"Fn::Select": ["x", ["a"]]}])
def test_a_function_with_wrong_arguments_never_leaves_a_stack_in_progress(cloudformation, name, value):
    resource = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value}}
    cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"A": resource}}))
    assert cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"] == "ROLLBACK_COMPLETE"
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    assert any(next(iter(value)) in each.get("ResourceStatusReason", "") for each in events)


@pytest.mark.parametrize("value", [{"Ref": "Gone"}, {"Fn::GetAtt": []}, {"Fn::If": ["Yes", 1]}])
def test_a_name_of_nothing_leaves_no_stack(cloudformation, name, value):
    resource = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value}}
    error = refuse(cloudformation, name, TemplateBody=json.dumps({"Resources": {"A": resource}}))
    assert error.response["Error"]["Code"] == "ValidationError"


@pytest.mark.parametrize(
    "members",
    [
        {"DisableRollback": True},
        {"OnFailure": "DO_NOTHING"},
        {"OnFailure": "DELETE"},
        {"StackPolicyBody": "{}"},
        {"NotificationARNs": ["arn:aws:sns:us-east-1:000000000000:t"]},
        {"ResourceTypes": ["AWS::S3::*"]},
        {"RollbackConfiguration": {"MonitoringTimeInMinutes": 5}},
    ],
)
def test_what_a_call_asks_and_is_not_done_is_refused_by_name(cloudformation, name, members):
    error = refuse(cloudformation, name, **members)
    assert "does not support" in str(error)
    assert next(iter(members)) in str(error)


def test_a_template_in_a_call_has_51200_bytes_at_most(cloudformation, name):
    body = json.dumps({"Resources": {"A": {**NOTHING, "Metadata": {"x": "é" * 26_000}}}}, ensure_ascii=False)
    assert "less than or equal to 51200" in str(refuse(cloudformation, name, TemplateBody=body))


def test_a_template_in_s3_has_a_million_bytes_at_most(aws, cloudformation, name):
    body = json.dumps({"Resources": {"A": {**NOTHING, "Metadata": {"x": "y" * 1_000_000}}}})
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="large", Body=body)
    with pytest.raises(ClientError, match="Template may not exceed 1000000 bytes in size"):
        cloudformation.create_stack(StackName=name, TemplateURL=f"{aws.url}/{name}/large")


@pytest.mark.parametrize(
    ("properties", "needed", "given"),
    [
        ({}, "CAPABILITY_IAM", []),
        ({"RoleName": "named"}, "CAPABILITY_NAMED_IAM", ["CAPABILITY_IAM"]),
    ],
)
def test_iam_wants_its_capability(cloudformation, name, properties, needed, given):
    trust = {"Version": "2012-10-17", "Statement": []}
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust, **properties}}
    body = json.dumps({"Resources": {"R": role}})
    error = refuse(cloudformation, name, TemplateBody=body, Capabilities=given)
    assert error.response["Error"] == {
        "Type": "Sender",
        "Code": "InsufficientCapabilitiesException",
        "Message": f"Requires capabilities : [{needed}]",
    }
