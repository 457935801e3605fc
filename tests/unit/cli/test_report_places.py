import json

import pytest

from chatcheck.cli.reports import keep_transcripts, parse_reports, prepare_places
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
    keep_transcripts(tmp_path, write_stream(tmp_path / "run.jsonl", *names))
    assert sorted(each.name for each in tmp_path.glob("*.json")) == files
    assert sorted(json.loads(each.read_text())["chat"] for each in tmp_path.glob("*.json")) == sorted(names)


def test_a_chat_name_longer_than_a_file_name_may_be_is_cut(tmp_path):
    keep_transcripts(tmp_path, write_stream(tmp_path / "run.jsonl", "営" * 200, "営" * 199))
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


def test_a_place_that_fills_up_is_one_diagnostic(tmp_path):
    stream = write_stream(tmp_path / "run.jsonl", "a")
    folder = tmp_path / "gone"
    with pytest.raises(UsageError, match="U531"):
        keep_transcripts(folder, stream)


def test_results_without_a_transcript_leave_no_file(tmp_path):
    skipped = ChatResult("a.chat.yaml", "a", Verdict("skipped", reason="later"))
    stream = tmp_path / "run.jsonl"
    stream.write_text(write_line(skipped) + "\n")
    keep_transcripts(tmp_path, stream)
    assert not list(tmp_path.glob("*.json"))
