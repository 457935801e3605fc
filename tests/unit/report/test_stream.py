"""A run's stream on disk: order, memory, and what is no stream."""

import tracemalloc
from dataclasses import replace

import pytest

from chatcheck.cli.reports import RENDERERS, write_reports
from chatcheck.errors import UsageError
from chatcheck.report.json_report import write_line
from chatcheck.report.merging import merge_streams
from chatcheck.report.stream import collect_results, open_results, read_lines


@pytest.fixture
def save(tmp_path):
    def write(*results, name="run.jsonl"):
        path = tmp_path / name
        path.write_text("".join(write_line(each) + "\n" for each in results), encoding="utf-8")
        return path

    return write


def test_results_come_by_spec_and_chat(save, words, one_of_each):
    other = words.passed("z", spec="a.chat.yaml")

    results = open_results(save(*reversed(one_of_each), other))

    assert list(results) == [other, *one_of_each]
    assert list(results) == [other, *one_of_each]
    assert results.counts == {"passed": 2, "failed": 1, "broken": 1, "skipped": 1}


def test_those_on_disk_are_told_like_those_in_memory(save, one_of_each):
    for render in RENDERERS.values():
        on_disk, held = open_results(save(*one_of_each)), collect_results(one_of_each)
        assert "".join(render(on_disk)) == "".join(render(held))


def test_chats_held_several_times_keep_their_order(save, words):
    repeats = [words.passed("a", duration_s=number) for number in (3.0, 1.0, 2.0)]

    assert [each.duration_s for each in open_results(save(*repeats))] == [3.0, 1.0, 2.0]


@pytest.mark.parametrize("kind", [*RENDERERS, "jsonl"])
def test_a_long_run_is_told_without_being_held(tmp_path, words, kind):
    chats = 400
    big = words.transcript(*(words.said(number / 10, "x" * 500, "BOT") for number in range(40)))
    path = tmp_path / "run.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(chats):
            file.write(write_line(words.failed(chat=f"chat {number:04}", transcript=big)) + "\n")
    write_reports([(kind, tmp_path / "warm")], path)

    tracemalloc.start()
    write_reports([(kind, tmp_path / "report")], path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert path.stat().st_size > 8_000_000
    assert peak_bytes < 2_000_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json\n", "run.jsonl:2:1: error"),
        ("[]\n", "the line is no result of a chat"),
        ('{"format": 1}\n', "it has no"),
        ('{"format": 9}\n', "result format 9, expected 1"),
        ('{"format": 1, "spec"', "the last line is cut off"),
        ("\xff\n", "the line is no result"),
        ("[" * 100_000 + "\n", "the line is no result"),
    ],
)
def test_what_is_no_result_is_named_with_its_line(save, words, text, said):
    path = save(words.passed())
    with path.open("ab") as file:
        file.write(text.encode("latin-1"))

    with pytest.raises(UsageError) as refused:
        open_results(path)
    assert said in str(refused.value)
    assert "U536" in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="U535"):
        open_results(tmp_path / "none.jsonl")


def merge(*paths):
    merged = "".join(merge_streams(paths))
    place = paths[0].with_name("merged.jsonl")
    place.write_text(merged, encoding="utf-8")
    return [result for _, result in read_lines(place)]


def started(result, at):
    return replace(result, transcript=replace(result.transcript, started=at))


def test_parts_of_a_run_are_one_in_a_stable_order(save, one_of_each):
    first, second = save(*one_of_each[2:], name="a"), save(*one_of_each[:2], name="b")

    assert merge(first, second) == merge(second, first) == one_of_each


def test_the_later_attempt_wins_and_remembers_the_earlier(save, words):
    early, late = started(words.failed(), "2026-11-22T18:00"), started(words.passed(), "2026-11-22T19:00")
    for paths in (
        (save(early, name="a"), save(late, name="b")),
        (save(late, name="c"), save(early, name="d")),
    ):
        assert merge(*paths) == [replace(late, earlier=(early.attempt,))]
        assert merge(*paths)[0].is_flaky


def test_a_later_failure_is_no_pass(save, words):
    early, late = started(words.passed(), "2026-11-22T18:00"), started(words.failed(), "2026-11-22T19:00")

    (merged,) = merge(save(early, name="a"), save(late, name="b"))

    assert (merged.standing, merged.earlier) == ("failed", (early.attempt,))


def test_two_passes_are_not_flaky(save, words):
    paths = [save(started(words.passed(), at), name=at) for at in ("2026", "2027")]

    assert [each.standing for each in merge(*paths)] == ["passed"]


def test_attempts_of_attempts_are_kept_in_order(save, words):
    retried = replace(started(words.failed(), "2026"), earlier=(words.broken().attempt,))
    last = replace(started(words.passed(), "2027"), earlier=(words.failed().attempt,))

    (merged,) = merge(save(last, name="a"), save(retried, name="b"))

    assert [each.verdict.status for each in merged.earlier] == ["broken", "failed", "failed"]


def test_a_skip_says_nothing_about_a_chat_that_was_held(save, words):
    held, skipped = words.failed(chat="a"), replace(words.skipped("a"), spec=words.failed().spec)

    for paths in (
        (save(held, name="a"), save(skipped, name="b")),
        (save(skipped, name="c"), save(held, name="d")),
    ):
        assert merge(*paths) == [held]


def test_repeats_within_a_stream_stay_apart(save, words):
    first = save(*(started(words.passed(), f"2026-0{number}") for number in (1, 2)), name="a")
    second = save(started(words.failed(), "2027"), name="b")

    assert [each.standing for each in merge(first, second)] == ["failed", "passed"]


def test_the_same_spec_is_named_in_one_way(save, words):
    posix, windows = words.failed(), replace(words.passed(), spec="./specs\\chats\\orders.chat.yaml")

    assert len(merge(save(started(posix, "2026"), name="a"), save(started(windows, "2027"), name="b"))) == 1
