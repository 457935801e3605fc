"""The exit code of a run, and what is said loudly at its end."""

import argparse
import json

import pytest

from chatcheck.cli import run_terms
from chatcheck.cli.argument_types import to_count, to_number, to_rate, to_seconds, to_shard
from chatcheck.cli.last_failed import keep_last_failed, note_last_failed, read_last_failed
from chatcheck.cli.run_ending import TROUBLES_LIMIT, Tally, decide_code, list_last_words
from chatcheck.cli.run_terms import Terms, choose_terms, confirm_size, describe_size
from chatcheck.converse.pacing import Pace, Quota
from chatcheck.converse.place import Place
from chatcheck.errors import UsageError
from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.planning import Planned
from chatcheck.render.invocation import Invocation
from chatcheck.report.result import Attempt, ChatResult
from chatcheck.report.style import PLAIN
from chatcheck.source import Position
from chatcheck.spec.model import Chat, Spec

HERE = Position("a.chat.yaml", 1, 1)
FAR = Place("us-east-1", "https://connect.us-east-1.amazonaws.com", is_loopback=False)


def tally(*statuses, flaky=False):
    made = Tally()
    for number, status in enumerate(statuses):
        earlier = (Attempt(Verdict("failed")),) if flaky else ()
        result = ChatResult("a.chat.yaml", f"chat {number}", Verdict(status), earlier=earlier)
        made.add(result, ("a.chat.yaml", result.chat))
    return made


@pytest.mark.parametrize(
    ("statuses", "end", "code"),
    [
        (["passed", "skipped"], "finished", 0),
        (["passed", "failed"], "finished", 1),
        (["failed", "broken"], "finished", 3),
        (["skipped"], "finished", 3),
        ([], "finished", 3),
        (["failed"], "failed fast", 1),
        (["passed"], "timeout", 3),
        (["passed"], "interrupted", 130),
    ],
)
def test_the_code_says_how_it_ended(statuses, end, code):
    assert decide_code(tally(*statuses), end, fail_on_flaky=False, is_nothing_fine=False) == code


def test_the_chats_that_did_not_pass_are_listed_up_to_a_limit():
    made = Tally()
    finding = Finding("nothing came", 0, HERE)
    for number in reversed(range(TROUBLES_LIMIT + 2)):
        verdict = Verdict("failed", (finding,), steps=(StepOutcome(0, "expect", 1, "failed"),))
        result = ChatResult("a.chat.yaml", f"chat {number:02}", verdict)
        made.add(result, ("a.chat.yaml", result.chat))
        made.note_trouble(result, PLAIN)

    lines = list(made.list_troubles())

    assert lines[0] == "FAIL  a.chat.yaml:1:1  chat 02: step 1 of 1: nothing came"
    assert lines[-1] == "... and 2 more"
    assert len(lines) == TROUBLES_LIMIT + 1


def test_a_share_without_chats_is_no_broken_run():
    assert decide_code(tally(), "finished", fail_on_flaky=False, is_nothing_fine=True) == 0
    assert list(list_last_words(tally(), "finished", None, is_nothing_fine=True)) == []


@pytest.mark.parametrize(("asked", "code"), [(False, 0), (True, 1)])
def test_flaky_fails_only_where_asked_but_is_always_said(asked, code):
    flaky = tally("passed", flaky=True)

    assert decide_code(flaky, "finished", fail_on_flaky=asked, is_nothing_fine=False) == code
    (word,) = list_last_words(flaky, "finished", None, is_nothing_fine=False)
    assert word.what == "flaky, passed only when tried again: `chat 0`"


def test_a_run_out_of_time_says_so():
    (word,) = list_last_words(tally("passed"), "timeout", 600.0, is_nothing_fine=False)
    assert word.what == "the run was not finished within 600 s, and was ended"


def test_what_did_not_pass_is_remembered_until_it_passes(tmp_path):
    path = tmp_path / ".chatcheck" / "last-failed.json"
    one, two, three = (("a.chat.yaml", name) for name in ("one", "two", "three"))

    note_last_failed({one, two}, {one, two, three}, path)
    note_last_failed({three}, {two, three}, path)

    assert read_last_failed(path) == {one, three}
    assert [each.name for each in path.parent.iterdir()] == ["last-failed.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"format": 9, "chats": []}), '{"format": 1}'])
def test_a_state_that_cannot_be_read_is_none(tmp_path, text):
    path = tmp_path / "state.json"
    path.write_text(text)

    assert read_last_failed(path) == frozenset()


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / "file").write_text("")

    note_last_failed({("a", "b")}, {("a", "b")}, tmp_path / "file" / "state.json")


def make_spec(*names):
    return Spec("a.chat.yaml", tuple(Chat(name, "welcome", {}, (), HERE) for name in names))


def test_last_failed_keeps_those_that_failed(tmp_path):
    path = tmp_path / "state.json"
    note_last_failed({("a.chat.yaml", "two")}, set(), path)

    (kept,) = keep_last_failed([make_spec("one", "two")], path)

    assert [chat.name for chat in kept.chats] == ["two"]


def test_last_failed_holds_all_and_says_so_when_none_failed(tmp_path, capsys):
    specs = [make_spec("one", "two")]

    assert keep_last_failed(specs, tmp_path / "state.json") == specs
    assert "all are held" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (to_count, "3", 3),
        (to_number, "0", 0),
        (to_rate, "0.5", 0.5),
        (to_seconds, "1.5m", 90.0),
        (to_seconds, "500ms", 0.5),
        (to_seconds, "2h", 7200.0),
        (to_shard, "2/3", (2, 3)),
    ],
)
def test_words_are_read(read, text, value):
    assert read(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((to_count, text) for text in ("0", "-1", "x", "1.5", "", "²")),
        *((to_number, text) for text in ("-1", "x", "")),
        *((to_rate, text) for text in ("0", "-1", "nan", "inf", "1e3", "")),
        *((to_seconds, text) for text in ("10", "0s", "-1s", "m", "1d", "")),
        *((to_shard, text) for text in ("0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "")),
    ],
)
def test_bad_words_are_refused(read, text):
    with pytest.raises(argparse.ArgumentTypeError):
        read(text)


def ask(**given):
    return argparse.Namespace(**{"rate": None, "i_know": False, "shard": (1, 1), "jobs": None, **given})


@pytest.fixture
def far(monkeypatch):
    monkeypatch.setattr(run_terms, "find_place", lambda _: FAR)


def test_off_loopback_the_default_is_kind(far):
    terms = choose_terms(ask(), "us-east-1")

    assert (terms.jobs, terms.pace.starts.rate_per_s) == (4, 1.0)


def test_on_loopback_nothing_is_paced(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:4566")

    terms = choose_terms(ask(), "us-east-1")

    assert (terms.jobs, terms.pace, terms.place.is_loopback) == (16, None, True)


def test_the_place_is_what_botocore_resolves():
    place = run_terms.find_place("eu-west-2")

    assert (place.url, place.is_loopback) == ("https://connect.eu-west-2.amazonaws.com", False)


def test_more_than_half_of_the_quota_needs_to_be_meant(far):
    with pytest.raises(UsageError) as raised:
        choose_terms(ask(rate=2.6), "us-east-1")
    assert raised.value.diagnostics[0].code == "U514"
    assert choose_terms(ask(rate=2.6, i_know=True), "us-east-1").pace.starts.rate_per_s == 2.6
    assert choose_terms(ask(rate=2.5), "us-east-1").pace.starts.rate_per_s == 2.5


def make_planned(count):
    spec = make_spec(*map(str, range(count)))
    return [Planned(spec, chat, Invocation("us-east-1", {}, chat.name), {}) for chat in spec.chats]


PACED = Terms(FAR, Pace(0.5, Quota(1, 1)), 4)


def test_a_large_run_says_what_it_costs(capsys):
    assert confirm_size(ask(retries=1), make_planned(51), PACED)
    assert "51 contacts (with retries at most 102)" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "goes_on"), [("y\n", True), ("yes\n", True), ("\n", False), ("", False)])
def test_a_person_at_a_terminal_is_asked(monkeypatch, answer, goes_on):
    class Terminal:
        isatty = staticmethod(lambda: True)
        readline = staticmethod(lambda: answer)
        write = flush = staticmethod(lambda *_: None)

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr", Terminal())

    assert confirm_size(ask(retries=0), make_planned(51), PACED) is goes_on
    assert confirm_size(ask(retries=0, i_know=True), make_planned(51), PACED)


@pytest.mark.parametrize("count", [0, 50])
def test_a_small_run_says_nothing(capsys, count):
    assert confirm_size(ask(retries=0), make_planned(count), PACED)
    assert capsys.readouterr().err == ""


def test_the_least_time_follows_from_the_rate():
    assert describe_size(1, 1, PACED) == f"1 contact at {FAR.url}, 4 at a time, 1 a second: 1 s at least"
