"""What botocore refuses is what we refuse; what the service refuses besides is found as well."""

import pytest
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.render.model_rules import find_over_model, find_refusals
from chatcheck.render.service_model import load_input_shape
from chatcheck.render.service_rules import find_rule_problems

SHAPE = load_input_shape()
GOOD = {"InstanceId": "i-1", "ContactFlowId": "f-1", "ParticipantDetails": {"DisplayName": "Ada"}}


def make_values(shape, depth=0):
    """Values that mostly fit the shape, and sometimes do not."""
    odd = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 20_000),
        st.floats(),
        st.text(max_size=3),
        st.just([]),
        st.just({}),
    )
    if shape.type_name == "structure":
        if depth > 4:
            return odd
        members = {name: make_values(each, depth + 1) for name, each in shape.members.items()}
        fit = st.fixed_dictionaries({}, optional={**members, "Nonsense": odd})
    elif shape.type_name == "map":
        fit = st.dictionaries(st.text(max_size=2), make_values(shape.value, depth + 1), max_size=2)
    elif shape.type_name == "list":
        fit = st.lists(make_values(shape.member, depth + 1), max_size=3)
    elif shape.type_name == "integer":
        fit = st.integers(-5, 20_000)
    else:
        fit = st.sampled_from([*shape.enum, "", "a", "text/plain"])
    return st.one_of(fit, fit, fit, fit, odd)


@given(make_values(SHAPE))
@settings(max_examples=400, deadline=None)
def test_we_refuse_exactly_what_botocore_refuses(document):
    if not isinstance(document, dict):
        document = {"InstanceId": document}

    theirs = ParamValidator().validate(document, SHAPE)
    ours = list(find_refusals(SHAPE, document))

    assert bool(ours) == theirs.has_errors(), theirs.generate_report()
    assert len(ours) == len(theirs._errors)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"ParticipantDetails": {}}, "ParticipantDetails.DisplayName is missing"),
        ({"ParticipantDetails": []}, "ParticipantDetails must be a map, not a list"),
        ({"Attributes": {"a": 1}}, "Attributes.a must be text, not a number"),
        ({"Attributes": {"": "x"}}, "the key `` has 0 characters, and must have at least 1 character"),
        ({"ChatDurationInMinutes": 5}, "ChatDurationInMinutes is 5, and must be at least 60"),
        ({"ConnectionTypes": []}, "ConnectionTypes has 0 items, and must have at least 1 item"),
        ({"Atributes": {}}, "there is no Atributes"),
        (
            {"SegmentAttributes": {"k": {"ValueList": [{"X": 1}]}}},
            "there is no SegmentAttributes.k.ValueList[0].X",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong(more, what):
    assert [each.what for each in find_refusals(SHAPE, {**GOOD, **more})] == [what]


def test_everything_missing_is_said_at_once():
    found = [each.what for each in find_refusals(SHAPE, {})]

    assert found == [
        "InstanceId is missing",
        "ContactFlowId is missing",
        "ParticipantDetails is missing",
    ]


def test_an_unknown_member_gets_a_suggestion():
    [problem] = find_refusals(SHAPE, {**GOOD, "Atributes": {}})

    assert problem.fix == "did you mean `Attributes`?"
    assert problem.at_key


def test_a_usual_document_has_no_problem():
    document = {
        **GOOD,
        "Attributes": {"locale": "en-GB", "a_b-C9": "é" * 100},
        "InitialMessage": {"ContentType": "text/plain", "Content": "hello"},
        "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
        "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "c-1"},
        "ConnectionTypes": ["WEBSOCKET", "CONNECTION_CREDENTIALS"],
    }

    assert list(find_refusals(SHAPE, document)) == []
    assert list(find_over_model(SHAPE, document)) == []
    assert list(find_rule_problems(document)) == []


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (
            {"ParticipantDetails": {"DisplayName": "x" * 257}},
            "ParticipantDetails.DisplayName has 257 characters, and may have 256 characters",
        ),
        ({"ChatDurationInMinutes": 10_081}, "ChatDurationInMinutes is 10081, and may be 10,080"),
        ({"DisconnectOnCustomerExit": ["CUSTOMER"]}, "DisconnectOnCustomerExit[0] cannot be `CUSTOMER`"),
        (
            {"ParticipantConfiguration": {"ResponseMode": "WHOLE"}},
            "ParticipantConfiguration.ResponseMode cannot be `WHOLE`",
        ),
        (
            {"SegmentAttributes": {"k": {"ValueInteger": True}}},
            "SegmentAttributes.k.ValueInteger must be a number, not true or false",
        ),
        ({"ConnectionTypes": ["WEBSOCKET"] * 3}, "ConnectionTypes has 3 items, and may have 2 items"),
        (
            {"SegmentAttributes": {"k" * 129: {}}},
            f"the key `{'k' * 129}` has 129 characters, and may have 128 characters",
        ),
    ],
)
def test_what_is_over_the_model_is_found(more, what):
    document = {**GOOD, **more}

    assert list(find_refusals(SHAPE, document)) == []
    assert [each.what for each in find_over_model(SHAPE, document)] == [what]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"Attributes": {"a b": "x"}}, ("Attributes", "a b")),
        ({"Attributes": {"a": "é" * 16_384}}, ("Attributes",)),
        ({"InitialMessage": {"ContentType": "text/html", "Content": "x"}}, ("InitialMessage", "ContentType")),
        (
            {"InitialMessage": {"ContentType": "text/plain", "Content": "é" * 8_193}},
            ("InitialMessage", "Content"),
        ),
        ({"SupportedMessagingContentTypes": ["text/markdown"]}, ("SupportedMessagingContentTypes",)),
        (
            {"SupportedMessagingContentTypes": ["text/plain", "text/html"]},
            ("SupportedMessagingContentTypes", 1),
        ),
        ({"SupportedMessagingContentTypes": ["text/plain"] * 2}, ("SupportedMessagingContentTypes",)),
        ({"PersistentChat": {"SourceContactId": "c"}}, ("PersistentChat", "RehydrationType")),
        (
            {"PersistentChat": {"RehydrationType": "FROM_SEGMENT"}, "RelatedContactId": "c"},
            ("RelatedContactId",),
        ),
        ({"InstanceId": "arn:aws:connect:us-east-1:123456789012:instance/i-9"}, ("InstanceId",)),
    ],
)
def test_what_the_reference_refuses_is_found(more, path):
    document = {**GOOD, **more}

    assert list(find_refusals(SHAPE, document)) == []
    assert [each.path for each in find_rule_problems(document)] == [path]


def test_an_arn_is_answered_with_the_id_in_it():
    arn = "arn:aws:connect:us-east-1:123456789012:instance/i-9/contact-flow/f-9"

    problems = list(find_rule_problems({**GOOD, "InstanceId": arn, "ContactFlowId": arn}))

    assert [each.fix for each in problems] == ["write i-9", "write f-9"]
