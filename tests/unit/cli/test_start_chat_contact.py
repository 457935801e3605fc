"""The command as a whole: what it sends, prints and hides, and what it ends with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatcheck.cli import main
from chatcheck.cli.debug_log import redact
from tests.conformance.recorder import record
from tests.conformance.table import ANSWER, Row

ROOT = Path(__file__).parents[3]
BASE = ["--instance-id", "i-1", "--contact-flow-id", "f-1", "--participant-details", "DisplayName=Ada"]
TOKEN = "PARTICIPANT-TOKEN-THAT-NOBODY-MAY-SEE"
SESSION_TOKEN = "SESSION-TOKEN-THAT-NOBODY-MAY-SEE"


def make_row(**more):
    return Row(name="row", args="", topic="", **more)


@pytest.fixture
def service():
    """Answer as the service does; gives the address and what arrived."""
    answer = {"body": {**ANSWER["body"], "ParticipantToken": TOKEN}}
    with record([make_row(answer=answer)]) as (url, arrived):
        yield f"{url}/0", arrived


def start(url, *more):
    return main(["start-chat-contact", "--region", "us-east-1", "--endpoint-url", url, *BASE, *more])


def run_process(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "chatcheck", "start-chat-contact", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


def test_the_answer_is_printed_with_its_token(service, capsys):
    url, arrived = service

    assert start(url, "--attributes", "store=web") == 0
    assert json.loads(capsys.readouterr().out)["ParticipantToken"] == TOKEN
    [(method, path, body)] = arrived[0]
    assert (method, path, body["Attributes"]) == ("PUT", "contact/chat", {"store": "web"})


def test_every_start_has_a_client_token_of_its_own(service):
    url, arrived = service

    start(url)
    start(url)

    tokens = [body["ClientToken"] for _, _, body in arrived[0]]
    assert len(set(tokens)) == 2


def test_a_bad_input_is_told_whole_and_sends_nothing(service, capsys):
    url, arrived = service

    assert start(url, "--attributes", "a b=c", "--chat-duration-in-minutes", "soon") == 2
    said = capsys.readouterr().err
    assert "--attributes:1:3: error[U550]: expected `=`, found `b`" in said
    assert "--chat-duration-in-minutes:1:1: error[U553]: `soon` is not a whole number" in said
    assert arrived == {}


def test_missing_options_are_told_at_once(capsys):
    assert main(["start-chat-contact"]) == 2

    said = capsys.readouterr().err
    assert [option for option in BASE[::2] if f"give {option}\n" in said] == BASE[::2]


def test_unknown_options_are_told_at_once_with_a_suggestion(capsys):
    assert main(["start-chat-contact", *BASE, "--atributes", "a=b", "--nonsense"]) == 2

    said = capsys.readouterr().err
    assert "there is no option --atributes" in said
    assert "did you mean `--attributes`?" in said
    assert "there is no option --nonsense" in said


def test_a_refusal_is_one_line_with_the_services_code(capsys):
    answer = {"status": 404, "error": "ResourceNotFoundException", "body": {"Message": "Not Found"}}
    with record([make_row(answer=answer)]) as (url, _):
        assert start(f"{url}/0") == 3

    said = capsys.readouterr().err
    assert said == (
        "An error occurred (ResourceNotFoundException) when calling the StartChatContact operation: "
        "Not Found\n"
    )


def test_a_query_that_fits_no_answer_sends_nothing(service, capsys):
    url, arrived = service

    assert start(url, "--query", "nonsense(@)") == 2
    assert arrived == {}
    assert "nonsense" in capsys.readouterr().err


def test_the_skeletons_need_neither_credentials_nor_a_network():
    for form in ("input", "yaml-input", "output"):
        base = BASE if form == "output" else []
        ran = run_process(
            "--generate-cli-skeleton", form, *base, AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY=""
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "ContactFlowId" in ran.stdout or "ContactId" in ran.stdout


def test_the_prompt_needs_a_terminal():
    ran = run_process("--cli-auto-prompt")

    assert ran.returncode == 2
    assert "`--cli-auto-prompt` needs a terminal" in ran.stderr


def test_the_prompt_is_not_wanted_and_unwanted(capsys):
    assert main(["start-chat-contact", *BASE, "--cli-auto-prompt", "--no-cli-auto-prompt"]) == 2

    assert "exclude each other" in capsys.readouterr().err


def test_a_profile_that_asks_for_the_prompt_asks_nothing_of_a_pipeline(service):
    url, arrived = service

    ran = run_process("--region", "us-east-1", "--endpoint-url", url, *BASE, AWS_CLI_AUTO_PROMPT="on")

    assert ran.returncode == 0
    assert len(arrived[0]) == 1


def test_debugging_says_what_is_done_and_hides_every_secret(service):
    url, _ = service

    ran = run_process(
        "--region",
        "us-east-1",
        "--endpoint-url",
        url,
        *BASE,
        "--debug",
        "--query",
        "ContactId",
        AWS_SESSION_TOKEN=SESSION_TOKEN,
        AWS_SECRET_ACCESS_KEY="SECRET-KEY-THAT-NOBODY-MAY-SEE",
    )

    assert ran.returncode == 0
    assert ran.stdout == '"c-1"\n'
    assert "StartChatContact" in ran.stderr
    assert "DisplayName" in ran.stderr
    assert "NOBODY-MAY-SEE" not in ran.stderr
    assert "Credential=" not in ran.stderr


@pytest.mark.parametrize(
    "text",
    [
        "'Authorization': b'AWS4-HMAC-SHA256 Credential=x/y, Signature=SECRET'",
        "x-amz-security-token:SECRET\n",
        "'X-Amz-Security-Token': 'SECRET'",
        '{"ParticipantToken":"SECRET"}',
        '{"ParticipantToken": "a\\"SECRET"}',
        "b'{\\'ConnectionToken\\': \\'SECRET\\'}'",
        '{"Url": "wss://SECRET"}',
        "connecting to wss://host/path?X-Amz-Security-Token=SECRET",
        "Signature:\n" + "c0ffee" * 10 + "beef",
        "X-Amz-Bearer: SECRET",
    ],
)
def test_a_secret_is_hidden(text):
    shown = redact(f"before {text} ")

    assert "SECRET" not in shown
    assert "c0ffee" not in shown
    assert "***" in shown
    assert shown.startswith("before ")


@pytest.mark.parametrize(
    "text", ["{'url': 'http://localhost:1/'}", '{"ContactId": "c-1"}', "https://host/contact/chat"]
)
def test_what_is_no_secret_is_shown(text):
    assert redact(text) == text


def test_a_file_that_cannot_be_read_is_named(tmp_path, capsys):
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")

    assert (
        main(["start-chat-contact", *BASE, "--attributes", f"file://{binary}", "--customer-id", "file:///no"])
        == 2
    )
    said = capsys.readouterr().err
    assert f"the file `{binary}` cannot be read: the byte at 0 is not UTF-8" in said
    assert "the file `/no` cannot be read: No such file or directory" in said


def test_an_output_of_the_environment_that_is_none_is_told(monkeypatch, capsys):
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "xml")

    assert main(["start-chat-contact", *BASE]) == 2
    assert "the output `xml` of AWS_DEFAULT_OUTPUT or the profile is not known" in capsys.readouterr().err


def test_the_shell_completes_the_models_options():
    words = "chatcheck start-chat-contact --chat-dur"
    ran = subprocess.run(
        [sys.executable, "-m", "chatcheck"],
        capture_output=True,
        check=False,
        pass_fds=(),
        env={
            **os.environ,
            "_ARGCOMPLETE": "1",
            "_ARGCOMPLETE_STDOUT_FILENAME": "/dev/stdout",
            "COMP_LINE": words,
            "COMP_POINT": str(len(words)),
        },
    )

    assert b"--chat-duration-in-minutes" in ran.stdout


def test_the_word_help_asks_for_help_as_in_the_aws_cli(capsys):
    with pytest.raises(SystemExit) as left:
        main(["start-chat-contact", "help"])

    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("usage: chatcheck start-chat-contact")
