"""The same world of a chat that the contacts' tests live in."""

import importlib.util
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "contacts" / "chat_world.py"


def load_chat_world():
    if "chat_world" not in sys.modules:
        spec = importlib.util.spec_from_file_location("chat_world", FILE)
        sys.modules["chat_world"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["chat_world"])
    return sys.modules["chat_world"]


chat_world = load_chat_world()


@pytest.fixture
def world():
    yield chat_world.open_world()
    chat_world.close_world()


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
