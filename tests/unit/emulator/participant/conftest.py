"""A chat in the world that the contacts' tests live in."""

import pytest

from tests.unit.emulator.contacts import chat_world


@pytest.fixture
def chat(world):
    """Run a scenario with the customer of a chat whose flow greets and then waits."""
    flow = world.add_flow(chat_world.say("hi", "Welcome", "listen"), chat_world.listen("listen", "listen"))

    def run(scenario, **members):
        async def opened():
            customer = await world.open(flow, **members)
            await customer.message()
            return await scenario(customer)

        return world.run(opened)

    return run
