"""A chat that is played says what the embedded AWS says: they walk around a flow each in their own way."""

import json

import pytest

from chatcheck.emulator.contacts.services import call_service
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.requests import CallService, Failed, FlowLoaded, Unserved
from chatcheck.flow.run import ContactView
from chatcheck.rehearsal.rehearsal import Rehearsal
from chatcheck.rehearsal.shelf import Shelf
from tests.flow_generator import generate_flow
from tests.unit.emulator.contacts import chat_world

SLOW = {"ConnectParticipantWithLexBot", "ShowView", "Wait", "DistributeByPercentage"}
"""Actions that take a customer, time or chance."""
FLOWS = 25


@pytest.fixture
def world():
    yield chat_world.open_world()
    chat_world.close_world()


class Nothing:
    """A host with no functions, hours or queues, and the embedded AWS's other services."""

    def answer(self, request):
        return call_service(None, request) if isinstance(request, CallService) else Failed("nothing is here")

    def understand(self, request, text, *, is_known):
        raise AssertionError("no bot is asked")

    def draw(self, passed):
        raise AssertionError("nothing is drawn")


def choose_documents():
    """Generated flows that need nobody else and say something."""
    found, seed = [], 0
    while len(found) < FLOWS:
        document = generate_flow(seed, 12, "CONTACT_FLOW")
        if not {action["Type"] for action in document["Actions"]} & SLOW and play(document)[0]:
            found.append(document)
        seed += 1
    return found


def play(document):
    flow = parse_flow(json.dumps(document), "welcome.json")
    contact = ContactView("c", "i", queues=())
    rehearsal = Rehearsal(Shelf(None), Nothing(), contact)
    rehearsal.begin(FlowLoaded(flow, "arn", "CONTACT_FLOW"))
    said = [moment.content for moment in rehearsal.moments if moment.kind == "message"]
    return said, rehearsal.ended, dict(rehearsal.contact.attributes)


def hold(world, document):
    flow = world.add_flow(*document["Actions"], name=f"flow-{len(world.instance.contact_flows)}")

    async def scenario():
        customer = await world.open(flow)
        said = []
        while True:
            item = await customer.item()
            if item["ContentType"].endswith("chat.ended"):
                break
            if item["Type"] == "MESSAGE":
                said.append(item["Content"])
        contact = await world.describe(customer.contact_id)
        return said, contact["DisconnectReason"], await world.attributes(customer.contact_id)

    return world.run(scenario)


def test_both_say_the_same_of_generated_flows(world):
    compared = 0
    for document in choose_documents():
        played, held = play(document), hold(world, document)
        told = json.dumps(held)
        if any(hidden in told for hidden in (world.instance.id, "us-east-1")):
            continue
        assert played == held, json.dumps(document)
        compared += 1
    assert compared > FLOWS / 2


def test_the_embedded_aws_knows_each_service_or_says_that_it_does_not():
    answers = {type(call_service(None, CallService(name, {}))) for name in ("GetCase", "CreateTask")}
    assert answers == {Failed, Unserved}
