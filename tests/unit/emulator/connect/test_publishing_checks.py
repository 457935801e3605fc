import pytest

from chatcheck.emulator.lex.models import lex_backend

LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function:orders"
LOCALE = {
    "LocaleId": "en_GB",
    "NluConfidenceThreshold": 0.4,
    "Intents": [{"Name": "Hello", "SampleUtterances": [{"Utterance": "hello"}]}],
}


def make_alias(built=True):
    store = lex_backend("us-east-1")
    bot = store.put_bot(None, "orders", [LOCALE], built)
    return store.put_alias(
        None, bot.id, "live", store.add_version(bot.id, {"en_GB": "DRAFT"}), {"en_GB": True}
    )


@pytest.fixture
def publish(connect, instance_id, write):
    def call(*actions):
        return connect.create_contact_flow(
            InstanceId=instance_id, Name="welcome", Type="CONTACT_FLOW", Content=write.flow(*actions)
        )

    return call


@pytest.fixture
def problems(connect, instance_id, write, refused):
    """Give a function that publishes what cannot be, and returns the problems as one text."""

    def call(*actions, content=None):
        code, status, answer = refused(
            connect.create_contact_flow,
            InstanceId=instance_id,
            Name="welcome",
            Type="CONTACT_FLOW",
            Content=content or write.flow(*actions),
        )
        assert (code, status) == ("InvalidContactFlowException", 400)
        return " | ".join(each["message"] for each in answer["problems"])

    return call


def invoke(write, arn):
    return write.action("InvokeLambdaFunction", LambdaFunctionARN=arn, InvocationTimeLimitSeconds="3")


def converse(write, arn):
    errors = ("NoMatchingError", "NoMatchingCondition", "InputTimeLimitExceeded")
    return write.action(
        "ConnectParticipantWithLexBot", errors, ("Hello",), Text="Hi", LexV2Bot={"AliasArn": arn}
    )


def test_flow_whose_references_exist_is_published(connect, instance_id, queue_id, hours_id, write, publish):
    connect.associate_lambda_function(InstanceId=instance_id, FunctionArn=LAMBDA)
    alias = make_alias()
    connect.associate_bot(InstanceId=instance_id, LexV2Bot={"AliasArn": alias.arn})
    module = connect.create_contact_flow_module(InstanceId=instance_id, Name="m", Content=write.module())
    other = connect.create_contact_flow(
        InstanceId=instance_id, Name="other", Type="CONTACT_FLOW", Content=write.flow()
    )
    made = publish(
        write.action("UpdateContactTargetQueue", QueueId=queue_id),
        write.action("CheckHoursOfOperation", conditions=("True", "False"), HoursOfOperationId=hours_id),
        write.action("InvokeFlowModule", FlowModuleId=module["Id"] + ":$LATEST"),
        write.action("TransferToFlow", ContactFlowId=other["ContactFlowArn"]),
        invoke(write, LAMBDA),
        converse(write, alias.arn),
    )
    assert made["ContactFlowId"]


def test_paths_are_not_looked_up(write, publish):
    assert publish(
        write.action("UpdateContactTargetQueue", QueueId="$.Attributes.queue"),
        invoke(write, "$.Attributes.f"),
    )


@pytest.mark.parametrize(
    ("kind", "parameter", "what"),
    [
        ("UpdateContactTargetQueue", "QueueId", "queue"),
        ("TransferToFlow", "ContactFlowId", "contact flow"),
        ("InvokeFlowModule", "FlowModuleId", "contact flow module"),
    ],
)
def test_unknown_resource_is_a_problem(write, problems, kind, parameter, what):
    found = problems(write.action(kind, **{parameter: "none-such"}))
    assert f"The {what} `none-such` does not exist" in found
    assert f"`do {kind}`" in found


def test_unknown_hours_are_a_problem(write, problems):
    action = write.action(
        "CheckHoursOfOperation", conditions=("True", "False"), HoursOfOperationId="none-such"
    )
    assert "The hours of operation `none-such` does not exist" in problems(action)


def test_queue_of_another_instance_is_a_problem(connect, hours_id, write, problems):
    other = connect.create_instance(
        IdentityManagementType="SAML",
        InstanceAlias="other",
        InboundCallsEnabled=True,
        OutboundCallsEnabled=True,
    )["Id"]
    hours = connect.create_hours_of_operation(InstanceId=other, Name="h", TimeZone="UTC", Config=[])
    queue = connect.create_queue(InstanceId=other, Name="q", HoursOfOperationId=hours["HoursOfOperationId"])[
        "QueueArn"
    ]
    assert "does not exist" in problems(write.action("UpdateContactTargetQueue", QueueId=queue))


def test_function_that_is_not_associated_is_a_problem(write, problems):
    assert f"{LAMBDA} is not associated" in problems(invoke(write, LAMBDA))


def test_bot_that_is_not_associated_is_a_problem(instance_id, write, problems):
    alias = make_alias()
    assert f"{alias.arn} is not associated" in problems(converse(write, alias.arn))


def test_bot_that_went_away_is_a_problem(connect, instance_id, write, problems):
    alias = make_alias()
    connect.associate_bot(InstanceId=instance_id, LexV2Bot={"AliasArn": alias.arn})
    lex_backend("us-east-1").remove_alias(alias)
    assert "does not exist" in problems(converse(write, alias.arn))


def test_all_problems_come_at_once(write, problems):
    found = problems(
        write.action("UpdateContactTargetQueue", QueueId="none-such"),
        write.action("TransferToFlow", ContactFlowId="none-such"),
        write.action("SendMessageToTheMoon"),
    )
    assert all(each in found for each in ("The queue", "The contact flow", "SendMessageToTheMoon"))


def test_content_that_is_no_json_is_a_problem(instance_id, problems):
    assert "line 1" in problems(content="{")


def test_unbuilt_bot_cannot_be_associated(connect, instance_id, refused):
    alias = make_alias(built=False)
    code, status, _ = refused(connect.associate_bot, InstanceId=instance_id, LexV2Bot={"AliasArn": alias.arn})
    assert (code, status) == ("ConflictException", 409)
