"""Each test of the matchers decides something: without it, a case that must fail would pass."""

from dataclasses import replace

import pytest

from chatcheck.judge import after_visited, json_tests, matchers
from chatcheck.judge.match import HOLDS
from chatcheck.judge.matchers import explain
from chatcheck.judge.readings import Reading
from chatcheck.source import Position
from chatcheck.spec.model import After
from chatcheck.transcript import Event
from tests.unit.judge.test_matchers import FAILING as SIMPLE
from tests.unit.judge.test_matchers import MESSAGE, ask
from tests.unit.judge.test_nested_matchers import FAILING, VALUES, read_with_values

MESSAGE_PLACE = Position("a.chat.yaml", 1, 1)
ATTACHED = replace(MESSAGE, name="attachment", content='[{"AttachmentName": "a.pdf"}]', content_type="")
CASES = [
    *((ask(**tests), MESSAGE) for tests, _, _ in SIMPLE.values()),
    *((read_with_values(text), event) for text, event, _, _ in FAILING.values()),
    (read_with_values("{attachment: {name: b.pdf}}"), ATTACHED),
]


def count_holding():
    return sum(explain(matcher, event, VALUES).ok for matcher, event in CASES)


def test_none_of_these_cases_holds():
    assert count_holding() == 0


@pytest.mark.parametrize("test", matchers._TESTS, ids=lambda test: test.__name__)
def test_a_matcher_that_is_always_true_would_be_noticed(test, monkeypatch):
    others = tuple((lambda *_: HOLDS) if each is test else each for each in matchers._TESTS)
    monkeypatch.setattr(matchers, "_TESTS", others)

    assert count_holding() > 0


def list_way_findings():
    """What a contact that came along `Greet` and `Bye` is blamed for; each expectation must fail."""
    asked = {name: {"exists": name != "Gret", "near": ""} for name in ("Sell", "flow:b/Bye", "Gret", "Greet")}
    value = {"path": [{"flow": "a", "block": "Greet"}, {"flow": "a", "block": "Bye"}], "asked": asked}
    reading = Reading(0, Event(1.0, "observed", name="visited"), value)
    after = After(MESSAGE_PLACE, visited=("Sell", "flow:b/Bye"), not_visited=("Greet", "Gret"))
    return [each.test for each in after_visited.check_visited(after, reading)]


def test_each_block_that_is_not_as_asked_is_blamed():
    assert len(list_way_findings()) == 4


@pytest.mark.parametrize(
    ("part", "mutant"),
    [
        ("is_named", lambda *_: True),
        ("is_named", lambda *_: False),
        ("is_named", lambda name, _flow, block: name.rpartition("/")[2] == block),
        ("_find_unknown", lambda *_: ""),
    ],
)
def test_a_part_of_the_visited_test_that_decides_nothing_would_be_noticed(part, mutant, monkeypatch):
    monkeypatch.setattr(after_visited, part, mutant)

    assert len(list_way_findings()) < 4


@pytest.mark.parametrize("part", ["_test_value", "_test_place", "_is_same"])
def test_a_part_of_the_json_test_that_is_always_true_would_be_noticed(part, monkeypatch):
    monkeypatch.setattr(json_tests, part, lambda *_: True if part == "_is_same" else HOLDS)

    assert count_holding() > 0
