"""`--cli-auto-prompt`: keys go in through a pipe, the options come out."""

import io
import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.plain_text import PlainTextOutput

from chatcheck.cli.auto_prompt import (
    ask_for_parameters,
    check_option,
    find_option,
    hold_dialogue,
    split_words,
    write_command_line,
)
from chatcheck.cli.auto_prompt_lines import PartCompleter, TerminalLines
from chatcheck.cli.auto_prompt_question import Question, check_value
from chatcheck.errors import UsageError

ENTER, CTRL_C, CTRL_D, BACKSPACE = "\r", "\x03", "\x04", "\x7f"


def check_details(text):
    return "" if text.startswith("DisplayName=") else "expected DisplayName="


ASKED = [
    Question("--instance-id", "string", True, "the instance"),
    Question("--participant-details", "structure", True, "who", ("DisplayName=",), check_details),
    Question("--client-token", "string", False, "a token"),
    Question("--connection-types", "list", False, "kinds", ("WEBSOCKET", "CONNECTION_CREDENTIALS")),
]
REQUIRED = {"--instance-id": "i-1", "--participant-details": "DisplayName=Ada"}


def hold(keys, given=REQUIRED, screen=None):
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        return hold_dialogue(ASKED, given, TerminalLines(pipe, screen or DummyOutput()))


def test_required_parameters_that_are_not_given_are_asked_for_first():
    answers = hold(f"DisplayName=Ada{ENTER}{ENTER}{ENTER}", {"--instance-id": "i-1"})

    assert answers == REQUIRED


def test_what_is_given_is_not_asked_for():
    assert hold(ENTER + ENTER) == REQUIRED


def test_an_option_is_added_by_its_name_and_asked_for_its_value():
    answers = hold(f"--client-token{ENTER}t-1{ENTER}{ENTER}{ENTER}")

    assert answers == {**REQUIRED, "--client-token": "t-1"}


def test_an_option_needs_no_dashes():
    assert hold(f"client-token{ENTER}t-1{ENTER}{ENTER}{ENTER}")["--client-token"] == "t-1"


def test_when_all_options_are_given_none_is_offered():
    keys = f"client-token{ENTER}t{ENTER}connection-types{ENTER}WEBSOCKET{ENTER}{ENTER}"

    assert list(hold(keys)) == [each.option for each in ASKED]


def test_the_whole_command_is_shown_before_the_chat_starts():
    shown = io.StringIO()

    hold(f"client-token{ENTER}it's{ENTER}{ENTER}{ENTER}", screen=PlainTextOutput(shown))

    command = shlex.join(
        ["chatcheck", "start-chat-contact", *(word for pair in REQUIRED.items() for word in pair)]
    )
    assert command + """ --client-token 'it'"'"'s'""" in shown.getvalue()


def test_enter_is_refused_while_a_value_is_wrong():
    wrong = "Display"
    mended = BACKSPACE * len(wrong) + f"DisplayName=Ada{ENTER}"

    answers = hold(wrong + ENTER + mended + ENTER + ENTER, {"--instance-id": "i-1"})

    assert answers["--participant-details"] == "DisplayName=Ada"


def test_enter_is_refused_while_a_required_value_is_empty():
    assert hold(f"{ENTER}{ENTER}i-1{ENTER}DisplayName=A{ENTER}{ENTER}{ENTER}", {})["--instance-id"] == "i-1"


def test_an_unknown_option_is_refused_until_it_is_mended():
    answers = hold(f"--client-tokem{ENTER}{BACKSPACE}n{ENTER}t{ENTER}{ENTER}{ENTER}")

    assert answers["--client-token"] == "t"


@pytest.mark.parametrize("leaving", [ENTER, CTRL_D])
def test_an_option_without_a_value_is_left_out(leaving):
    assert hold(f"client-token{ENTER}{leaving}{ENTER}{ENTER}") == REQUIRED


def test_ctrl_d_adds_no_more_options():
    assert hold(CTRL_D + ENTER) == REQUIRED


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        (f"i-1{CTRL_C}", {}),
        (CTRL_D, {}),
        (CTRL_C, REQUIRED),
        (f"client-token{ENTER}{CTRL_C}", REQUIRED),
        (ENTER + CTRL_C, REQUIRED),
        (ENTER + CTRL_D, REQUIRED),
    ],
    ids=["value", "value-d", "option", "its-value", "confirming", "confirming-d"],
)
def test_leaving_starts_nothing(keys, given):
    with pytest.raises(KeyboardInterrupt):
        hold(keys, given)


def test_a_question_is_confirmed_by_enter_alone():
    assert hold(f"{ENTER}n{ENTER}{BACKSPACE}{ENTER}") == REQUIRED


@pytest.mark.parametrize(
    ("kind", "text", "offered"),
    [
        ("structure", "", ["DisplayName=", "Other="]),
        ("structure", "disp", ["DisplayName="]),
        ("structure", "DisplayName=Ada,O", ["Other="]),
        ("structure", "{O", ["Other="]),
        ("list", "Other= Dis", ["DisplayName="]),
        ("string", "Other= Dis", []),
        ("string", "DisplayName=", []),
    ],
)
def test_the_part_before_the_cursor_is_completed(kind, text, offered):
    completer = PartCompleter(kind, ["DisplayName=", "Other="])

    found = list(completer.get_completions(Document(text), CompleteEvent()))

    assert [each.text for each in found] == offered


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("list", "text/plain 'a b'", ["text/plain", "a b"]),
        ("list", '["text/plain", "b"]', ['["text/plain", "b"]']),
        ("list", "file://a b", ["file://a b"]),
        ("list", "it's", ["it's"]),
        ("structure", "DisplayName=A B", ["DisplayName=A B"]),
    ],
)
def test_a_list_is_split_as_at_a_shell(kind, text, words):
    assert split_words(kind, text) == words


@given(st.dictionaries(st.sampled_from([each.option for each in ASKED]), st.text(max_size=20)))
def test_the_command_line_can_be_pasted(values):
    words = shlex.split(write_command_line(ASKED, values))

    assert words[:2] == ["chatcheck", "start-chat-contact"]
    rest = words[2:]
    for option, text in values.items():
        kind = next(each.kind for each in ASKED if each.option == option)
        if text.startswith("-") and len(split_words(kind, text)) == 1:
            assert rest.pop(0) == f"{option}={split_words(kind, text)[0]}"
        else:
            assert [rest.pop(0) for _ in range(1 + len(split_words(kind, text)))][1:] == split_words(
                kind, text
            )


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("--client-token", "--client-token"),
        (" client-token ", "--client-token"),
        ("types", "--connection-types"),
        ("--con", "--connection-types"),
        ("c", ""),
        ("--", ""),
        ("other", ""),
    ],
)
def test_any_part_of_a_name_that_no_other_has_finds_an_option(text, option):
    assert find_option(text, ["--client-token", "--connection-types"]) == option


def test_the_library_for_terminals_is_not_loaded_before_it_is_needed():
    code = "import sys, chatcheck.cli.auto_prompt; sys.exit('prompt_toolkit' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_name_that_is_close_is_suggested():
    assert check_option("--client-tokem", ["--client-token"]).endswith("did you mean `--client-token`?")


def test_only_a_required_value_has_to_be_there():
    assert [check_value(each, "") for each in ASKED] == ["a value is needed here"] * 2 + [""] * 2


@pytest.mark.parametrize("missing", [{"stdin"}, {"stdout", "stderr"}])
def test_without_a_terminal_it_says_how_to_give_the_options(monkeypatch, missing):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.StringIO())
        monkeypatch.setattr(
            getattr(sys, name), "isatty", lambda name=name: name not in missing, raising=False
        )

    with pytest.raises(UsageError) as raised:
        ask_for_parameters(ASKED, {"--instance-id": "i-1"})

    (found,) = raised.value.diagnostics
    assert (raised.value.exit_code, found.code) == (2, "U573")
    assert "`--participant-details`" in found.fix
    assert "--instance-id" not in found.fix
