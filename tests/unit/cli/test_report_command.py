"""A run told again, and the parts of one merged, through the command itself."""

import json
from dataclasses import replace

import pytest
from junitparser import JUnitXml

from chatcheck.cli import main
from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.report.json_report import write_line
from chatcheck.report.result import ChatResult
from chatcheck.source import Position
from chatcheck.transcript import Transcript

SPEC = "specs/orders.chat.yaml"


def make_result(chat, status="passed", started="2026-11-22T18:00"):
    held = Transcript(SPEC, chat, "c-1", started, "ended", values={})
    findings = (Finding("it differs", 0, Position(SPEC, 9, 5)),) if status in ("failed", "broken") else ()
    steps = (StepOutcome(0, "expect", 9, "held"),)
    return ChatResult(SPEC, chat, Verdict(status, findings, "", steps), held, duration_s=1.0)


@pytest.fixture
def save(tmp_path):
    def write(name, *results):
        path = tmp_path / name
        path.write_text("".join(write_line(each) + "\n" for each in results))
        return str(path)

    return write


def test_a_run_is_told_again_as_it_was_told(save, capsys):
    code = main(["report", save("run.jsonl", make_result("b"), make_result("a", "failed"))])

    out = capsys.readouterr().out
    assert code == 0
    assert out.index("FAIL  orders.chat.yaml › a") < out.index("PASS  orders.chat.yaml › b")
    assert out.endswith("1 failed, 1 passed in 2.0 s\n")


def test_each_kind_of_report_is_made_from_the_stream(save, tmp_path, capsys):
    run = save("run.jsonl", make_result("b"), make_result("a", "failed"))
    kinds = ("html", "junit", "json", "jsonl", "tap", "markdown", "github")
    options = [word for kind in kinds for word in (f"--{kind}", str(tmp_path / "new" / kind))]

    assert main(["report", run, *options]) == 0

    texts = {kind: (tmp_path / "new" / kind).read_text() for kind in kinds}
    assert JUnitXml.fromstring(texts["junit"].encode()).failures == 1
    assert json.loads(texts["json"])["summary"]["failed"] == 1
    assert [json.loads(line)["chat"] for line in texts["jsonl"].splitlines()] == ["a", "b"]
    assert texts["tap"].startswith("TAP version 14")
    assert texts["github"].startswith("::error file=specs/orders.chat.yaml,line=9,")
    assert texts["html"].startswith("<!doctype html>")
    assert texts["markdown"].startswith("## chatcheck: 1 failed")
    assert capsys.readouterr().out == ""


def test_a_report_can_be_printed(save, capsys):
    assert main(["report", save("run.jsonl", make_result("a")), "--tap", "-"]) == 0
    assert capsys.readouterr().out.startswith("TAP version 14\n1..1\nok 1")


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        (("passed", "passed"), 0),
        (("passed", "skipped"), 0),
        (("passed", "failed"), 1),
        (("failed", "broken"), 3),
        (("skipped", "skipped"), 3),
    ],
)
def test_a_merge_ends_as_the_run_would_have(save, tmp_path, statuses, code, capsys):
    paths = [
        save(f"{chat}.jsonl", make_result(chat, status)) for chat, status in zip("ab", statuses, strict=True)
    ]
    merged = tmp_path / "all.jsonl"

    assert main(["report", "merge", *paths, "-o", str(merged)]) == code

    assert [json.loads(line)["chat"] for line in merged.read_text().splitlines()] == ["a", "b"]
    told = capsys.readouterr()
    assert told.out.endswith(" in 2.0 s\n")
    assert ("V401" in told.err) == (set(statuses) == {"skipped"})


def test_a_chat_that_passed_when_another_job_tried_again_is_flaky(save, tmp_path, capsys):
    first = save("1.jsonl", make_result("a", "failed"))
    second = save("2.jsonl", replace(make_result("a", started="2026-11-22T19:00")))

    assert main(["report", "merge", second, first, "--json", str(tmp_path / "all.json")]) == 0

    assert json.loads((tmp_path / "all.json").read_text())["summary"]["flaky"] == 1
    assert capsys.readouterr().out == "1 flaky in 1.0 s\n"


def test_a_merge_may_replace_one_of_its_parts(save, capsys):
    first, second = save("1.jsonl", make_result("a")), save("2.jsonl", make_result("b"))

    assert main(["report", "merge", first, second, "-o", first]) == 0
    assert main(["report", first]) == 0
    assert capsys.readouterr().out.endswith("2 passed in 2.0 s\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["none.jsonl"], "U535"),
        (["merge"], "U537"),
        (["run.jsonl", "run.jsonl"], "U538"),
        (["run.jsonl", "--json", "x", "--tap", "x"], "U532"),
        (["run.jsonl", "--json", "run.jsonl/below/x"], "U531"),
        (["bad.jsonl"], "U536"),
    ],
)
def test_what_cannot_be_done_is_said(save, tmp_path, monkeypatch, capsys, words, code):
    monkeypatch.chdir(tmp_path)
    save("run.jsonl", make_result("a"))
    (tmp_path / "bad.jsonl").write_text("{}\n")

    assert main(["report", *words]) == 2
    assert f"[{code}]" in capsys.readouterr().err
