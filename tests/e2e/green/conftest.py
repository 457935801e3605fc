"""What the deployed example has not by itself: a flow that offers a choice."""

import json

import boto3
import pytest

PICKER = {
    "templateType": "ListPicker",
    "version": "1.0",
    "data": {
        "content": {
            "title": "What is it about?",
            "elements": [{"title": "When are you open?"}, {"title": "Where is my order?"}],
        }
    },
}


@pytest.fixture(scope="session")
def connect(local_aws):
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    key, secret = (local_aws.environment[name] for name in names)
    return boto3.client(
        "connect",
        region_name="us-east-1",
        endpoint_url=local_aws.url,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
    )


@pytest.fixture(scope="session")
def picking(connect, deployment):
    """The id of a flow that is the example's, but offers a choice before it asks."""
    instance = deployment["InstanceId"]
    found = connect.describe_contact_flow(InstanceId=instance, ContactFlowId=deployment["FlowWelcomeId"])
    flow = json.loads(found["ContactFlow"]["Content"])
    flow["Actions"].append(
        {
            "Identifier": "Offer",
            "Type": "MessageParticipant",
            "Parameters": {"Text": json.dumps(PICKER)},
            "Transitions": {
                "NextAction": "How can I help",
                "Errors": [{"NextAction": "Cannot go on", "ErrorType": "NoMatchingError"}],
            },
        }
    )
    (greet,) = [each for each in flow["Actions"] if each["Identifier"] == "Greet"]
    greet["Transitions"]["NextAction"] = "Offer"
    made = connect.create_contact_flow(
        InstanceId=instance, Name="picking", Type="CONTACT_FLOW", Content=json.dumps(flow)
    )
    return made["ContactFlowId"]
