"""ShowView in a chat: the interactive message that shows it, and the response that answers it."""

import json

import pytest

from chatcheck.emulator.contacts.views import read_response
from chatcheck.flow.requests import ViewAnswer
from tests.unit.emulator.contacts.chat_world import action, bye, say

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
RESPONSE = f"{INTERACTIVE}.response"
TYPES = ["text/plain", INTERACTIVE, RESPONSE]
ERRORS = [("NoMatchingCondition", "other"), ("NoMatchingError", "error"), ("TimeLimitExceeded", "late")]


def show(seconds="60", **parameters):
    return action(
        "show",
        "ShowView",
        "error",
        conditions=[("Submit", "thanks")],
        errors=ERRORS,
        ViewResource={"Id": "form", "Version": "1"},
        InvocationTimeLimitSeconds=seconds,
        ViewData={"Heading": "Hello $.Attributes.name"},
        **parameters,
    )


def make_flow(world, **parameters):
    return world.add_flow(
        show(**parameters),
        say("thanks", "Thanks, $.Views.ViewResultData.FormData.city", "bye"),
        say("other", "other $.Views.Action", "bye"),
        say("error", "error", "bye"),
        say("late", "late", "bye"),
        bye(),
    )


def respond(action_name, template="ViewResource", **form):
    data = {"FormData": form}
    return json.dumps({"templateType": template, "version": "1.0", "action": action_name, "data": data})


async def open_chat(world, flow, types=TYPES):
    return await world.open(flow, SupportedMessagingContentTypes=types, Attributes={"name": "Ada"})


async def answer(customer, content):
    return await customer.call("message", ContentType=RESPONSE, Content=content)


def test_a_view_is_an_interactive_message(world):
    async def scenario():
        customer = await open_chat(world, make_flow(world))
        return await customer.hear("SYSTEM_MESSAGE")

    item = world.run(scenario)
    assert item["ContentType"] == INTERACTIVE
    message = json.loads(item["Content"])
    assert (message["templateType"], message["version"]) == ("ViewResource", "1.0")
    content = message["data"]["content"]
    assert (content["viewId"], content["viewData"]) == ("form:1", {"Heading": "Hello Ada"})
    assert content["viewToken"]


@pytest.mark.parametrize(("chosen", "said"), [("Submit", "Thanks, Bern"), ("Back", "other Back")])
def test_the_response_decides(world, chosen, said):
    async def scenario():
        customer = await open_chat(world, make_flow(world))
        await customer.message()
        await answer(customer, respond(chosen, city="Bern"))
        return await customer.message()

    assert world.run(scenario) == said


def test_other_messages_leave_the_view_open(world):
    async def scenario():
        customer = await open_chat(world, make_flow(world))
        await customer.message()
        await customer.send("hello?")
        await answer(customer, respond("Submit", template="ListPicker"))
        await answer(customer, respond("Submit", city="Bern"))
        return await customer.message()

    assert world.run(scenario) == "Thanks, Bern"


def test_nothing_chosen_in_time_takes_its_branch(world):
    async def scenario():
        customer = await open_chat(world, make_flow(world, seconds="1"))
        await customer.message()
        return await customer.message()

    assert world.run(scenario) == "late"


def test_a_chat_of_plain_text_takes_the_error_branch(world):
    async def scenario():
        customer = await open_chat(world, make_flow(world), ["text/plain"])
        return await customer.message()

    assert world.run(scenario) == "error"


@pytest.mark.parametrize(("hidden", "told"), [({}, True), ({"HideResponseOn": ["TRANSCRIPT"]}, False)])
def test_a_response_can_be_kept_out_of_the_transcript(world, hidden, told):
    flow = world.add_flow(
        show(**({"SensitiveDataConfiguration": hidden} if hidden else {})),
        *(say(name, name, "wait") for name in ("thanks", "other", "error", "late")),
        action("wait", "Wait", "bye", errors=[("NoMatchingError", "bye")], TimeLimitSeconds="60"),
        bye(),
    )

    async def scenario():
        customer = await open_chat(world, flow)
        await customer.message()
        await answer(customer, respond("Submit", card="4111"))
        await customer.message()
        return await customer.transcript()

    assert ("4111" in json.dumps(world.run(scenario))) is told


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "[]",
        "{}",
        '{"templateType": "ViewResource"}',
        '{"templateType": "ViewResource", "action": 1}',
        "[" * 9999,
    ],
)
def test_what_is_no_response_to_a_view_is_none(text):
    assert read_response(text) is None


def test_a_response_without_data_has_none():
    assert read_response('{"templateType": "ViewResource", "action": "Go", "data": 1}') == ViewAnswer(
        "Go", {}
    )
