"""What a flow does to its contact: attributes, queues, hours, functions, bots, other flows."""

import asyncio
import json

import pytest

from chatcheck.emulator import functions
from chatcheck.emulator.contacts import registry
from tests.unit.emulator.contacts.chat_world import action, bye, listen, say

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:orders"
WEEK = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
MIDNIGHT = {"Hours": 0, "Minutes": 0}
ALWAYS = [{"Day": day, "StartTime": MIDNIGHT, "EndTime": MIDNIGHT} for day in WEEK]
ERROR = [("NoMatchingError", "error")]
GREET = {
    "Name": "Greet",
    "SampleUtterances": [{"Utterance": "hello there"}],
    "IntentClosingSetting": {
        "ClosingResponse": {"MessageGroupsList": [{"Message": {"PlainTextMessage": {"Value": "Good day"}}}]}
    },
}
FALLBACK = {"Name": "FallbackIntent", "ParentIntentSignature": "AMAZON.FallbackIntent"}


def branches(flow, world):
    """Run a flow to its end and return what it said."""

    async def scenario():
        customer = await world.open(flow)
        said = []
        while True:
            item = await customer.item()
            if item["ContentType"].endswith("chat.ended"):
                return said
            if item["Type"] == "MESSAGE":
                said.append(item["Content"])

    return world.run(scenario)


def ends():
    return [say("fine", "fine", "bye"), say("error", "error", "bye"), bye()]


def set_queue(queue_id, next_action="transfer"):
    return action("queue", "UpdateContactTargetQueue", next_action, errors=ERROR, QueueId=queue_id)


def transfer():
    return action(
        "transfer",
        "TransferContactToQueue",
        "error",
        errors=[("QueueAtCapacity", "full"), ("NoMatchingError", "error")],
    )


def full():
    return say("full", "full", "bye")


def test_attributes_of_the_start_and_of_the_flow_are_the_contacts(world):
    flow = world.add_flow(
        action("set", "UpdateContactAttributes", "hi", errors=ERROR, Attributes={"tier": "gold"}),
        say("hi", "$.Attributes.locale $.Attributes.tier", "listen"),
        listen(),
        *ends(),
    )

    async def scenario():
        customer = await world.open(flow, Attributes={"locale": "en-GB"})
        return await customer.message(), await world.attributes(customer.contact_id)

    assert world.run(scenario) == ("en-GB gold", {"locale": "en-GB", "tier": "gold"})


def test_an_attribute_updated_from_outside_is_seen_by_the_running_flow(world):
    flow = world.add_flow(listen("wait", "hi"), say("hi", "Hello $.Attributes.name", "bye"), bye())

    async def scenario():
        customer = await world.open(flow)
        body = {
            "InstanceId": world.instance.id,
            "InitialContactId": customer.contact_id,
            "Attributes": {"name": "Ada"},
        }
        assert (await world.call("POST", "/contact/attributes", body)).status == 200
        await customer.send("go on")
        return await customer.message()

    assert world.run(scenario) == "Hello Ada"


@pytest.mark.parametrize(("slots", "said"), [(ALWAYS, "fine"), ([], "closed")])
def test_hours_decide(world, slots, said):
    hours = world.add_hours(*slots)
    flow = world.add_flow(
        action(
            "hours",
            "CheckHoursOfOperation",
            conditions=[("True", "fine"), ("False", "closed")],
            errors=ERROR,
            HoursOfOperationId=hours.arn,
        ),
        say("closed", "closed", "bye"),
        *ends(),
    )
    assert branches(flow, world) == [said]


def test_hours_of_the_target_queue_are_taken_when_none_are_named(world):
    queue = world.add_queue(world.add_hours(*ALWAYS))
    check = action(
        "hours", "CheckHoursOfOperation", conditions=[("True", "fine"), ("False", "error")], errors=ERROR
    )
    flow = world.add_flow(set_queue(queue.id, "hours"), check, *ends())
    assert branches(flow, world) == ["fine"]


def test_hours_that_are_gone_take_the_error_branch(world):
    hours = world.add_hours(*ALWAYS)
    flow = world.add_flow(
        action(
            "hours",
            "CheckHoursOfOperation",
            conditions=[("True", "fine"), ("False", "fine")],
            errors=ERROR,
            HoursOfOperationId=hours.id,
        ),
        *ends(),
    )
    world.store.remove(world.instance.hours, hours.id)
    assert branches(flow, world) == ["error"]


def test_a_queued_contact_stays_and_says_so(world):
    queue = world.add_queue(world.add_hours())
    flow = world.add_flow(set_queue(queue.arn), transfer(), full(), *ends())

    async def scenario():
        customer = await world.open(flow)
        await asyncio.sleep(0.05)
        waiting = await world.describe(customer.contact_id)
        await customer.leave()
        return waiting, await world.describe(customer.contact_id)

    waiting, ended = world.run(scenario)
    assert waiting["QueueInfo"]["Id"] == queue.id
    assert waiting["QueueInfo"]["EnqueueTimestamp"] >= waiting["InitiationTimestamp"]
    assert "DisconnectReason" not in waiting
    assert ended["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_the_customer_queue_flow_runs_and_its_end_leaves_the_contact_queued(world):
    queue = world.add_queue(world.add_hours())
    waiting = world.add_flow(
        say("music", "Please hold", "end"),
        action("end", "EndFlowExecution"),
        name="hold",
        type="CUSTOMER_QUEUE",
    )
    hook = action(
        "hook",
        "UpdateContactEventHooks",
        "queue",
        errors=ERROR,
        EventHooks={"CustomerQueue": waiting.id},
    )
    flow = world.add_flow(hook, set_queue(queue.id), transfer(), full(), *ends())

    async def scenario():
        customer = await world.open(flow)
        said = await customer.message()
        await asyncio.sleep(0.05)
        return said, await world.describe(customer.contact_id)

    said, contact = world.run(scenario)
    assert said == "Please hold"
    assert "QueueInfo" in contact
    assert "DisconnectTimestamp" not in contact


def test_a_queue_that_is_full_takes_no_more(world):
    queue = world.add_queue(world.add_hours(), max_contacts=1)
    flow = world.add_flow(set_queue(queue.id), transfer(), full(), *ends())

    async def scenario():
        await world.open(flow)
        await asyncio.sleep(0.05)
        return await (await world.open(flow)).message()

    assert world.run(scenario) == "full"


def test_a_queue_of_nobody_takes_the_error_branch(world):
    flow = world.add_flow(set_queue("no-such-queue"), transfer(), full(), *ends())
    assert branches(flow, world) == ["error"]


def invoke(**parameters):
    return action(
        "invoke",
        "InvokeLambdaFunction",
        "told",
        errors=ERROR,
        LambdaFunctionARN=FUNCTION,
        InvocationTimeLimitSeconds="3",
        LambdaInvocationAttributes={"order": "$.Attributes.order"},
        **parameters,
    )


def told():
    return say("told", "It is $.External.state", "bye")


def test_a_function_gets_the_event_and_its_result_is_told(world, monkeypatch):
    world.associate("LAMBDA_FUNCTION", FUNCTION)
    seen = []

    async def run(ref, event, time_limit_s, region):
        seen.append((ref, json.loads(json.dumps(event)), time_limit_s, region))
        return {"state": "on its way"}

    monkeypatch.setattr(functions, "invoke", run)
    flow = world.add_flow(invoke(), told(), *ends())

    async def scenario():
        customer = await world.open(flow, Attributes={"order": "A-1"}, CustomerId="c-9")
        return customer.contact_id, await customer.message()

    contact_id, said = world.run(scenario)
    ref, event, limit_s, region = seen[0]
    assert said == "It is on its way"
    assert (ref, limit_s, region) == (FUNCTION, 3.0, "us-east-1")
    assert event == {
        "Name": "ContactFlowEvent",
        "Details": {
            "Parameters": {"order": "A-1"},
            "ContactData": {
                "Attributes": {"order": "A-1"},
                "AwsRegion": "us-east-1",
                "Channel": "CHAT",
                "ContactId": contact_id,
                "CustomerEndpoint": None,
                "CustomerId": "c-9",
                "Description": None,
                "InitialContactId": contact_id,
                "InitiationMethod": "API",
                "InstanceARN": world.instance.arn,
                "LanguageCode": "en-US",
                "MediaStreams": {"Customer": {"Audio": None}},
                "Name": None,
                "PreviousContactId": contact_id,
                "Queue": None,
                "References": {},
                "RelatedContactId": None,
                "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Chat"}},
                "SystemEndpoint": None,
                "Tags": {},
            },
        },
    }


def test_a_function_that_raises_takes_the_error_branch(world, monkeypatch):
    world.associate("LAMBDA_FUNCTION", FUNCTION)

    async def run(*_):
        raise functions.FunctionFailed("ValueError: corrupt record")

    monkeypatch.setattr(functions, "invoke", run)
    assert branches(world.add_flow(invoke(), told(), *ends()), world) == ["error"]


def test_a_function_that_is_not_associated_is_not_run(world, monkeypatch):
    async def run(*_):
        raise AssertionError("it must not run")

    monkeypatch.setattr(functions, "invoke", run)
    assert branches(world.add_flow(invoke(), told(), *ends()), world) == ["error"]


def test_a_function_nobody_waits_for_runs_beside_the_flow(world, monkeypatch):
    world.associate("LAMBDA_FUNCTION", FUNCTION)
    let_go, done = asyncio.Event(), asyncio.Event()

    async def run(*_):
        await let_go.wait()
        done.set()
        return {}

    monkeypatch.setattr(functions, "invoke", run)
    flow = world.add_flow(
        invoke(InvocationType="ASYNCHRONOUS"), say("told", "At once", "listen"), listen(), *ends()
    )

    async def scenario():
        customer = await world.open(flow)
        said, was_done = await customer.message(), done.is_set()
        let_go.set()
        await done.wait()
        return said, was_done

    assert world.run(scenario) == ("At once", False)


def talk(alias, **parameters):
    return action(
        "bot",
        "ConnectParticipantWithLexBot",
        "fine",
        conditions=[("Greet", "greeted"), ("FallbackIntent", "lost")],
        errors=[("InputTimeLimitExceeded", "error"), ("NoMatchingCondition", "error"), *ERROR],
        LexV2Bot={"AliasArn": alias},
        **parameters,
    )


def test_a_bot_converses_and_its_intent_decides(world):
    alias = world.add_bot(GREET, FALLBACK)
    flow = world.add_flow(
        talk(alias, Text="How can I help?"),
        say("greeted", "You are greeted: $.Lex.IntentName", "bye"),
        say("lost", "lost", "bye"),
        *ends(),
    )

    async def scenario():
        customer = await world.open(flow)
        prompt = await customer.message()
        await customer.send("hello there")
        reply = await customer.hear("BOT")
        return prompt, reply, await customer.message()

    prompt, reply, after = world.run(scenario)
    assert prompt == "How can I help?"
    assert (reply["Content"], reply["ParticipantRole"]) == ("Good day", "SYSTEM")
    assert after == "You are greeted: Greet"


def test_a_bot_hears_the_initial_message_where_the_flow_says_so(world):
    alias = world.add_bot(GREET, FALLBACK)
    flow = world.add_flow(
        talk(alias, LexInitializationData={"InitialMessage": "$.Media.InitialMessage"}),
        say("greeted", "greeted", "bye"),
        say("lost", "lost", "bye"),
        *ends(),
    )

    async def scenario():
        first = {"ContentType": "text/plain", "Content": "Hello there!"}
        customer = await world.open(flow, InitialMessage=first)
        return [await customer.message() for _ in range(2)]

    assert world.run(scenario) == ["Good day", "greeted"]


def test_what_is_said_before_the_bot_listens_is_not_kept_for_it(world):
    alias = world.add_bot(GREET, FALLBACK)
    flow = world.add_flow(
        action(
            "pause", "Wait", "bot", conditions=[("WaitCompleted", "bot")], errors=ERROR, TimeLimitSeconds="1"
        ),
        talk(alias, Text="Now I listen"),
        say("greeted", "greeted", "bye"),
        say("lost", "lost", "bye"),
        *ends(),
    )

    async def scenario():
        customer = await world.open(flow)
        await customer.send("hello there")
        assert await customer.message() == "Now I listen"
        await customer.send("what?")
        return await customer.message()

    assert world.run(scenario) == "lost"


def test_a_flow_that_waits_twice_hears_two_messages(world):
    flow = world.add_flow(listen("first", "again"), listen("again", "hi"), say("hi", "Both", "bye"), bye())

    async def scenario():
        customer = await world.open(flow)
        await customer.send("one")
        await customer.send("two")
        return await customer.message()

    assert world.run(scenario) == "Both"


def test_a_bot_that_is_not_associated_takes_the_error_branch(world):
    alias = world.add_bot(GREET, FALLBACK, associated=False)
    assert branches(world.add_flow(talk(alias), *ends()), world) == ["error"]


def test_a_bot_that_is_gone_takes_the_error_branch(world):
    alias = world.add_bot(GREET, FALLBACK).rpartition("/")[0] + "/GONE000000"
    world.associate("LEX_BOT", alias)
    assert branches(world.add_flow(talk(alias), *ends()), world) == ["error"]


def test_a_wait_ends_by_itself(world):
    flow = world.add_flow(listen("wait", "fine", seconds="1"), *ends())
    assert branches(flow, world) == ["fine"]


def test_waiting_for_a_bot_nobody_added_takes_the_error_branch(world):
    flow = world.add_flow(
        action(
            "wait",
            "Wait",
            conditions=[("BotParticipantDisconnected", "fine"), ("WaitCompleted", "fine")],
            errors=[("ParticipantNotFound", "error"), ("NoMatchingError", "fine")],
            TimeLimitSeconds="5",
            Events=["BotParticipantDisconnected"],
        ),
        *ends(),
    )
    assert branches(flow, world) == ["error"]


def test_a_module_and_another_flow_go_on_with_the_contact(world):
    module = world.add_module(
        say("polite", "Hello from the module", "end"), action("end", "EndFlowModuleExecution")
    )
    other = world.add_flow(say("hi", "Hello from the other flow", "bye"), bye(), name="other")
    flow = world.add_flow(
        action("module", "InvokeFlowModule", "go", errors=ERROR, FlowModuleId=module.arn),
        action("go", "TransferToFlow", "error", errors=ERROR, ContactFlowId=other.id),
        *ends(),
    )
    assert branches(flow, world) == ["Hello from the module", "Hello from the other flow"]


def test_a_flow_that_is_only_saved_is_not_transferred_to(world):
    draft = world.add_flow(bye(), name="draft", published=False)
    flow = world.add_flow(
        action("go", "TransferToFlow", "error", errors=ERROR, ContactFlowId=draft.id), *ends()
    )
    assert branches(flow, world) == ["error"]


def test_a_hook_that_points_nowhere_is_kept_as_the_failure(world):
    hook = action(
        "hook", "UpdateContactEventHooks", "bye", errors=ERROR, EventHooks={"CustomerRemaining": "gone"}
    )
    flow = world.add_flow(hook, say("error", "error", "bye"), bye())

    async def scenario():
        customer = await world.open(flow)
        await customer.hear("chat.ended")
        await asyncio.sleep(0.02)
        return registry.summarise()[0]

    summary = world.run(scenario)
    assert "CustomerRemaining" in summary["failure"]
    assert summary["disconnect_reason"] == "CONTACT_FLOW_DISCONNECT"


def test_contact_data_is_described(world):
    data = {"Name": "Order A-1", "Description": "asks for it", "LanguageCode": "en-GB"}
    flow = world.add_flow(
        action("data", "UpdateContactData", "listen", errors=ERROR, **data), listen(), *ends()
    )

    async def scenario():
        customer = await world.open(flow)
        await asyncio.sleep(0.05)
        return await world.describe(customer.contact_id)

    contact = world.run(scenario)
    assert (contact["Name"], contact["Description"]) == ("Order A-1", "asks for it")


@pytest.mark.parametrize(("length", "said"), [(1_024, "Good day"), (1_025, "error")])
def test_a_message_longer_than_lex_takes_goes_to_the_error_branch(world, length, said):
    alias = world.add_bot(GREET, FALLBACK)
    flow = world.add_flow(
        talk(alias, Text="How can I help?"),
        say("greeted", "greeted", "bye"),
        say("lost", "lost", "bye"),
        *ends(),
    )

    async def scenario():
        customer = await world.open(flow)
        await customer.message()
        await customer.send("hello there".ljust(length, "!"))
        return await customer.message()

    assert world.run(scenario) == said


INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
PLANS = {
    "templateType": "ListPicker",
    "version": "1.0",
    "data": {"content": {"title": "Which plan?", "elements": [{"title": "Basic"}, {"title": "Whole"}]}},
}


def shop(payload):
    """An intent that shows a payload and waits until a plan is picked."""
    prompt = {"MessageGroupsList": [{"Message": {"CustomPayload": {"Value": payload}}}], "MaxRetries": 0}
    elicitation = {"SlotConstraint": "Required", "PromptSpecification": prompt}
    return {
        "Name": "Greet",
        "SampleUtterances": [{"Utterance": "plans please"}],
        "Slots": [
            {"Name": "Plan", "SlotTypeName": "AMAZON.FreeFormInput", "ValueElicitationSetting": elicitation}
        ],
    }


def open_shop(world, payload, *said, types=("text/plain", INTERACTIVE)):
    """Ask for the plans, then say `said`; return the items of the system from then on."""
    alias = world.add_bot(shop(payload), FALLBACK)
    flow = world.add_flow(
        talk(alias, Text="How can I help?"),
        say("greeted", "You picked $.Lex.Slots.Plan", "bye"),
        say("lost", "lost", "bye"),
        *ends(),
    )

    async def scenario():
        customer = await world.open(flow, SupportedMessagingContentTypes=list(types))
        await customer.message()
        await customer.send("plans please")
        shown = [await hear_system(customer)]
        for content_type, text in said:
            await customer.call("message", ContentType=content_type, Content=text)
            shown.append(await hear_system(customer))
        return shown

    return world.run(scenario)


async def hear_system(customer):
    while True:
        item = await customer.item()
        if item.get("ParticipantRole") == "SYSTEM":
            return item


def test_a_bots_custom_payload_is_an_interactive_message(world):
    payload = json.dumps(PLANS)
    [item] = open_shop(world, payload)
    assert (item["ContentType"], item["Content"], item["DisplayName"]) == (INTERACTIVE, payload, "BOT")


def test_the_title_that_the_customer_picks_is_what_the_bot_hears_next(world):
    *_, after = open_shop(world, json.dumps(PLANS), ("text/plain", "Basic"))
    assert after["Content"] == "You picked Basic"


def test_an_interactive_response_is_heard_as_its_json(world):
    response = f"{INTERACTIVE}.response"
    types = ("text/plain", INTERACTIVE, response)
    *_, after = open_shop(world, json.dumps(PLANS), (response, '{"action":"x"}'), types=types)
    assert after["Content"] == 'You picked {"action":"x"}'


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param("{}", id="no template"),
        pytest.param("plans", id="no JSON"),
        pytest.param(json.dumps({**PLANS, "version": "2.0"}), id="another version"),
        pytest.param(
            json.dumps({**PLANS, "data": {"content": {"title": "x", "elements": []}}}), id="no choice"
        ),
    ],
)
def test_a_payload_that_is_no_sound_template_takes_the_error_branch(world, payload):
    [item] = open_shop(world, payload)
    assert item["Content"] == "error"


def test_an_interactive_message_on_a_chat_of_plain_text_takes_the_error_branch(world):
    [item] = open_shop(world, json.dumps(PLANS), types=("text/plain",))
    assert item["Content"] == "error"


def test_a_flows_own_template_is_interactive_where_the_chat_takes_it(world):
    flow = world.add_flow(say("hi", json.dumps(PLANS), "bye"), bye())

    async def scenario(*types):
        customer = await world.open(flow, SupportedMessagingContentTypes=["text/plain", *types])
        return (await hear_system(customer))["ContentType"]

    async def both():
        return await scenario(INTERACTIVE), await scenario()

    assert world.run(both) == (INTERACTIVE, "text/plain")
