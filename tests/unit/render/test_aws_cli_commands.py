"""Commands for the AWS CLI: their text, and that the genuine CLI (version 1) takes them as they are."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from botocore import xform_name

from chatcheck.render.aws_cli import ARGUMENT_LIMIT_BYTES, format_command
from chatcheck.render.invocation import Invocation
from chatcheck.render.service_model import load_input_shape

IDS = {"InstanceId": "i-1", "ContactFlowId": "f-1"}
PLAIN = {**IDS, "ParticipantDetails": {"DisplayName": "Smoke"}}
START = "aws connect start-chat-contact --region eu-west-2"
NASTY = 'it\'s "$HOME" `id` $(id) \\ ; & | > é 😀 \n\t!'


def make(document, name="one"):
    return Invocation("eu-west-2", document, name)


def read_document(command):
    """Return the document that a command gives, whichever way."""
    lines = command.split("\n")
    if has_file(command):
        assert lines[3] == "END"
        return json.loads(lines[2])
    assert len(lines) == 2
    words = shlex.split(lines[1])
    given = dict(zip(words[5::2], words[6::2], strict=True))
    names = {"--" + xform_name(name, "-"): name for name in load_input_shape().members}
    return {names[option]: json.loads(text) if text[0] in "{[" else text for option, text in given.items()}


def has_file(command):
    return '--cli-input-json "file://$document")' in command


def test_a_command_has_a_comment_with_the_name_and_one_line():
    assert format_command(make(PLAIN)) == (
        f"# one\n{START} --instance-id i-1 --contact-flow-id f-1"
        """ --participant-details '{"DisplayName":"Smoke"}'"""
    )


def test_an_endpoint_is_given_when_asked_for():
    command = format_command(make(PLAIN), "http://localhost:4566")

    assert f"{START} --endpoint-url http://localhost:4566 --instance-id" in command


def test_a_name_never_leaves_its_comment_line():
    command = format_command(make(PLAIN, "one\n$(reboot)\r"))

    assert command.splitlines()[0] == "# one $(reboot) "


def test_every_member_has_the_option_that_the_cli_gives_it():
    sample = dict.fromkeys(load_input_shape().members, "x")
    words = shlex.split(format_command(make(sample)).partition("\n")[2])

    assert words[5::2] == ["--" + xform_name(name, "-") for name in sample]


@pytest.mark.parametrize(
    "text",
    [
        "file:///etc/passwd",
        "fileb://x",
        "http://x",
        "https://x",
        "-x",
        "--help",
        "@=x",
        "",
        "a\nb",
        "é",
        "\x7f",
    ],
)
def test_a_text_that_the_cli_or_a_locale_would_mistake_makes_the_document_a_file(text):
    document = {**PLAIN, "ClientToken": text}

    command = format_command(make(document))

    assert has_file(command)
    assert read_document(command) == document


@pytest.mark.parametrize("text", ["file", "x file://", "a-b", "$HOME", "'", "!"])
def test_another_text_is_an_option_of_its_own(text):
    command = format_command(make({**PLAIN, "ClientToken": text}))

    assert not has_file(command)
    assert read_document(command)["ClientToken"] == text


def test_a_command_with_a_file_is_one_piece_of_shell():
    command = format_command(make({**PLAIN, "ClientToken": "é!"}), "http://localhost:4566")

    assert command.splitlines() == [
        "# one",
        """(document=$(mktemp) && trap 'rm -f "$document"' EXIT HUP INT TERM """
        """&& cat >"$document" <<'END' &&""",
        '{"InstanceId":"i-1","ContactFlowId":"f-1","ParticipantDetails":{"DisplayName":"Smoke"},'
        '"ClientToken":"\\u00e9\\u0021"}',
        "END",
        f'  {START} --endpoint-url http://localhost:4566 --cli-input-json "file://$document")',
    ]


def test_a_structure_is_ascii_json():
    document = {**PLAIN, "Attributes": {"a": NASTY}}

    command = format_command(make(document))

    assert command.isascii()
    assert read_document(command) == document


@pytest.mark.parametrize("text", ["é" * 17_000, "\x01" * 20_000], ids=["escaped", "control characters"])
def test_a_document_too_long_for_arguments_is_a_file(text):
    document = {**PLAIN, "Attributes": {"a": text}}

    command = format_command(make(document))

    assert has_file(command)
    assert read_document(command) == document


@pytest.mark.parametrize(("more", "in_file"), [(0, False), (1, True)])
def test_the_arguments_together_have_a_limit(more, in_file):
    options = ["--instance-id", "i-1", "--contact-flow-id", "f-1", "--participant-details", "--attributes"]
    rest = sum(map(len, [*options, '{"DisplayName":"Smoke"}', '{"a":""}']))
    document = {**PLAIN, "Attributes": {"a": "x" * (ARGUMENT_LIMIT_BYTES - rest + more)}}

    assert has_file(format_command(make(document))) is in_file


WHOLE = {
    **IDS,
    "ParticipantDetails": {"DisplayName": NASTY},
    "Attributes": {"locale": "en-GB", "url": "https://example.com", "at": "@=x"},
    "InitialMessage": {"ContentType": "text/plain", "Content": NASTY},
    "ClientToken": "it's",
    "ChatDurationInMinutes": 60,
    "SupportedMessagingContentTypes": ["text/plain"],
    "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "c"},
    "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Guide"}},
    "ParticipantConfiguration": {"ResponseMode": "COMPLETE"},
}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(PLAIN, id="plain"),
        pytest.param(WHOLE, id="whole"),
        pytest.param({**PLAIN, "ClientToken": "file:///does/not/exist"}, id="file"),
        pytest.param({**WHOLE, "ClientToken": "END\n"}, id="whole-in-a-file"),
        pytest.param({**PLAIN, "Attributes": {"a": "é" * 16_380}}, id="longest-attributes"),
        pytest.param({**PLAIN, "Attributes": {"a": "\x01" * 32_760}}, id="longest-document"),
    ],
)
def test_the_genuine_cli_takes_the_command(document):
    command = format_command(make(document)).replace(START, f"{START} --generate-cli-skeleton output")

    ran = run_shell(command)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "ContactId" in json.loads(ran.stdout)


def test_the_genuine_cli_refuses_what_is_no_document():
    command = format_command(make({**PLAIN, "Unheard": "x"}))

    ran = run_shell(command.replace(START, f"{START} --generate-cli-skeleton output"))

    assert ran.returncode != 0


def test_a_file_is_gone_afterwards_and_the_exit_code_is_the_clis(tmp_path):
    command = format_command(make({**PLAIN, "ClientToken": "-"}))
    aws = """aws() { cat "${6#file://}"; ls -l "$TMPDIR"; return 7; }"""

    ran = run_shell(f"{aws}\n{command}", TMPDIR=str(tmp_path))

    content, _, listed = ran.stdout.partition("\n")
    assert json.loads(content)["ClientToken"] == "-"
    assert "-rw-------" in listed
    assert ran.returncode == 7
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("name", ["INT", "TERM", "HUP"])
def test_a_file_is_gone_after_a_signal(tmp_path, shell, name):
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    command = format_command(make({**PLAIN, "ClientToken": "-"}))
    aws = f"""aws() {{ ls "$TMPDIR"; sh -c 'kill -{name} $PPID'; }}"""

    ran = run_shell(f"{aws}\n{command}", shell, TMPDIR=str(tmp_path))

    assert ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_called_where_no_file_can_be_made(tmp_path):
    command = format_command(make({**PLAIN, "ClientToken": "-"}))

    ran = run_shell(f"aws() {{ echo called; }}\n{command}", TMPDIR=str(tmp_path / "none"))

    assert ran.returncode != 0
    assert ran.stdout == ""


def run_shell(command, shell="sh", **more):
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": os.environ.get("HOME", "/"),
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        **more,
    }
    return subprocess.run(
        [shell], input=command, capture_output=True, text=True, env=environment, timeout=250, check=False
    )
