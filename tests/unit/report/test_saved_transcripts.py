"""A transcript on disk may have been edited: what is none must not be judged."""

import json
from dataclasses import replace

import pytest

from chatcheck.transcript import from_json


@pytest.fixture
def saved(words):
    return json.loads(json.dumps(words.transcript().to_json()))


def test_a_transcript_is_read_as_it_was_written(words, saved):
    assert from_json(saved) == words.transcript()
    assert from_json(replace(words.transcript(), values=None).to_json()).values == {}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"outcome": "fine"}, id="an outcome there is not"),
        pytest.param({"format": 2}, id="another format"),
        pytest.param({"contact_id": 7}, id="an id that is a number"),
        pytest.param({"values": {"order": 1}}, id="a value that is a number"),
        pytest.param({"values": ["order"]}, id="values in a list"),
        pytest.param({"events": [{"at_s": "soon", "kind": "message"}]}, id="a time in words"),
        pytest.param({"events": [{"at_s": float("nan"), "kind": "message"}]}, id="no time"),
        pytest.param({"events": [{"at_s": 1, "kind": "step", "step": True}]}, id="a step that is none"),
        pytest.param({"events": [{"at_s": 1, "kind": "messages"}]}, id="a kind there is not"),
        pytest.param({"events": [{"at_s": 1, "kind": "message", "content": None}]}, id="no content"),
        pytest.param({"events": [{"at_s": 1, "kind": "message", "colour": "red"}]}, id="an unknown member"),
        pytest.param({"events": "none"}, id="events in words"),
        pytest.param({"events": None}, id="events null"),
    ],
)
def test_what_is_no_transcript_is_refused(saved, change):
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_json({**saved, **change})


@pytest.mark.parametrize("member", ["outcome", "events", "values", "chat"])
def test_a_transcript_that_lacks_a_member_is_refused(saved, member):
    del saved[member]
    with pytest.raises(KeyError, match=member):
        from_json(saved)
