import contextlib
import json
import os
from pathlib import Path

import pytest

from chatcheck.cli.reports import parse_reports, prepare_places, write_reports
from chatcheck.errors import UsageError
from chatcheck.judge.verdict import Verdict
from chatcheck.report.json_report import write_line
from chatcheck.report.result import ChatResult
from chatcheck.transcript import Transcript


def write_stream(path, *names):
    results = [
        ChatResult("a/orders.chat.yaml", name, Verdict("passed"), Transcript("a", name, "c", "", "ended"))
        for name in names
    ]
    path.write_text("".join(write_line(each) + "\n" for each in results))
    return path


def write_transcripts(folder, stream):
    write_reports([], stream, folder)


@pytest.mark.parametrize(
    ("names", "files"),
    [
        pytest.param(["a b", "c"], ["orders.a-b.json", "orders.c.json"], id="each its own"),
        pytest.param(
            ["a b", "a-b", "A b"], ["orders.A-b~3.json", "orders.a-b.json", "orders.a-b~2.json"], id="alike"
        ),
    ],
)
def test_every_transcript_has_a_file_of_its_own(tmp_path, names, files):
    write_transcripts(tmp_path, write_stream(tmp_path / "run.jsonl", *names))
    assert sorted(each.name for each in tmp_path.glob("*.json")) == files
    assert sorted(json.loads(each.read_text())["chat"] for each in tmp_path.glob("*.json")) == sorted(names)


def test_a_chat_name_longer_than_a_file_name_may_be_is_cut(tmp_path):
    write_transcripts(tmp_path, write_stream(tmp_path / "run.jsonl", "営" * 200, "営" * 199))
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_a_report_of_an_earlier_run_does_not_outlive_the_start_of_the_next(tmp_path):
    old = tmp_path / "junit.xml"
    old.write_text("<testsuites/>")
    prepare_places([("junit", old)], tmp_path / "new" / "transcripts")
    assert old.read_text() == ""
    assert (tmp_path / "new" / "transcripts").is_dir()


def test_every_place_that_cannot_be_written_is_named_at_once(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    reports = [("json", tmp_path), ("junit", file / "below" / "junit.xml")]
    with pytest.raises(UsageError) as refused:
        prepare_places(reports, file)
    assert [each.code for each in refused.value.diagnostics] == ["U531"] * 3


def test_two_reports_in_one_file_are_refused():
    with pytest.raises(UsageError, match="U532"):
        parse_reports(["json=a", "junit=a"])


@pytest.mark.parametrize(
    ("pair", "fix"),
    [("html", "name a file: html=FILE"), ("htm=a", "did you mean `html`?"), ("=a", "one of: ")],
)
def test_what_is_no_kind_and_file_says_what_lacks(pair, fix):
    with pytest.raises(UsageError) as refused:
        parse_reports([pair])
    assert refused.value.diagnostics[0].fix.startswith(fix)


@pytest.mark.parametrize("kind", ["json", "tap", "html", "jsonl"])
def test_stdout_is_for_what_a_job_reads_there(kind):
    assert parse_reports(["github=-"])
    with pytest.raises(UsageError, match="U533"):
        parse_reports([f"{kind}=-"])


def test_the_annotations_come_with_the_jobs_summary(tmp_path, monkeypatch, capsys):
    summary = tmp_path / "summary.md"
    summary.write_text("# of another command\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    reports = parse_reports(["github=-", f"junit={tmp_path / 'j.xml'}"])
    prepare_places(reports, None)

    write_reports(reports, write_stream(tmp_path / "run.jsonl", "a"))

    assert summary.read_text().startswith("# of another command\n## chatcheck: 1 passed")


def test_the_jobs_summary_asked_for_twice_is_written_once_and_appended(tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    reports = parse_reports([f"github={tmp_path / 'g'}", f"markdown={summary}"])
    prepare_places(reports, None)

    write_reports(reports, write_stream(tmp_path / "run.jsonl", "a"))

    assert summary.read_text().startswith("before\n") and summary.read_text().count("## chatcheck") == 1


def test_without_the_annotations_the_jobs_summary_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    write_reports([("json", tmp_path / "r.json")], write_stream(tmp_path / "run.jsonl", "a"))

    assert not (tmp_path / "summary.md").exists()


def test_a_place_that_fills_up_is_one_diagnostic(tmp_path):
    stream = write_stream(tmp_path / "run.jsonl", "a")
    folder = tmp_path / "gone"
    with pytest.raises(UsageError, match="U531"):
        write_reports([], stream, folder)


def test_a_place_that_fills_up_does_not_keep_the_other_reports_from_being_written(tmp_path):
    stream, full = write_stream(tmp_path / "run.jsonl", "a"), Path("/dev/full")
    reports = [("junit", full), ("tap", tmp_path / "tap"), ("html", full.with_name("full"))]
    (tmp_path / "kept").mkdir()

    with pytest.raises(UsageError) as refused:
        write_reports(reports, stream, tmp_path / "kept")

    assert [each.what for each in refused.value.diagnostics] == [
        "cannot write /dev/full: No space left on device"
    ] * 2
    assert (tmp_path / "tap").read_text().startswith("TAP version 14")
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_printed_report_may_be_read_in_part(tmp_path, monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with contextlib.suppress(BrokenPipeError), os.fdopen(writer, "w") as unread:
        monkeypatch.setattr("sys.stdout", unread)
        write_reports([("html", Path("-"))], write_stream(tmp_path / "run.jsonl", *"abc"))


def test_results_without_a_transcript_leave_no_file(tmp_path):
    skipped = ChatResult("a.chat.yaml", "a", Verdict("skipped", reason="later"))
    stream = tmp_path / "run.jsonl"
    stream.write_text(write_line(skipped) + "\n")
    write_transcripts(tmp_path, stream)
    assert not list(tmp_path.glob("*.json"))
