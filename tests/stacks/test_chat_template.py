"""What the chat stack provisions."""

import json

import pytest

pytestmark = pytest.mark.cdk


@pytest.fixture(scope="module")
def template(local):
    return local[1]


def find_one(template, type_, **properties):
    found = template.find_resources(type_, {"Properties": properties} if properties else {})
    assert len(found) == 1
    return next(iter(found.items()))


def join(content):
    """Return a flow's content with a word for each token."""
    parts = content["Fn::Join"][1]
    return "".join(
        part if isinstance(part, str) else f"<{json.dumps(part).replace(chr(34), '')}>" for part in parts
    )


def test_a_flow_is_still_json_with_its_tokens_in_place(template):
    _, flow = find_one(template, "AWS::Connect::ContactFlow", Name="welcome")

    document = json.loads(join(flow["Properties"]["Content"]))
    assert document["StartAction"] == "Log the flow"
    assert flow["Properties"]["Type"] == "CONTACT_FLOW"


def test_no_reference_is_left_in_any_flow(template):
    flows = [
        *template.find_resources("AWS::Connect::ContactFlow").values(),
        *template.find_resources("AWS::Connect::ContactFlowModule").values(),
    ]
    assert len(flows) == 3
    assert not [each for each in flows if "${" in json.dumps(each["Properties"]["Content"])]


def test_a_queue_reference_is_the_parameter_of_the_instance_stack(template):
    _, flow = find_one(template, "AWS::Connect::ContactFlow", Name="handoff")

    assert {"Ref": "GivenQueueSupportArn"} in flow["Properties"]["Content"]["Fn::Join"][1]
    template.has_parameter(
        "GivenQueueSupportArn",
        {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/chatcheck/local/queue/support/arn"},
    )


@pytest.mark.parametrize(
    ("type_", "attribute", "name"),
    [
        ("AWS::Lambda::Function", "Arn", {}),
        ("AWS::Lex::BotAlias", "Arn", {}),
        ("AWS::Connect::ContactFlowModule", "ContactFlowModuleArn", {}),
        ("AWS::Connect::ContactFlow", "ContactFlowArn", {"Name": "handoff"}),
    ],
)
def test_the_entry_flow_names_what_it_uses_by_token(template, type_, attribute, name):
    used, _ = find_one(template, type_, **name)
    _, flow = find_one(template, "AWS::Connect::ContactFlow", Name="welcome")

    assert {"Fn::GetAtt": [used, attribute]} in flow["Properties"]["Content"]["Fn::Join"][1]


def test_a_flow_waits_for_the_associations_of_what_it_names(template):
    _, flow = find_one(template, "AWS::Connect::ContactFlow", Name="welcome")
    associations = template.find_resources("AWS::Connect::IntegrationAssociation")

    types = {each["Properties"]["IntegrationType"] for each in associations.values()}
    assert types == {"LAMBDA_FUNCTION", "LEX_BOT"}
    assert set(flow["DependsOn"]) == set(associations)


def test_a_flow_that_names_neither_waits_for_none(template):
    _, flow = find_one(template, "AWS::Connect::ContactFlow", Name="handoff")

    assert "DependsOn" not in flow


def test_a_module_carries_its_settings(template):
    _, module = find_one(template, "AWS::Connect::ContactFlowModule")

    assert "Settings" in json.loads(module["Properties"]["Content"])


def test_connect_may_invoke_the_function_for_this_instance_only(template):
    function, _ = find_one(template, "AWS::Lambda::Function")

    template.has_resource_properties(
        "AWS::Lambda::Permission",
        {
            "Action": "lambda:InvokeFunction",
            "Principal": "connect.amazonaws.com",
            "SourceArn": {"Ref": "GivenInstanceArn"},
            "SourceAccount": "000000000000",
            "FunctionName": {"Fn::GetAtt": [function, "Arn"]},
        },
    )


def test_the_function_may_write_its_own_log_and_nothing_else(template):
    group, _ = find_one(template, "AWS::Logs::LogGroup")
    _, policy = find_one(template, "AWS::IAM::Policy")

    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Resource"] == {"Fn::GetAtt": [group, "Arn"]}
    assert set(statement["Action"]) == {"logs:CreateLogStream", "logs:PutLogEvents"}
    assert "ManagedPolicyArns" not in json.dumps(template.to_json())


def test_the_function_has_the_time_that_a_flow_waits(template):
    template.has_resource_properties("AWS::Lambda::Function", {"Timeout": 8, "Handler": "handler.handle"})


def test_the_bot_is_built_and_its_version_is_behind_the_alias(template):
    bot, made = find_one(template, "AWS::Lex::Bot")
    version, _ = find_one(template, "AWS::Lex::BotVersion", BotId={"Fn::GetAtt": [bot, "Id"]})
    _, alias = find_one(template, "AWS::Lex::BotAlias")

    assert made["Properties"]["AutoBuildBotLocales"] is True
    assert alias["Properties"]["BotVersion"] == {"Fn::GetAtt": [version, "BotVersion"]}


def test_the_bot_has_the_file_s_intents_and_a_fallback(template):
    _, bot = find_one(template, "AWS::Lex::Bot")

    (locale,) = bot["Properties"]["BotLocales"]
    fallback = [each["Name"] for each in locale["Intents"] if "ParentIntentSignature" in each]
    assert locale["LocaleId"] == "en_GB"
    assert len(locale["Intents"]) == 8
    assert fallback == ["FallbackIntent"]


def test_a_slot_is_asked_for_and_matched_by_its_pattern(template):
    _, bot = find_one(template, "AWS::Lex::Bot")

    (locale,) = bot["Properties"]["BotLocales"]
    (slot_type,) = locale["SlotTypes"]
    (slot,) = locale["Intents"][0]["Slots"]
    assert slot_type["ValueSelectionSetting"]["RegexFilter"] == {"Pattern": "[A-Za-z][0-9]{4}"}
    assert slot["ValueElicitationSetting"]["PromptSpecification"]["MaxRetries"] == 2


def test_each_web_site_is_approved(template):
    template.has_resource_properties(
        "AWS::Connect::ApprovedOrigin",
        {"Origin": "http://localhost:3000", "InstanceId": {"Ref": "GivenInstanceArn"}},
    )


def test_the_outputs_are_all_the_runner_needs(template):
    outputs = template.to_json()["Outputs"]

    assert set(outputs) == {
        "ChatcheckDeployment",
        "InstanceId",
        "QueueSupportId",
        "FlowWelcomeId",
        "FlowHandoffId",
        "ModuleGreetingId",
    }
    assert not [each for each in outputs.values() if "Export" in each]


def test_the_deployment_says_what_it_is(template):
    parts = template.to_json()["Outputs"]["ChatcheckDeployment"]["Value"]["Fn::Join"][1]

    told = json.loads("".join(each if isinstance(each, str) else "an-id" for each in parts))
    assert told == {"format": 1, "environment": "local", "instanceId": "an-id", "region": "us-east-1"}


@pytest.mark.parametrize("name", ["flow/welcome/id", "module/greeting/id", "bot/orders/alias-arn"])
def test_every_id_is_a_parameter_too(template, name):
    template.has_resource_properties("AWS::SSM::Parameter", {"Name": f"/chatcheck/local/{name}"})


def test_every_resource_that_can_be_is_tagged(template):
    _, function = find_one(template, "AWS::Lambda::Function")

    assert {"Key": "service", "Value": "store-chat"} in function["Properties"]["Tags"]


def test_an_interactive_message_is_deployed_as_a_custom_payload():
    from chatcheck.spec.bot import Bot, Intent, Interactive, Slot
    from stacks.lex_locale import write_locale

    asked = Slot("Plan", "AMAZON.FreeFormInput", Interactive('{"templateType":"ListPicker"}'))
    bot = Bot("shop", (Intent("Plans", ("plans",), (asked,), reply="Thanks."),), {}, fallback_reply="Sorry?")

    plans, fallback = write_locale(bot).intents

    (group,) = plans.slots[0].value_elicitation_setting.prompt_specification.message_groups_list
    assert group.message.custom_payload.value == '{"templateType":"ListPicker"}'
    assert group.message.plain_text_message is None
    for each, text in ((plans, "Thanks."), (fallback, "Sorry?")):
        (group,) = each.intent_closing_setting.closing_response.message_groups_list
        assert (group.message.plain_text_message.value, group.message.custom_payload) == (text, None)


def test_a_deployed_interactive_question_is_what_the_embedded_lex_asks():
    import aws_cdk as cdk
    from aws_cdk.assertions import Template

    from chatcheck.emulator.lex.problems import find_problems
    from chatcheck.lex.definition import read_locale
    from chatcheck.lex.dialog import hear, start_dialog
    from chatcheck.spec.bot import Bot, Intent, Interactive, Slot
    from stacks.lex_bot import LexBot

    payload = '{"templateType":"ListPicker"}'
    asked = Slot("Plan", "AMAZON.FreeFormInput", Interactive(payload))
    bot = Bot("shop", (Intent("Plans", ("plans",), (asked,), reply="Thanks."),), {})
    stack = cdk.Stack(cdk.App(analytics_reporting=False), "Test")
    LexBot(stack, "Bot", bot=bot, environment_name="test", instance_arn="arn:aws:connect:r:1:instance/i")
    _, made = find_one(Template.from_stack(stack), "AWS::Lex::Bot")

    (locale,) = made["Properties"]["BotLocales"]
    deployed = read_locale("shop", locale)
    turn = hear(deployed, start_dialog(), "plans")

    assert find_problems(locale) == []
    assert [(each.text, each.is_custom) for each in turn.replies] == [(payload, True)]
