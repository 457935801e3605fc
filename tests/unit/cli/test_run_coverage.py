"""What `run --coverage` says, writes and exits with, against a service made of plain values."""

import contextlib
import json
import os
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

from chatcheck.cli import run_coverage
from chatcheck.cli.argument_types import to_percent
from chatcheck.cli.coverage_options import CoverageRequest, leave_out, read_request
from chatcheck.cli.flow_sources import FlowSource, find_source
from chatcheck.cli.signals import ENDING
from chatcheck.converse import log_patience
from chatcheck.converse.log_ports import FlowContent, LogLine
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import Diagnostic
from chatcheck.judge.verdict import Verdict
from chatcheck.render.deployment import Deployment
from chatcheck.report.json_report import write_line
from chatcheck.report.result import ChatResult
from chatcheck.transcript import Transcript
from tests.unit.converse.conftest import FakeService
from tests.unit.coverage.conftest import CoverageWords

WORDS = CoverageWords()
DEPLOYMENT = Deployment("dev", "i-1", "eu-west-2", {"shop": "f-1"})
PLANNED = [SimpleNamespace(held=SimpleNamespace(document={"ContactFlowId": "f-1"}))]
ACTIONS = (
    WORDS.log_on("hello"),
    WORDS.action("hello", next_="bye", errors=[("NoMatchingError", "sorry")], Text="Hello"),
    WORDS.action("sorry", next_="bye", errors=[("NoMatchingError", "bye")], Text="Sorry"),
    WORDS.action("bye", "DisconnectParticipant"),
)


def write_flow(*actions):
    return json.dumps({"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": actions})


def log(*blocks, **members):
    return [LogLine(each, each) for each in WORDS.way(*blocks, **members)]


@pytest.fixture
def stream(tmp_path):
    path = tmp_path / "run.jsonl"
    started = "2026-11-22T18:00:00.000+00:00"
    results = [
        ChatResult("a", name, Verdict("passed"), Transcript("a", name, contact, started, "ended"))
        for name, contact in (("one", "c-1"), ("two", "c-2"))
    ]
    results.append(ChatResult("a", "three", Verdict("skipped")))
    path.write_text("".join(write_line(each) + "\n" for each in results))
    return path


@pytest.fixture
def service():
    return FakeService(
        flow_log=[*log("on", "hello", "bye"), *log("on", "hello", "bye", contact="c-2")],
        contents={"f-1": FlowContent("f-1", "dev-shop", write_flow(*ACTIONS))},
    )


@pytest.fixture
def cover(service, stream, monkeypatch, tmp_path):
    """Add the coverage of the stream's run; returns the exit code."""

    @contextlib.asynccontextmanager
    async def open_it(*_, **__):
        yield service

    monkeypatch.setattr(run_coverage, "open_service", open_it)
    monkeypatch.setattr(log_patience, "SHORTEST_QUIET_S", 0.01)
    monkeypatch.setattr(log_patience, "FIRST_DELAY_S", 0.01)
    monkeypatch.setattr(run_coverage, "PATIENCE_S", 0.3)
    monkeypatch.chdir(tmp_path)

    def run(fail_under=None, *reports):
        request = CoverageRequest(fail_under, reports)
        return run_coverage.add_coverage(request, PLANNED, DEPLOYMENT, stream, Pacer())

    return run


def test_it_is_told_and_the_run_passes(cover, capsys):
    assert cover() == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[:3] == [
        "coverage",
        "  flow shop  blocks  75.0 % (3/4), branches  50.0 % (2/4)",
        '    block   sorry (MessageParticipant "Sorry")',
    ]
    assert said.err == ""


@pytest.mark.parametrize(("limit", "code"), [(0, 0), (75, 0), (75.1, 1), (100, 1)])
def test_the_limit_is_of_the_blocks(cover, capsys, limit, code):
    assert cover(limit) == code
    assert ("error[V420]: coverage is 75 % of the blocks (3/4)" in capsys.readouterr().err) == bool(code)


def test_each_chats_path_is_noted_beside_its_result(cover, stream):
    cover()

    one, two, three = map(json.loads, stream.read_text().splitlines())
    assert one["path"] == two["path"] == [{"flow": "shop", "blocks": ["on", "hello", "bye"]}]
    assert "path" not in three


def test_reports_are_written_and_named(cover, tmp_path, capsys):
    places = [("coverage-json", tmp_path / "c.json"), ("cobertura", tmp_path / "c.xml")]

    assert cover(None, *places) == 0

    assert json.loads(places[0][1].read_text())["summary"]["blocks"]["percent"] == 75.0
    assert 'lines-covered="3"' in places[1][1].read_text()
    assert f"cobertura report: {tmp_path / 'c.xml'}" in capsys.readouterr().out


def test_lines_are_those_of_the_projects_file(cover, tmp_path, capsys):
    folder = tmp_path / "specs" / "flows"
    folder.mkdir(parents=True)
    (folder / "shop.json").write_text(json.dumps(json.loads(write_flow(*ACTIONS[:3])), indent=1))

    cover()

    assert '(MessageParticipant "Sorry")  specs/flows/shop.json:' in capsys.readouterr().out


@pytest.mark.parametrize(("limit", "code", "word"), [(None, 0, "warning"), (50, 3, "error")])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"logs_flows": False, "flow_log": []}, "the instance i-1 writes no flow logs"),
        (
            {"flow_log": [], "contents": {"f-1": FlowContent("f-1", "s", write_flow(ACTIONS[3]))}},
            "no block of the flows switches logging on",
        ),
        ({"flow_log": []}, "CloudWatch may take longer"),
        ({"flow_log": log("on", contact="stranger")}, "CloudWatch may take longer"),
        (
            {
                "failures": {
                    "read_flow_log": ServiceRefusal(Diagnostic("C350", "there is no log group"), "x", 400)
                }
            },
            "no coverage: there is no log group",
        ),
        (
            {"failures": {"describe_flow": ServiceRefusal(Diagnostic("C309", "denied access"), "x", 403)}},
            "no coverage: denied access",
        ),
    ],
)
def test_coverage_that_cannot_be_had_breaks_the_run_only_where_it_is_asked_for(
    cover, service, capsys, limit, code, word, change, said
):
    for name, value in change.items():
        setattr(service, name, value)

    assert cover(limit) == code

    err = capsys.readouterr().err
    assert err.startswith(f"{word}[")
    assert said in err


@pytest.fixture
def _signals():
    """A command that was ended by a signal ignores what follows: the tests after this one must not."""
    earlier = {number: signal.getsignal(number) for number in ENDING}
    yield
    for number, handler in earlier.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals")
def test_a_signal_ends_the_wait_for_the_log(cover, service, capsys, monkeypatch):
    monkeypatch.setattr(run_coverage, "PATIENCE_S", 30)

    def read():
        os.kill(os.getpid(), signal.SIGTERM)
        return []

    service.flow_log = read

    assert cover() == 130
    assert "there is no coverage" in capsys.readouterr().err


def test_without_flow_logs_nothing_is_awaited(cover, service):
    service.logs_flows, service.flow_log = False, []

    cover()

    assert service.names().count("read_flow_log") == 1


def test_a_run_that_held_nothing_has_no_coverage(cover, stream, capsys):
    stream.write_text(write_line(ChatResult("a", "three", Verdict("skipped"))) + "\n")

    assert cover() == 0
    assert "no coverage: no chat was held" in capsys.readouterr().err


def test_contacts_that_the_log_does_not_tell_of_are_said(cover, service, capsys):
    service.flow_log = log("on", "hello", "bye")

    assert cover() == 0
    assert "the flow log tells nothing of 1 of 2 contacts: c-2" in capsys.readouterr().err


def test_a_flow_that_chats_were_handed_to_is_looked_up(cover, service, capsys):
    service.flow_log.append(LogLine("x", WORDS.entry("wait", 30, flow_id="f-2")))
    flow = write_flow(WORDS.action("wait", "DisconnectParticipant"))
    service.contents["f-2"] = FlowContent("f-2", "dev-desk", flow)

    cover()

    assert "flow desk  blocks 100.0 % (1/1)" in capsys.readouterr().out


def test_content_that_cannot_be_read_is_said_and_its_blocks_do_not_count(cover, service, capsys):
    service.contents["f-1"] = FlowContent("f-1", "dev-shop", "{")

    assert cover() == 0
    err = capsys.readouterr().err
    assert "the content of `shop` cannot be read: not valid JSON" in err
    assert "flows were executed whose content is not there: f-1" in err


@pytest.mark.parametrize(("text", "percent"), [("0", 0), ("80", 80), ("87.5", 87.5), ("100", 100)])
def test_a_limit_is_a_number_from_0_to_100(text, percent):
    assert to_percent(text) == percent


@pytest.mark.parametrize("text", ["", "-1", "101", "100.1", "80%", "1e1", "nan"])
def test_another_limit_is_refused(text):
    with pytest.raises(Exception, match="not a number from 0 to 100"):
        to_percent(text)


@pytest.mark.parametrize(
    ("coverage", "fail_under", "kind", "is_asked"),
    [(False, None, "html", False), (True, None, "html", True), (False, 0.0, "html", True)]
    + [(False, None, kind, True) for kind in ("cobertura", "coverage-json")],
)
def test_a_limit_or_a_report_asks_for_coverage_too(coverage, fail_under, kind, is_asked):
    args = SimpleNamespace(coverage=coverage, fail_under=fail_under)

    assert (read_request(args, [(kind, Path("x"))]) is not None) == is_asked


def test_its_reports_are_not_those_of_the_results():
    assert leave_out([("html", Path("a")), ("cobertura", Path("b"))]) == [("html", Path("a"))]


@pytest.mark.parametrize("text", [None, "{", "{}"])
def test_a_file_that_is_no_flow_counts_as_none(tmp_path, text):
    if text is not None:
        (tmp_path / "shop.json").write_text(text)

    assert find_source(tmp_path, "shop") == FlowSource()
