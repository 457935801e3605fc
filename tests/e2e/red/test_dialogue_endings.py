"""A dialogue that is cut off leaves no chat open, and records what was said so far."""

import contextlib
import os
import signal

import pytest

from chatcheck.render.deployment import load_outputs
from chatcheck.spec.load import load_spec
from tests.e2e.dialogues import dialogue
from tests.e2e.waiting import PATIENCE_S


@pytest.fixture
def document(outputs):
    deployment = load_outputs(outputs)
    return {
        "InstanceId": deployment.instance_id,
        "ContactFlowId": deployment.flow_id("welcome"),
        "ParticipantDetails": {"DisplayName": "Ada"},
    }


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([signal.SIGINT] * 3, id="Ctrl-C three times"),
        pytest.param([signal.SIGTERM] * 2, id="SIGTERM twice"),
        pytest.param([signal.SIGHUP], id="the terminal is closed"),
    ],
)
def test_signals_end_the_chat_and_keep_what_was_said(local_aws, document, outputs, tmp_path, numbers):
    path = tmp_path / "first.chat.yaml"
    with dialogue(local_aws, document, path, outputs) as process:
        assert "Welcome to Acme." in process.stdout.readline()
        for number in numbers:
            process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 130, out + err
    assert "Traceback" not in err
    assert err.count("stopping") == 1
    assert local_aws.open_chats() == 0
    assert load_spec(path).chats[0].steps


def test_a_signal_before_anything_was_said_leaves_no_chat_open(local_aws, document):
    with dialogue(local_aws, document) as process:
        assert process.stderr.readline().startswith("contact ")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 130
    assert local_aws.open_chats() == 0


def test_a_reader_that_goes_away_leaves_no_chat_open(local_aws, document):
    with dialogue(local_aws, document) as process:
        process.stdout.readline()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):  # it may have noticed, and gone, already
            os.write(process.stdin.fileno(), b"hello\n")
        err = process.stderr.read()
        process.wait(timeout=PATIENCE_S)

    assert process.returncode == 0
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
    assert local_aws.open_chats() == 0


def test_a_file_that_exists_is_refused_before_a_chat_is_started(local_aws, document, tmp_path):
    path = tmp_path / "first.chat.yaml"
    path.write_text("mine")
    with dialogue(local_aws, document, path) as process:
        out, err = process.communicate("", timeout=PATIENCE_S)

    assert process.returncode == 2
    assert "error[U580]" in err
    assert "contact " not in err
    assert out == ""
    assert path.read_text() == "mine"


def test_a_flow_that_is_not_there_is_broken_and_records_nothing(local_aws, document, tmp_path):
    path = tmp_path / "first.chat.yaml"
    unknown = {**document, "ContactFlowId": "00000000-0000-0000-0000-000000000000"}
    with dialogue(local_aws, unknown, path) as process:
        _, err = process.communicate("", timeout=PATIENCE_S)

    assert process.returncode == 3
    assert "error[C310]" in err
    assert "was not written" in err
    assert not path.exists()


def test_lines_that_cannot_be_sent_are_said_and_the_chat_goes_on(local_aws, document):
    lines = "\n".join(["", "x" * 16_385, "/nothing", "no thanks", ""])
    with dialogue(local_aws, document) as process:
        out, err = process.communicate(lines, timeout=PATIENCE_S)

    assert process.returncode == 0
    assert err.count("not sent: ") == 3
    assert "16,385 bytes" in err
    assert [line for line in out.splitlines() if line.startswith("customer:")] == ["customer: no thanks"]
