"""Reading, updating and stopping contacts: what is refused."""

import pytest

from tests.unit.emulator.contacts.chat_world import bye, listen

NOBODY = "11111111-2222-3333-4444-555555555555"


def update(world, members):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        contact_id = (await world.start(flow, Attributes={"old": "o" * 30_000})).body["ContactId"]
        body = {"InstanceId": world.instance.id, "InitialContactId": contact_id, **members}
        return await world.call("POST", "/contact/attributes", body), await world.attributes(contact_id)

    return world.run(scenario)


def test_attributes_are_added_and_replaced(world):
    answer, attributes = update(world, {"Attributes": {"old": "", "new": "n"}})
    assert (answer.status, attributes) == (200, {"old": "", "new": "n"})


def test_attributes_of_an_ended_chat_can_be_updated(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        contact_id = (await world.start(flow)).body["ContactId"]
        await world.stop(contact_id)
        body = {"InstanceId": world.instance.id, "InitialContactId": contact_id, "Attributes": {"a": "b"}}
        await world.call("POST", "/contact/attributes", body)
        return await world.attributes(contact_id)

    assert world.run(scenario) == {"a": "b"}


@pytest.mark.parametrize(
    ("members", "status", "code"),
    [
        ({"Attributes": {"new": "n" * 2_800}}, 400, "InvalidParameterException"),
        ({"Attributes": {"two words": "n"}}, 400, "InvalidParameterException"),
        ({"Attributes": None}, 400, "InvalidRequestException"),
        ({"InitialContactId": NOBODY, "Attributes": {}}, 404, "ResourceNotFoundException"),
        ({"InstanceId": NOBODY, "Attributes": {}}, 404, "ResourceNotFoundException"),
        ({"InitialContactId": None, "Attributes": {}}, 400, "InvalidRequestException"),
        ({"Attributes": {}, "Extra": 1}, 400, "InvalidRequestException"),
    ],
)
def test_a_wrong_update_changes_nothing(world, members, status, code):
    answer, attributes = update(world, members)
    assert (answer.status, answer.code) == (status, code)
    assert set(attributes) == {"old"}


@pytest.mark.parametrize("path", ["/contacts/{}/{}", "/contact/attributes/{}/{}"])
def test_an_unknown_contact_is_not_found(world, path):
    async def scenario():
        return await world.call("GET", path.format(world.instance.id, NOBODY))

    answer = world.run(scenario)
    assert (answer.status, answer.code) == (404, "ResourceNotFoundException")


def test_a_contact_is_not_found_in_another_instance(world):
    flow = world.add_flow(listen(), bye())
    other = world.store.add_instance("other", "CONNECT_MANAGED", {})

    async def scenario():
        contact_id = (await world.start(flow)).body["ContactId"]
        return await world.call("GET", f"/contacts/{other.id}/{contact_id}")

    assert world.run(scenario).status == 404


def test_an_unknown_contact_cannot_be_stopped(world):
    async def scenario():
        return await world.stop(NOBODY)

    answer = world.run(scenario)
    assert (answer.status, answer.code) == (410, "ContactNotFoundException")


def test_a_reason_for_stopping_is_refused_by_name(world):
    async def scenario():
        body = {"InstanceId": world.instance.id, "ContactId": NOBODY, "DisconnectReason": {"Code": "X"}}
        return await world.call("POST", "/contact/stop", body)

    answer = world.run(scenario)
    assert answer.status == 400
    assert "DisconnectReason" in answer.body["Message"]
