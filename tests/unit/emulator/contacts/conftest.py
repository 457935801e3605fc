"""The world of a chat, for each test a new one."""

import importlib.util
import sys
from pathlib import Path

import pytest


def load_chat_world():
    if "chat_world" not in sys.modules:
        spec = importlib.util.spec_from_file_location("chat_world", Path(__file__).parent / "chat_world.py")
        sys.modules["chat_world"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["chat_world"])
    return sys.modules["chat_world"]


chat_world = load_chat_world()


@pytest.fixture
def world():
    yield chat_world.open_world()
    chat_world.close_world()
