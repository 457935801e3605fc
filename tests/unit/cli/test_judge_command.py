"""`chatcheck judge`: which chat of the spec a transcript is held against."""

import json

import pytest

from chatcheck import cli
from chatcheck.transcript import Event, Transcript

SPEC = """chatcheck: 1
flow: welcome
start: {ParticipantDetails: {DisplayName: Ada}}
chats:
  - name: greets
    examples: [{word: Hello}, {word: Bye}]
    steps: [{expect: '${word}'}]
  - {name: is short, steps: [{expect: {length: 5}}]}
"""


@pytest.fixture
def judge(tmp_path, capsys):
    """Judge what was said in the chat of a name, and return the exit code and what was printed."""
    spec, saved = tmp_path / "a.chat.yaml", tmp_path / "t.json"
    spec.write_text(SPEC)

    def judge(chat, values, *options):
        event = Event(0.5, "message", content="Hello", role="SYSTEM", display_name="SYSTEM_MESSAGE")
        transcript = Transcript(str(spec), chat, "c-1", "2026-11-22T18:00:00Z", "ended", (event,), values)
        saved.write_text(json.dumps(transcript.to_json()))
        code = cli.main(["judge", str(spec), str(saved), *options])
        return code, "".join(capsys.readouterr())

    return judge


def test_a_transcript_of_a_row_is_judged_with_the_rows_values(judge):
    assert judge("greets [1]", {"word": "Hello"})[0] == 0

    code, said = judge("greets [2]", {"word": "Bye"})
    assert code == 1
    assert "Bye" in said


def test_a_repeated_chat_is_judged_as_the_chat_that_was_repeated(judge):
    assert judge("is short #12", {})[0] == 0
    assert judge("greets [1] #2", {"word": "Hello"})[0] == 0


def test_it_can_be_judged_as_another_chat(judge):
    assert judge("is renamed", {}, "--chat", "is short")[0] == 0


@pytest.mark.parametrize(
    ("chat", "options", "said"),
    [
        ("greets", (), "the transcript is of chat 'greets', which the spec does not have"),
        ("greets [3]", (), "did you mean `greets ["),
        ("is short", ("--chat", "greets"), "the spec has no chat 'greets'"),
    ],
)
def test_a_chat_that_is_not_there_is_a_finding(judge, chat, options, said):
    code, printed = judge(chat, {}, *options)

    assert code == 2
    assert said in printed
