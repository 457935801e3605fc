"""How long a run waits for the flow log of its contacts."""

import asyncio
from datetime import UTC, datetime

import pytest

from chatcheck.converse.flow_contents import collect_contents, list_blocks
from chatcheck.converse.log_patience import await_flow_log
from chatcheck.converse.log_ports import FlowContent, LogLine
from chatcheck.errors import Diagnostic, TransportError

SINCE = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def await_log(words, run_virtually):
    def run(readings, patience_s=60.0, is_complete=lambda _: False):
        left = list(readings)
        service = words.Service(flow_log=lambda: left.pop(0) if len(left) > 1 else left[0])

        async def measure():
            loop = asyncio.get_running_loop()
            began_s = loop.time()
            messages = await await_flow_log(service, "i", ["c-1"], SINCE, patience_s, is_complete)
            run.took_s = loop.time() - began_s
            return messages

        return run_virtually(measure())

    return run


def lines(*texts, late_s=0.0):
    return [LogLine(each, each, late_s) for each in texts]


def test_a_complete_log_is_awaited_a_second_longer(await_log):
    assert await_log([lines("a", "b")], is_complete=lambda some: len(some) == 2) == ["a", "b"]
    assert 1 <= await_log.took_s < 1.6


def test_one_that_is_not_is_awaited_twice_as_long(await_log):
    assert await_log([lines("a")]) == ["a"]
    assert 2 <= await_log.took_s < 3


def test_what_comes_meanwhile_is_waited_for_again(await_log):
    assert await_log([lines("a")] * 4 + [lines("a", "b")]) == ["a", "b"]
    assert await_log.took_s > 3


def test_a_log_whose_lines_come_late_is_awaited_longer(await_log):
    await_log([lines("a", late_s=6.0)])

    assert 24 <= await_log.took_s < 30


def test_nothing_is_awaited_longer_than_the_patience(await_log):
    assert await_log([[]], patience_s=7) == []
    assert 7 <= await_log.took_s < 8


def test_without_patience_it_is_asked_once(await_log):
    assert await_log([[], lines("a")], patience_s=0) == []


def describe(*modules, flow_id="f"):
    actions = [{"Type": "InvokeFlowModule", "Parameters": {"FlowModuleId": each}} for each in modules]
    return FlowContent(flow_id, flow_id, f'{{"Actions": {str(actions).replace(chr(39), chr(34))}}}')


def test_modules_of_modules_are_collected_once(words, run_virtually):
    contents = {"f": describe("m:live", "n"), "m": describe("n"), "n": describe("m", "$.Attributes.x")}
    service = words.Service(contents=contents)

    found = run_virtually(collect_contents(service, "i", ["f"]))

    assert sorted(found) == ["f", "m", "n"]
    assert service.names().count("describe_flow") == 3


def test_what_is_not_there_is_left_out(words, run_virtually):
    assert run_virtually(collect_contents(words.Service(), "i", ["f"], ["m"])) == {}


def test_other_refusals_are_raised(words, run_virtually):
    service = words.Service(failures={"describe_flow": TransportError(Diagnostic("C301", "no answer"))})

    with pytest.raises(TransportError, match="no answer"):
        run_virtually(collect_contents(service, "i", ["f"]))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"Actions": 7}', '{"Actions": [7, {}]}', "[" * 99_999])
def test_content_of_another_shape_has_no_blocks(content):
    assert list_blocks(FlowContent("f", "f", content)) == []
