"""Templates' functions, conditions, order, parameters and names: pure."""

import pytest

from chatcheck.emulator.cloudformation.conditions import decide_conditions
from chatcheck.emulator.cloudformation.dynamic import resolve_dynamic
from chatcheck.emulator.cloudformation.names import make_name
from chatcheck.emulator.cloudformation.order import sort_resources
from chatcheck.emulator.cloudformation.parameters import collect_given, resolve_parameters
from chatcheck.emulator.cloudformation.refusal import describe_failure
from chatcheck.emulator.cloudformation.resolve import resolve
from chatcheck.emulator.cloudformation.scope import Scope, make_pseudo_parameters
from chatcheck.emulator.cloudformation.source_text import split_s3_url
from chatcheck.emulator.cloudformation.template import parse_template
from chatcheck.emulator.routes import ServiceError


class Thing:
    def reference(self):
        return "thing-id"

    def attribute(self, name):
        return f"thing-{name}"


@pytest.fixture
def scope():
    return Scope(
        parameters={"Env": "dev", "List": ["a", "b"]},
        pseudo=make_pseudo_parameters("arn:stack", "stack", "000000000000", "us-east-1"),
        mappings={"Map": {"dev": {"size": "small"}}},
        conditions={"Yes": True, "No": False},
        resources={"Thing": Thing()},
        import_value=lambda name: f"imported {name}",
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Env"}, "dev"),
        ({"Ref": "AWS::Region"}, "us-east-1"),
        ({"Ref": "Thing"}, "thing-id"),
        ({"Fn::GetAtt": ["Thing", "Arn"]}, "thing-Arn"),
        ({"Fn::GetAtt": "Thing.Sub.Arn"}, "thing-Sub.Arn"),
        (
            {"Fn::Sub": "${Env}/${Thing.Arn}/${!Literal}/${AWS::AccountId}"},
            "dev/thing-Arn/${Literal}/000000000000",
        ),
        ({"Fn::Sub": ["${Own}-${Env}", {"Own": {"Ref": "Thing"}}]}, "thing-id-dev"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Env"}, 3, True]]}, "a-dev-3-true"),
        ({"Fn::Join": [",", {"Ref": "List"}]}, "a,b"),
        ({"Fn::Split": ["/", "a/b"]}, ["a", "b"]),
        ({"Fn::Select": ["1", {"Fn::Split": ["/", "a/b"]}]}, "b"),
        ({"Fn::If": ["Yes", 1, 2]}, 1),
        ({"Fn::If": ["No", 1, {"Ref": "Env"}]}, "dev"),
        ({"a": {"Fn::If": ["No", 1, {"Ref": "AWS::NoValue"}]}, "b": 2}, {"b": 2}),
        ([1, {"Ref": "AWS::NoValue"}], [1]),
        ({"Fn::FindInMap": ["Map", {"Ref": "Env"}, "size"]}, "small"),
        ({"Fn::ImportValue": {"Fn::Sub": "${Env}-x"}}, "imported dev-x"),
        ({"Fn::Base64": "hi"}, "aGk="),
        ({"Fn::ToJsonString": {"a": {"Ref": "Env"}}}, '{"a":"dev"}'),
        ({"Fn::Length": {"Ref": "List"}}, 2),
        ({"plain": ["$.External.x", "${not.sub}"]}, {"plain": ["$.External.x", "${not.sub}"]}),
    ],
)
def test_a_function_resolves(scope, value, expected):
    assert resolve(value, scope) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"Ref": "Nothing"}, "Unresolved resource dependencies [Nothing]"),
        ({"Fn::GetAtt": ["Nothing", "Arn"]}, "undefined resource Nothing"),
        ({"Fn::Sub": "${Nothing}"}, "[Nothing]"),
        ({"Fn::If": ["Maybe", 1, 2]}, "unresolved condition dependency Maybe"),
        ({"Fn::FindInMap": ["Map", "prod", "size"]}, "Unable to get mapping for Map::prod::size"),
        ({"Fn::Select": [5, ["a"]]}, "nonexistent value at index 5"),
        ({"Fn::Join": ["-", [["nested"]]]}, "must be a string"),
        ({"Fn::Cidr": ["10.0.0.0/8", 1, 2]}, "does not support the function Fn::Cidr"),
    ],
)
def test_what_cannot_be_resolved_is_refused_by_name(scope, value, message):
    with pytest.raises(ServiceError) as refused:
        resolve(value, scope)
    assert message in refused.value.message


def test_conditions_name_each_other_in_any_order(scope):
    decided = decide_conditions(
        {
            "Both": {"Fn::And": [{"Condition": "IsDev"}, {"Fn::Not": [{"Condition": "IsProd"}]}]},
            "IsDev": {"Fn::Equals": [{"Ref": "Env"}, "dev"]},
            "IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
            "Either": {"Fn::Or": [{"Condition": "IsProd"}, {"Fn::Equals": [True, "true"]}]},
        },
        scope,
    )
    assert decided == {"Both": True, "IsDev": True, "IsProd": False, "Either": True}


@pytest.mark.parametrize(
    ("definitions", "message"),
    [
        ({"A": {"Condition": "B"}, "B": {"Condition": "A"}}, "circular conditions A -> B -> A"),
        ({"A": {"Condition": "Gone"}}, "unresolved condition dependency Gone"),
        ({"A": {"Fn::Contains": [["a"], "a"]}}, "Fn::Contains"),
        ({"A": "yes"}, "is not a condition"),
    ],
)
def test_a_condition_that_cannot_be_decided_is_refused(scope, definitions, message):
    with pytest.raises(ServiceError, match=message):
        decide_conditions(definitions, scope)


def test_resources_come_after_what_they_name():
    resources = {
        "Last": {"Type": "T", "Properties": {"x": {"Fn::Sub": "${Middle.Arn} ${AWS::Region}"}}},
        "Middle": {"Type": "T", "Properties": {"x": [{"Fn::GetAtt": ["First", "Arn"]}]}},
        "First": {"Type": "T", "DependsOn": "Zeroth"},
        "Zeroth": {"Type": "T"},
    }
    assert sort_resources(resources, {}) == ["Zeroth", "First", "Middle", "Last"]


def test_resources_without_a_tie_keep_the_templates_order():
    resources = {name: {"Type": "T"} for name in "CAB"}
    assert sort_resources(resources, {}) == ["C", "A", "B"]


def test_a_branch_not_taken_is_no_dependency():
    taken = {"Fn::If": ["Yes", "x", {"Ref": "B"}]}
    resources = {
        "A": {"Type": "T", "Properties": {"x": taken}},
        "B": {"Type": "T", "Properties": {"x": {"Ref": "A"}}},
        "Off": {"Type": "T", "Condition": "No"},
    }
    assert sort_resources(resources, {"Yes": True, "No": False}) == ["A", "B"]


def test_resources_in_a_circle_are_named():
    resources = {
        "A": {"Type": "T", "DependsOn": ["B"]},
        "B": {"Type": "T", "Properties": {"x": {"Ref": "A"}}},
    }
    with pytest.raises(ServiceError, match=r"Circular dependency between resources: \[A, B\]|\[B, A\]"):
        sort_resources(resources, {})


def test_dynamic_references_are_read_anywhere_in_a_property():
    value = {"a": ["x {{resolve:ssm:/p:3}} {{resolve:ssm-secure:/q}}"], "b": 1}
    assert resolve_dynamic(value, lambda name: f"<{name}>") == {"a": ["x </p:3> </q>"], "b": 1}


def test_a_dynamic_reference_to_another_service_is_refused():
    with pytest.raises(ServiceError, match="secretsmanager"):
        resolve_dynamic("{{resolve:secretsmanager:x:SecretString}}", str)


def test_parameters_take_defaults_and_read_ssm():
    declared = {
        "Size": {"Type": "Number", "Default": 3},
        "Names": {"Type": "CommaDelimitedList", "Default": "a, b"},
        "Version": {"Type": "AWS::SSM::Parameter::Value<String>"},
        "Secret": {"Type": "String", "NoEcho": True, "Default": "hush"},
    }
    found = resolve_parameters(declared, {"Version": "/v"}, lambda name: f"value of {name}")
    assert found.resolved == {"Size": "3", "Names": ["a", "b"], "Version": "value of /v", "Secret": "hush"}
    assert {"ParameterKey": "Secret", "ParameterValue": "****"} in found.describe()
    assert {
        "ParameterKey": "Version",
        "ParameterValue": "/v",
        "ResolvedValue": "value of /v",
    } in found.describe()


@pytest.mark.parametrize(
    ("declared", "given", "message"),
    [
        ({"A": {"Type": "String"}, "B": {"Type": "String"}}, {}, r"\[A, B\] must have values"),
        ({}, {"A": "1"}, r"\[A\] do not exist in the template"),
        ({"A": {"Type": "String", "AllowedValues": ["x", "y"]}}, {"A": "z"}, r"AllowedValues \[x, y\]"),
        ({"A": {"Type": "String", "AllowedPattern": "[a-z]+"}}, {"A": "Z"}, "must match pattern"),
        ({"A": {"Type": "Number"}}, {"A": "many"}, "must be a number"),
    ],
)
def test_wrong_parameters_are_refused(declared, given, message):
    with pytest.raises(ServiceError, match=message):
        resolve_parameters(declared, given, str)


def test_a_previous_value_is_the_one_that_was_given():
    assert collect_given([{"ParameterKey": "A", "UsePreviousValue": True}], {"A": "/path"}) == {"A": "/path"}
    with pytest.raises(ServiceError, match="parameter key A"):
        collect_given([{"ParameterKey": "A", "UsePreviousValue": True}], {})


def test_a_yaml_template_is_read_with_its_short_forms():
    text = """
AWSTemplateFormatVersion: 2010-09-09
Resources:
  A:
    Type: T
    Properties: {x: !Ref B, y: !GetAtt B.Arn, z: !Sub '${B}', j: !Join ['', [a, !Ref B]]}
"""
    template = parse_template(text)
    assert template["AWSTemplateFormatVersion"] == "2010-09-09"
    assert template["Resources"]["A"]["Properties"] == {
        "x": {"Ref": "B"},
        "y": {"Fn::GetAtt": ["B", "Arn"]},
        "z": {"Fn::Sub": "${B}"},
        "j": {"Fn::Join": ["", ["a", {"Ref": "B"}]]},
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2]", "unsupported structure"),
        ("{}", "At least one Resources member"),
        ('{"Resources": {"A": {}}}', "/Resources/A/Type"),
        ('{"Resource": {"A": {"Type": "T"}}}', r"\[Resource\]"),
        ('{"Resources": {"A": {"Type": "T"}}, "Transform": "x"}', "does not support Transform"),
        ("a: [", "YAML not well-formed"),
    ],
)
def test_what_is_no_template_is_refused(text, message):
    with pytest.raises(ServiceError, match=message):
        parse_template(text)


def test_a_made_up_name_fits_its_type_and_keeps_its_random_end():
    long = make_name("AWS::IAM::Role", "s" * 100, "L" * 100)
    assert len(long) <= 64
    assert long != make_name("AWS::IAM::Role", "s" * 100, "L" * 100)
    assert make_name("AWS::S3::Bucket", "Stack", "Bucket").startswith("stack-bucket-")


def test_the_problems_of_a_refused_flow_are_part_of_the_reason():
    error = ServiceError(
        "InvalidContactFlowException", "The flow is wrong", extra={"problems": [{"message": "no end"}, "x"]}
    )
    assert describe_failure(error) == "The flow is wrong: no end; x"
    assert describe_failure(KeyError("Name")) == "'Name'"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://s3.us-east-1.amazonaws.com/bucket/a%20b/c.json", ("bucket", "a b/c.json")),
        ("https://bucket.s3.us-east-1.amazonaws.com/key.json", ("bucket", "key.json")),
        ("http://localhost:4566/bucket/key.json", ("bucket", "key.json")),
    ],
)
def test_an_s3_address_names_bucket_and_key(url, expected):
    assert split_s3_url(url) == expected
