"""Commands for the AWS CLI: their text, and that the genuine CLI (version 1) takes them as they are."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from botocore import xform_name

from chatcheck.errors import RenderError
from chatcheck.render.aws_cli import format_command
from chatcheck.render.invocation import Invocation
from chatcheck.render.service_model import load_input_shape

IDS = {"InstanceId": "i-1", "ContactFlowId": "f-1"}
PLAIN = {**IDS, "ParticipantDetails": {"DisplayName": "Smoke"}}
START = "aws connect start-chat-contact --region eu-west-2"
NASTY = 'it\'s "$HOME" `id` $(id) \\ ; & | > é 😀 \n\t!'


def make(document, name="one"):
    return Invocation("eu-west-2", document, name)


def read_document(command):
    """Return the document that a one-line command gives, whichever way."""
    words = shlex.split(command.partition("\n")[2])
    given = dict(zip(words[5::2], words[6::2], strict=True))
    if "--cli-input-json" in given:
        return json.loads(given["--cli-input-json"])
    names = {"--" + xform_name(name, "-"): name for name in load_input_shape().members}
    return {names[option]: json.loads(text) if text[0] in "{[" else text for option, text in given.items()}


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
    "text", ["file:///etc/passwd", "fileb://x", "http://x", "https://x", "-x", "--help", "@=x", "", "a\nb"]
)
def test_a_text_that_the_cli_would_mistake_makes_the_document_json(text):
    document = {**PLAIN, "ClientToken": text}

    command = format_command(make(document))

    assert "--cli-input-json" in command
    assert read_document(command) == document


@pytest.mark.parametrize("text", ["file", "x file://", "a-b", "$HOME", "'", "é"])
def test_another_text_is_an_option_of_its_own(text):
    command = format_command(make({**PLAIN, "ClientToken": text}))

    assert "--cli-input-json" not in command
    assert read_document(command)["ClientToken"] == text


def test_a_structure_is_ascii_json():
    document = {**PLAIN, "Attributes": {"a": NASTY}}

    command = format_command(make(document))

    assert command.isascii()
    assert read_document(command) == document


def test_a_document_too_long_in_ascii_is_written_as_it_is():
    document = {**PLAIN, "Attributes": {"a": "é" * 17_000}}

    command = format_command(make(document))

    assert "éé" in command
    assert read_document(command) == document


def test_a_document_that_fits_in_no_argument_is_told():
    with pytest.raises(RenderError, match="R232"):
        format_command(make({**PLAIN, "Attributes": {"a": "\x01" * 20_000}}))


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
        pytest.param({**PLAIN, "Attributes": {"a": "é" * 16_380}}, id="longest-attributes"),
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


def run_shell(command):
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": os.environ.get("HOME", "/"),
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }
    return subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
