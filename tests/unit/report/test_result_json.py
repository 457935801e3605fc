import json
import shlex
from dataclasses import replace

import pytest

from chatcheck.report.result import ChatResult, write_again


def test_results_round_trip_through_json(one_of_each, words):
    with_path = replace(words.passed(), path=(("welcome", ("Greet", "Bye")), ("handoff", ("Queue",))))
    for result in (*one_of_each, with_path):
        assert ChatResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_another_format_is_refused(words):
    data = {**words.passed().to_json(), "format": 2}

    with pytest.raises(ValueError, match="result format 2, expected 1"):
        ChatResult.from_json(data)


@pytest.mark.parametrize("member", ["spec", "verdict", "transcript"])
def test_a_lacking_member_is_refused(words, member):
    data = words.passed().to_json()
    del data[member]

    with pytest.raises(KeyError):
        ChatResult.from_json(data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec",), 5),
        (("duration_s",), "1 s"),
        (("duration_s",), float("nan")),
        (("duration_s",), True),
        (("line",), "7"),
        (("tags",), [1]),
        (("verdict", "status"), "fine"),
        (("verdict", "reason"), None),
        (("verdict", "steps", 0, "state"), "lost"),
        (("verdict", "findings", 0, "position", "line"), "14"),
        (("verdict", "findings", 0, "event_index"), "3"),
        (("path",), [{"flow": "welcome", "blocks": [None]}]),
    ],
)
def test_a_member_of_another_type_is_refused(words, path, value):
    data = words.failed().to_json()
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    with pytest.raises(ValueError, match=f"`{path[-1] if path != ('path',) else 'path'}` cannot be"):
        ChatResult.from_json(data)


def test_what_was_said_in_earlier_attempts_is_kept(words):
    retried = replace(words.passed(), earlier=(words.broken().attempt, words.failed().attempt))

    data = json.loads(json.dumps(retried.to_json()))

    assert [each and each["contact_id"] for each in data["earlier_transcripts"]] == [None, "c-1"]
    assert ChatResult.from_json(data) == retried


def test_attempts_whose_words_were_not_kept_can_be_read(words):
    data = replace(words.passed(), earlier=(words.failed().attempt,)).to_json()
    del data["earlier_transcripts"]

    assert ChatResult.from_json(data).earlier[0].transcript is None


def test_a_foreign_member_of_a_finding_is_refused(words):
    data = words.failed().to_json()
    data["verdict"]["findings"][0]["token"] = "x"

    with pytest.raises(TypeError):
        ChatResult.from_json(data)


def test_a_result_has_no_room_for_tokens(words):
    data = words.failed().to_json()

    assert set(data) == {
        *("format", "spec", "chat", "line", "tags", "flow", "duration_s", "again"),
        *("verdict", "earlier", "transcript"),
    }
    assert not [name for name in json.dumps(data).split('"') if "token" in name.lower()]


def test_a_pass_after_another_attempt_is_flaky(words):
    first, second = words.failed(), words.passed()

    retried = replace(second, earlier=(first.attempt,))

    assert retried.is_flaky
    assert ChatResult.from_json(retried.to_json()) == retried
    assert not second.is_flaky
    assert not replace(first, earlier=(first.attempt,)).is_flaky


def test_again_repeats_just_that_chat():
    command = write_again("my specs/a.chat.yaml", "doesn't know $HOME", ["--outputs", "o.json"])

    assert shlex.split(command) == [
        "chatcheck",
        "run",
        "my specs/a.chat.yaml",
        "--chat",
        "doesn't know $HOME",
        "--outputs",
        "o.json",
    ]
