"""Whatever was called before: once a chat is over, no participant call is served."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.emulator.contacts.chat_world import close_world, listen, open_world

EVENT = "application/vnd.amazonaws.connect.event."
BODIES = {
    "message": {"ContentType": "text/plain", "Content": "hello"},
    "event": {"ContentType": f"{EVENT}typing"},
    "transcript": {},
    "connection": {"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]},
    "disconnect": {},
}
calls_before = st.lists(st.sampled_from(["message", "event", "transcript", "connection"]), max_size=6)
calls_after = st.lists(st.sampled_from(sorted(BODIES)), min_size=1, max_size=6)


async def call(world, customer, operation):
    token = customer.participant_token if operation == "connection" else customer.token
    return await world.call("POST", f"/participant/{operation}", BODIES[operation], token)


@settings(max_examples=15, deadline=None)
@given(before=calls_before, after=calls_after, leaves=st.booleans())
def test_the_end_is_final(before, after, leaves):
    world = open_world()
    flow = world.add_flow(listen("listen", "listen"))

    async def scenario():
        customer = await world.open(flow)
        served = [(await call(world, customer, operation)).status for operation in before]
        if leaves:
            await customer.leave()
        else:
            await world.stop(customer.contact_id)
        return served, [await call(world, customer, operation) for operation in after]

    try:
        served, refused = world.run(scenario)
    finally:
        close_world()
    assert set(served) <= {200}
    assert {(answer.status, answer.code) for answer in refused} == {(403, "AccessDeniedException")}


@pytest.mark.parametrize("reason", ["API", "CUSTOMER_DISCONNECT"])
def test_the_reason_of_the_end_is_the_first_one(world, reason):
    flow = world.add_flow(listen("listen", "listen"))

    async def scenario():
        customer = await world.open(flow)
        ways = [lambda: world.stop(customer.contact_id), customer.leave]
        for way in ways if reason == "API" else reversed(ways):
            await way()
        return await world.describe(customer.contact_id)

    assert world.run(scenario)["DisconnectReason"] == reason
