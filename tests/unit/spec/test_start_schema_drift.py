"""The committed `start` part of the chat format is what botocore's model and our rules give."""

import json
import os
from pathlib import Path

import pytest

import chatcheck.spec
from chatcheck.render.service_model import load_input_shape
from chatcheck.render.start_prose import PROSE, RULES
from chatcheck.render.start_schema import RECURSIVE_SHAPE, generate

SCHEMA = Path(chatcheck.spec.__file__).with_name("chat.schema.json")


def test_the_committed_start_schema_is_the_generated_one():
    schema = json.loads(SCHEMA.read_text("utf-8"))
    generated = generate(load_input_shape())

    if os.environ.get("CHATCHECK_ACCEPT") == "1":
        schema["$defs"].update(generated)
        SCHEMA.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")

    assert {name: schema["$defs"][name] for name in generated} == generated


def test_every_member_of_the_model_can_be_given():
    members = set(load_input_shape().members)

    assert set(generate(load_input_shape())["Start"]["properties"]) == members


def test_nothing_is_described_that_the_model_does_not_have():
    paths = {path.split(".")[0] for path in (*PROSE, *RULES) if path}

    assert paths <= {*load_input_shape().members, RECURSIVE_SHAPE}


@pytest.mark.parametrize(
    ("path", "keyword", "limit"),
    [
        (("ParticipantDetails", "DisplayName"), "maxLength", 256),
        (("InitialMessage", "Content"), "maxLength", 16384),
        (("ChatDurationInMinutes",), "minimum", 60),
        (("DisconnectOnCustomerExit",), "maxItems", 1),
    ],
)
def test_limits_of_the_model_are_in_the_schema(path, keyword, limit):
    part = generate(load_input_shape())["Start"]
    for name in path:
        part = part["properties"][name]

    assert part[keyword] == limit
