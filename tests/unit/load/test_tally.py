"""The table of a load run: what was held, how long it took, what went wrong."""

from collections import Counter

import pytest

from chatcheck.cli.load_progress import LoadProgress, describe_progress
from chatcheck.load.request_list import CHAT, STEP, Request
from chatcheck.load.tally import Tally, rank, render_tally


def tally(*requests):
    counted = Tally()
    for each in requests:
        counted.add(each)
    return counted


def test_a_chat_has_its_counts_and_its_times():
    text = render_tally(tally(*(Request(CHAT, "a::b", seconds) for seconds in (0.1, 0.3, 12.0))), 100)

    assert text.splitlines() == [
        "chats     held   failed   median     95 %      max",
        "a::b         3        0  0.300 s   12.0 s   12.0 s",
    ]


def test_the_slowest_steps_come_first_and_the_others_are_left_out():
    steps = [Request(STEP, f"step {number}", number / 10) for number in range(1, 9)]

    lines = render_tally(tally(*steps), 100).splitlines()

    assert [line.split("  ")[0] for line in lines[1:6]] == [f"step {number}" for number in (8, 7, 6, 5, 4)]
    assert "step 3" not in "".join(lines)


def test_a_step_that_no_event_decided_has_no_time():
    assert render_tally(tally(Request(CHAT, "a", None)), 100).splitlines()[1].split() == [
        "a",
        "1",
        "0",
        *"---",
    ]


def test_a_failure_is_told_once_with_how_often_it_came():
    failed = [Request(CHAT, "a", 1.0, "it was red"), Request(STEP, "a step 1", 1.0, "it was red")]

    text = render_tally(tally(*failed, *failed), 100)

    assert text.count("it was red") == 1
    assert "     2 x it was red" in text


def test_many_kinds_of_failures_are_not_all_told():
    text = render_tally(tally(*(Request(CHAT, "a", 1.0, f"red {number}") for number in range(14))), 100)

    assert "… and 4 others" in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width_and_show_the_end_of_a_name(width):
    name = "specs/chats/orders.chat.yaml::" + "tells where an order is " * 5 + "THE END"

    lines = render_tally(tally(Request(CHAT, name, 0.1)), width).splitlines()

    assert max(map(len, lines)) <= max(width, 30 + 45)
    assert "THE END" in lines[1]


def test_nothing_held_is_no_table():
    assert render_tally(Tally(), 80) == ""


@pytest.mark.parametrize(("share", "value"), [(0.5, 2.0), (0.95, 4.0), (1, 4.0), (0.25, 1.0)])
def test_a_rank_is_a_value_that_was_measured(share, value):
    assert rank([4.0, 1.0, 3.0, 2.0], share) == value


def test_progress_names_what_did_not_pass():
    assert describe_progress(Counter(passed=7, failed=2), 12.3) == "12 s: 9 chats ended, 2 failed"


def test_progress_follows_the_results_and_leaves_a_half_written_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("chatcheck.cli.load_progress.QUIET_INTERVAL_S", 0.0)
    came = tmp_path / "came.jsonl"
    came.write_text('{"verdict": {"status": "passed"}}\n{"verd')
    progress = LoadProgress(came)

    progress.tick()
    with came.open("a") as file:
        file.write('ict": {"status": "broken"}}\n')
    progress.tick()

    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith("1 chats ended")
    assert second.endswith("2 chats ended, 1 broken")


def test_a_log_is_not_filled(tmp_path, capsys):
    came = tmp_path / "came.jsonl"
    came.touch()
    progress = LoadProgress(came)

    progress.tick()
    progress.tick()

    assert capsys.readouterr().err == ""
