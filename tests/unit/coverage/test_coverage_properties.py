"""Delivery makes no difference: order, doubles and lines of others change nothing."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.coverage import json_report
from tests.unit.coverage.conftest import CoverageWords

WORDS = CoverageWords()
BLOCKS = ("on", "ask", "sell", "sorry", "bye", "unknown")
SHAPE = WORDS.shape(
    WORDS.log_on("ask"),
    WORDS.action("ask", "Compare", "bye", [("y", "sell")], [("NoMatchingCondition", "bye")]),
    WORDS.action("sell", next_="ask", errors=[("NoMatchingError", "sorry")], Text="Sold."),
    WORDS.action("sorry", next_="sorry", errors=[("NoMatchingError", "bye")], Text="Sorry."),
    WORDS.action("bye", "DisconnectParticipant"),
)
entries = st.builds(
    WORDS.entry,
    st.sampled_from(BLOCKS),
    st.integers(0, 6),
    contact=st.sampled_from(["c-1", "c-2"]),
    flow_id=st.sampled_from(["f-1", "f-2"]),
)
logs = st.lists(entries, max_size=25)
noise = st.lists(
    st.one_of(st.text(max_size=20), st.just(WORDS.entry("sell", contact="stranger")), st.just("{}")),
    max_size=5,
)


def tell(messages):
    told = json_report.to_json(WORDS.measure(messages, SHAPE, contacts=("c-1", "c-2")))
    told["summary"].pop("odd_messages")
    return told


@given(logs, st.randoms(use_true_random=False), st.data())
@settings(deadline=None)
def test_order_and_doubles_change_nothing(messages, random, data):
    doubled = messages + data.draw(
        st.lists(st.sampled_from(messages), max_size=9) if messages else st.just([])
    )
    random.shuffle(doubled)

    assert tell(doubled) == tell(messages)


@given(logs, noise)
@settings(deadline=None)
def test_lines_of_others_and_garbage_change_nothing(messages, others):
    assert tell(others + messages) == tell(messages)


@given(logs, entries)
@settings(deadline=None)
def test_more_entries_never_exercise_fewer_blocks(messages, entry):
    before, after = (tell(each)["summary"]["blocks"]["exercised"] for each in (messages, [*messages, entry]))

    assert after >= before


@given(logs)
@settings(deadline=None)
def test_what_is_exercised_is_in_the_log(messages):
    told = tell(messages)
    logged = {json.loads(each)["Identifier"] for each in messages if "/f-1" in each}

    (flow,) = told["flows"]
    assert {each["identifier"] for each in flow["block_list"] if each["visits"]} == logged - {"unknown"}
