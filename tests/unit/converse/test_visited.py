"""`after.visited`: the flow log is polled until it tells enough, and the way is recorded."""

import json

import pytest

from chatcheck.converse.log_ports import FlowContent, LogLine
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import Diagnostic, Refused
from chatcheck.spec.model import After

ARN = "arn:aws:connect:us-east-1:111122223333:instance/i/contact-flow/"


def line(block, second=0, contact="contact-1", flow="f-1", late_s=0.0, name="dev-shop", kind="contact-flow"):
    message = {
        "ContactId": contact,
        "ContactFlowId": ARN.replace("contact-flow", kind) + flow,
        "ContactFlowName": name,
        "ContactFlowModuleType": "PlayPrompt",
        "Identifier": block,
        "Timestamp": f"2026-11-22T18:00:{second:02}.000Z",
    }
    return LogLine(f"{contact}-{block}-{second}", json.dumps(message), late_s)


def content(*blocks, flow="f-1", name="dev-shop", module=""):
    actions = [{"Identifier": each, "Type": "MessageParticipant", "Parameters": {}} for each in blocks]
    if module:
        actions.append(
            {"Identifier": "call", "Type": "InvokeFlowModule", "Parameters": {"FlowModuleId": module}}
        )
    return FlowContent(flow, name, json.dumps({"Actions": actions}))


def changing(*readings):
    left = list(readings)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def service(words):
    return words.Service(contents={"f-1": content("hello", "sell", "bye")})


@pytest.fixture
def ask(words, converse):
    def run(service, **asked):
        chat = words.chat(words.send("bye"), after=After(words.here, **{"within_s": 60, **asked}))
        transcript = converse(service, chat, flow_names={"f-1": "shop"})
        run.transcript = transcript
        readings = [event for event in transcript.events if event.kind == "observed"]
        return json.loads(readings[-1].content) if readings else None

    return run


def test_the_way_is_recorded_with_the_deployments_name_of_the_flow(service, ask):
    service.flow_log = [line("bye", 2), line("hello", 1)]

    assert ask(service, visited=("bye",)) == {
        "path": [{"flow": "shop", "block": "hello"}, {"flow": "shop", "block": "bye"}],
        "asked": {"bye": {"exists": True, "near": ""}},
    }


def test_a_log_that_comes_late_is_awaited(service, ask):
    service.flow_log = changing([], [], [line("hello")], [line("hello"), line("bye", 1)])

    reading = ask(service, visited=("bye",))

    assert [each["block"] for each in reading["path"]] == ["hello", "bye"]
    assert service.names().count("read_flow_log") == 4


def test_a_log_that_tells_nothing_is_awaited_until_the_time_is_over(service, ask):
    assert ask(service, not_visited=("sell",), within_s=4) is None
    assert 4 <= ask.transcript.events[-1].at_s < 5


def test_the_absence_of_a_block_is_believed_when_nothing_more_has_come_for_a_while(service, ask):
    service.flow_log = [line("hello"), line("bye", 1)]

    ask(service, not_visited=("sell",))

    assert 1 <= ask.transcript.events[-1].at_s < 3


def test_it_is_believed_later_where_lines_come_late(service, ask):
    service.flow_log = [line("hello", late_s=5.0)]

    ask(service, not_visited=("sell",))

    assert 10 <= ask.transcript.events[-1].at_s < 14


def test_a_block_that_comes_while_its_absence_is_watched_is_seen(service, ask):
    service.flow_log = changing(*[[line("hello")]] * 3, [line("hello"), line("sell", 1)])

    reading = ask(service, not_visited=("sell",))

    assert reading["path"][-1]["block"] == "sell"


def test_what_must_not_be_and_is_ends_the_wait(service, ask):
    service.flow_log = [line("sell")]

    ask(service, not_visited=("sell",))

    assert ask.transcript.events[-1].at_s < 1


def test_a_name_that_no_flow_has_ends_the_wait(service, ask):
    service.flow_log = [line("hello")]

    ask(service, visited=("byee",))

    assert ask.transcript.events[-1].at_s < 1


def test_other_contacts_and_garbage_are_not_on_the_way(service, ask):
    service.flow_log = [line("sell", contact="c-9"), LogLine("x", "garbage"), line("hello"), line("hello", 3)]

    assert ask(service, visited=("hello",))["path"] == [{"flow": "shop", "block": "hello"}]


def test_a_name_that_no_flow_has_is_told_with_the_nearest(service, ask):
    service.flow_log = [line("hello")]

    reading = ask(service, not_visited=("helo", "flow:shop/byee", "flow:desk/bye"))

    assert reading["asked"] == {
        "helo": {"exists": False, "near": "hello"},
        "flow:shop/byee": {"exists": False, "near": "flow:shop/bye"},
        "flow:desk/bye": {"exists": False, "near": ""},
    }


def test_blocks_of_invoked_modules_are_known(service, ask):
    service.contents = {
        "f-1": content("hello", module=ARN.replace("contact-flow", "flow-module") + "m-1:$LATEST"),
        "m-1": content("hi", flow="m-1", name="dev-greeting"),
    }
    service.flow_log = [line("hello")]

    assert ask(service, not_visited=("module:greeting/hi",))["asked"]["module:greeting/hi"]["exists"]


def test_who_may_not_describe_flows_cannot_be_told_of_unknown_names(service, ask):
    denied = ServiceRefusal(Diagnostic("C309", "denied"), "AccessDeniedException", 403)
    service.failures["describe_flow"] = denied
    service.flow_log = [line("hello")]

    assert ask(service, visited=("hello",), not_visited=("sell",))["asked"]["sell"] == {
        "exists": None,
        "near": "",
    }
    assert service.names().count("describe_flow") == 1


def test_a_log_that_may_not_be_read_breaks_the_chat(service, ask):
    service.failures["read_flow_log"] = Refused(Diagnostic("C350", "there is no log group"))

    ask(service, visited=("hello",))

    assert (ask.transcript.outcome, "no log group" in ask.transcript.failure) == ("broken", True)


def test_who_does_not_ask_reads_no_log(service, ask):
    ask(service, attributes={"a": None})

    assert "read_flow_log" not in service.names()
