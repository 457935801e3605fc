"""What a redacted invocation still shows, and what not."""

import copy

import pytest

from chatcheck.render.invocation import Invocation
from chatcheck.render.redaction import redact

WHOLE = {
    "InstanceId": "i-1",
    "ContactFlowId": "f-1",
    "Attributes": {"order": "private-1", "locale": "private-2"},
    "ParticipantDetails": {"DisplayName": "private-3"},
    "InitialMessage": {"ContentType": "text/plain", "Content": "private-4"},
    "CustomerId": "private-5",
    "RelatedContactId": "c-0",
    "ChatDurationInMinutes": 60,
    "SegmentAttributes": {
        "ValueArn": {"ValueString": "private-6"},
        "topic": {"ValueArn": "arn:aws:sns:us-east-1:000000000000:topic"},
        "deep": {"ValueMap": {"a": {"ValueList": [{"ValueString": "private-7"}, {"ValueInteger": 17}]}}},
    },
}


def test_every_value_of_the_customer_is_hidden_and_ids_stay():
    assert redact(Invocation("eu-west-2", WHOLE, "one")) == Invocation(
        "eu-west-2",
        {
            "InstanceId": "i-1",
            "ContactFlowId": "f-1",
            "Attributes": {"order": "***", "locale": "***"},
            "ParticipantDetails": {"DisplayName": "***"},
            "InitialMessage": {"ContentType": "text/plain", "Content": "***"},
            "CustomerId": "***",
            "RelatedContactId": "c-0",
            "ChatDurationInMinutes": 60,
            "SegmentAttributes": {
                "ValueArn": {"ValueString": "***"},
                "topic": {"ValueArn": "arn:aws:sns:us-east-1:000000000000:topic"},
                "deep": {"ValueMap": {"a": {"ValueList": [{"ValueString": "***"}, {"ValueInteger": "***"}]}}},
            },
        },
        "one",
    )


def test_the_invocation_itself_is_left_as_it_was():
    before = copy.deepcopy(WHOLE)

    redact(Invocation("eu-west-2", WHOLE, "one"))

    assert before == WHOLE


@pytest.mark.parametrize("document", [{"InstanceId": "i"}, {"InstanceId": "i", "ParticipantDetails": {}}])
def test_nothing_is_added_where_nothing_was(document):
    assert redact(Invocation("eu-west-2", document, "one")).document == document
