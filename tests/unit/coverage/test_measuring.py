"""What a log says of flows: blocks, ways, and what no log can show."""

import pytest

from chatcheck.coverage.measure import Share, is_complete
from chatcheck.flow_log import read_log


def states(flow):
    return {each.block.identifier: each.state for each in flow.blocks}


def ways(flow):
    return {(each.way.source, each.way.target): (each.state, each.passages) for each in flow.ways}


def test_blocks_are_exercised_or_missing(words, shop):
    (flow,) = words.measure(words.way("on", "ask", "sell", "bye"), shop).flows

    assert states(flow) == {
        "on": "exercised",
        "ask": "exercised",
        "sell": "exercised",
        "sorry": "missing",
        "bye": "exercised",
    }
    assert flow.block_share == Share(4, 5)


def test_ways_are_pairs_of_neighbours(words, shop):
    (flow,) = words.measure(words.way("on", "ask", "sell", "bye"), shop).flows

    assert ways(flow) == {
        ("on", "ask"): ("exercised", 1),
        ("ask", "sell"): ("exercised", 1),
        ("ask", "bye"): ("missing", 0),
        ("sell", "bye"): ("exercised", 1),
        ("sell", "sorry"): ("missing", 0),
        ("sorry", "bye"): ("missing", 0),
    }


def test_branches_to_the_same_block_are_one_way_unless_a_log_may_tell_them_apart(shop):
    assert [(way.source, way.label) for way in shop.ways if way.target == "bye"] == [
        ("ask", '"no"'),
        ("ask", "NoMatchingCondition"),
        ("sell", "next"),
        ("sorry", "one of next, NoMatchingError"),
    ]


def tell_branches(words, shape, **said):
    """Return the branches from ask to bye after one visit whose entry says this."""
    messages = [words.entry("on"), words.entry("ask", 1, **said), words.entry("bye", 2)]
    (flow,) = words.measure(messages, shape).flows
    return {
        each.way.label: each.passages
        for each in flow.ways
        if (each.way.source, each.way.target) == ("ask", "bye")
    }


def compared(results, second=None):
    return {"Results": results, "Parameters": {} if second is None else {"SecondValue": second}}


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        (compared("true", "no"), {'"no"': 1, "NoMatchingCondition": 0}),
        (compared("false"), {'"no"': 0, "NoMatchingCondition": 1}),
        ({}, {'one of "no", NoMatchingCondition': 1}),
        (compared("true"), {'one of "no", NoMatchingCondition': 1}),
        (compared("true", "maybe"), {'one of "no", NoMatchingCondition': 1}),
        ({"Results": "no"}, {'one of "no", NoMatchingCondition': 1}),
        ({"Results": [], "Parameters": []}, {'one of "no", NoMatchingCondition': 1}),
    ],
)
def test_a_comparison_tells_its_branch(words, shop, said, counted):
    assert tell_branches(words, shop, **said) == counted


def test_what_is_told_once_and_not_the_next_time_is_one_way(words, shop):
    told = words.entry("ask", 1, **compared("false"))
    first = [words.entry("on"), told, words.entry("bye", 2)]
    second = words.way("on", "ask", "bye", contact="c-2")
    (flow,) = words.measure([*first, *second], shop, contacts=("c-1", "c-2")).flows

    assert ways(flow)["ask", "bye"] == ("exercised", 2)
    assert next(each.way.label for each in flow.ways if each.way.target == "bye").startswith("one of")


def test_of_several_comparisons_in_a_row_the_true_one_tells(words, shop):
    entries = [
        words.entry("ask", second, **compared(result, value))
        for second, result, value in ((1, "false", "yes"), (2, "true", "no"), (3, "false", "x"))
    ]
    (flow,) = words.measure([words.entry("on"), *entries, words.entry("bye", 4)], shop).flows

    assert [each.passages for each in flow.ways if each.way.label == '"no"'] == [1]


@pytest.fixture
def ask(words):
    """Return a shape in which all that a bot, a function or a view ends with leads to bye."""

    def make(kind, *conditions, errors, **parameters):
        return words.shape(
            words.log_on("ask"),
            words.action("ask", kind, "bye", [(each, "bye") for each in conditions], errors, **parameters),
            words.action("bye", "DisconnectParticipant"),
        )

    return make


@pytest.mark.parametrize(
    ("results", "counted"),
    [
        ("Order", {'"Order"': 1, '"Return"': 0, "one of NoMatchingCondition, NoMatchingError": 0}),
        ("Weather", {'"Order"': 0, '"Return"': 0, "one of NoMatchingCondition, NoMatchingError": 1}),
        ("", {'one of "Order", "Return", NoMatchingCondition, NoMatchingError': 1}),
    ],
)
def test_a_bot_tells_its_intent(words, ask, results, counted):
    errors = [("NoMatchingCondition", "bye"), ("NoMatchingError", "bye")]
    shape = ask("ConnectParticipantWithLexBot", "Order", "Return", errors=errors)
    assert tell_branches(words, shape, Results=results) == counted


def test_a_bot_without_a_branch_for_other_intents_tells_only_its_own(words, ask):
    shape = ask("ConnectParticipantWithLexBot", "Order", errors=[("NoMatchingError", "bye")])
    assert tell_branches(words, shape, Results="Weather") == {'one of next, "Order", NoMatchingError': 1}


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({"ExternalResults": {}}, {"next": 1, "NoMatchingError": 0}),
        ({"Results": "Status Code: 403"}, {"next": 0, "NoMatchingError": 1}),
        ({}, {"one of next, NoMatchingError": 1}),
    ],
)
def test_a_function_tells_whether_it_worked(words, ask, said, counted):
    shape = ask("InvokeLambdaFunction", errors=[("NoMatchingError", "bye")], LambdaFunctionARN="f")
    assert tell_branches(words, shape, **said) == counted


def test_a_view_tells_what_was_chosen_and_not_what_went_wrong(words, ask):
    errors = [("TimeLimitExceeded", "bye"), ("NoMatchingCondition", "bye")]
    shape = ask("ShowView", "Back", errors=errors)
    whole = {'one of "Back", TimeLimitExceeded, NoMatchingCondition': 1}
    assert tell_branches(words, shape, Results="Back")['"Back"'] == 1
    assert tell_branches(words, shape, Results="nothing in time") == whole


def test_a_hole_in_the_log_makes_no_way(words, shop):
    (flow,) = words.measure(words.way("on", "sell", "bye"), shop).flows

    assert ways(flow)["on", "ask"] == ("missing", 0)
    assert ways(flow)["sell", "bye"] == ("exercised", 1)
    assert ("on", "sell") not in ways(flow)


def test_other_peoples_contacts_do_not_count(words, shop):
    messages = [*words.way("on", "ask", "bye"), *words.way("on", "ask", "sell", contact="c-2")]

    coverage = words.measure(messages, shop)

    assert states(coverage.flows[0])["sell"] == "missing"
    assert set(coverage.paths) == {"c-1"}


def test_a_contact_without_entries_is_named(words, shop):
    coverage = words.measure(words.way("on"), shop, contacts=("c-1", "c-9"))

    assert coverage.silent == ("c-9",)


def test_a_block_that_the_content_does_not_have_is_told(words, shop):
    (flow,) = words.measure(words.way("on", "old block", "bye"), shop).flows

    assert flow.unknown == ("old block",)
    assert flow.block_share == Share(2, 5)


def test_a_flow_without_content_is_told(words, shop):
    messages = [*words.way("on"), words.entry("a", 5, flow_id="f-9")]

    assert words.measure(messages, shop).foreign == ("f-9",)


def test_several_entries_of_one_block_are_one_visit(words, shop):
    messages = [*words.way("on", "ask", "sell"), words.entry("sell", 3, Parameters={"Key": "y"})]

    (flow,) = words.measure(messages, shop).flows

    assert {each.block.identifier: each.visits for each in flow.blocks}["sell"] == 1


def test_a_block_that_leads_to_itself_is_visited_again(words):
    shape = words.shape(
        words.log_on("ask"),
        words.action("ask", next_="bye", errors=[("NoMatchingError", "ask")], Text="?"),
        words.action("bye", "DisconnectParticipant"),
    )

    (flow,) = words.measure(words.way("on", "ask", "ask", "bye"), shape).flows

    assert ways(flow)["ask", "ask"] == ("exercised", 1)


def test_entries_of_the_same_millisecond_follow_the_flow(words, shop):
    messages = [words.entry(each) for each in ("bye", "sell", "ask", "on")]

    coverage = words.measure(messages, shop)

    assert [visit.identifier for visit in coverage.paths["c-1"]] == ["on", "ask", "sell", "bye"]


def test_what_comes_before_logging_is_switched_on_cannot_be_seen(words):
    shape = words.shape(
        words.action("hello", next_="on", errors=[("NoMatchingError", "on")], Text="Hello"),
        words.log_on("bye"),
        words.action("bye", "DisconnectParticipant"),
    )

    (flow,) = words.measure(words.way("on", "bye"), shape).flows

    assert states(flow) == {"hello": "not observable", "on": "exercised", "bye": "exercised"}
    assert flow.block_share == Share(2, 2)
    assert ways(flow)["hello", "on"] == ("not observable", 0)


def test_what_comes_after_logging_is_switched_off_cannot_be_seen(words):
    shape = words.shape(
        words.log_on("off"),
        words.action("off", "UpdateFlowLoggingBehavior", "bye", FlowLoggingBehavior="Disabled"),
        words.action("bye", "DisconnectParticipant"),
    )

    (flow,) = words.measure(words.way("on", "off"), shape).flows

    assert states(flow) == {"on": "exercised", "off": "exercised", "bye": "not observable"}
    assert ways(flow)["off", "bye"] == ("not observable", 0)


def test_a_flow_that_another_one_hands_over_to_is_seen_from_its_start(words, shop):
    desk = words.shape(words.action("wait", "DisconnectParticipant"), flow_id="f-2", name="desk")

    flow = words.measure(words.way("on"), shop, desk).flows[0]

    assert states(flow) == {"wait": "missing"}


def test_a_flow_in_which_chats_begin_and_to_which_others_lead_is_seen_too(words, shop):
    desk = words.shape(
        words.action("wait", next_="end", errors=[("NoMatchingError", "end")], Text="Wait"),
        words.action("end", "DisconnectParticipant"),
        flow_id="f-2",
        name="desk",
    )
    messages = [*words.way("on", "ask"), words.entry("wait", 9, flow_id="f-2")]

    unseen = words.measure(words.way("on"), shop, desk, entry_flows=("f-1", "f-2")).flows[0]
    seen = words.measure(messages, shop, desk, entry_flows=("f-1", "f-2")).flows[0]

    assert states(unseen) == {"wait": "not observable", "end": "not observable"}
    assert states(seen) == {"wait": "exercised", "end": "missing"}


def test_what_no_chat_can_reach_does_not_count(words):
    shape = words.shape(
        words.log_on("ask"),
        words.action(
            "ask",
            "GetParticipantInput",
            "lost",
            [("1", "lost")],
            [("NoMatchingError", "bye"), ("InputTimeLimitExceeded", "bye"), ("NoMatchingCondition", "lost")],
            Text="Press 1",
            StoreInput="False",
            InputTimeLimitSeconds="5",
        ),
        words.action("lost", next_="bye", errors=[("NoMatchingError", "bye")], Text="1"),
        words.action("nowhere", "DisconnectParticipant"),
        words.action("bye", "DisconnectParticipant"),
    )

    (flow,) = words.measure(words.way("on", "ask", "bye"), shape).flows

    assert states(flow)["lost"] == states(flow)["nowhere"] == "unreachable"
    assert ways(flow)["ask", "lost"] == ("unreachable", 0)
    assert flow.block_share == Share(3, 3)


def test_what_was_exercised_counts_whatever_was_thought_of_it(words):
    shape = words.shape(
        words.log_on("bye"),
        words.action("nowhere", "DisconnectParticipant"),
        words.action("bye", "DisconnectParticipant"),
    )

    (flow,) = words.measure(words.way("on", "nowhere"), shape).flows

    assert states(flow)["nowhere"] == "exercised"


def test_a_module_is_a_flow_of_its_own_and_its_caller_goes_on_after_it(words):
    caller = words.shape(
        words.log_on("greet"),
        words.action(
            "greet", "InvokeFlowModule", "bye", (), [("NoMatchingError", "bye")], FlowModuleId="m-1"
        ),
        words.action("bye", "DisconnectParticipant"),
    )
    module = words.shape(
        words.action("hi", next_="done", errors=[("NoMatchingError", "done")], Text="Hi"),
        words.action("done", "EndFlowModuleExecution"),
        flow_id="m-1",
        name="greeting",
        is_module=True,
    )
    inner = {"flow_id": "m-1", "is_module": True, "suffix": ":live"}
    messages = [
        *words.way("on", "greet"),
        words.entry("hi", 2, **inner),
        words.entry("done", 3, **inner),
        words.entry("bye", 4),
    ]

    flow, called = words.measure(messages, caller, module).flows

    assert ways(flow)["greet", "bye"] == ("exercised", 1)
    assert called.block_share == Share(2, 2)
    assert (flow.entered, called.entered) == (1, 1)
    assert called.left_at == {"done": 1}


def test_a_flow_that_is_entered_again_makes_no_way_from_where_it_was_left(words):
    shape = words.shape(
        words.log_on("go"),
        words.action("go", "TransferToFlow", "on", (), [("NoMatchingError", "on")], ContactFlowId="f-2"),
    )
    other = words.shape(
        words.action(
            "back", "TransferToFlow", "back", (), [("NoMatchingError", "back")], ContactFlowId="f-1"
        ),
        flow_id="f-2",
        name="other",
    )
    messages = [*words.way("on", "go"), words.entry("back", 2, flow_id="f-2"), words.entry("on", 3)]

    flow = words.measure(messages, shape, other).flows[1]

    assert ways(flow)["go", "on"] == ("missing", 0)
    assert flow.entered == 2


def test_a_share_is_cut_so_that_100_means_all():
    assert Share(1999, 2000).percent == 99.9
    assert Share(2000, 2000).percent == Share(0, 0).percent == 100


def test_a_log_is_complete_when_each_contact_came_to_an_end(words, shop):
    log = read_log([*words.way("on", "bye"), *words.way("on", "ask", contact="c-2")])

    assert is_complete(log, [shop], ["c-1"])
    assert not is_complete(log, [shop], ["c-1", "c-2"])
    assert not is_complete(log, [shop], ["c-1", "c-3"])
