"""The file of a recording: refused before the chat, whole after it; names from the deployment."""

import json
import os

import pytest

from chatcheck.cli import recording
from chatcheck.cli.recording import find_deployment, make_start, prepare_place, write_recording
from chatcheck.errors import DeploymentError, UsageError
from chatcheck.transcript import Event, Transcript

DOCUMENT = {
    "InstanceId": "i-1",
    "ContactFlowId": "f-1",
    "ParticipantDetails": {"DisplayName": "Ada"},
}
SAID = Event(1.0, "message", "m", "Welcome.", role="SYSTEM", display_name="SYSTEM_MESSAGE")
DESCRIBED = json.dumps({"format": 1, "environment": "dev", "instanceId": "i-1", "region": "us-east-1"})
OUTPUTS = {"chat": {"ChatcheckDeployment": DESCRIBED, "InstanceId": "i-1", "FlowWelcomeId": "f-1"}}


def transcript(*events):
    return Transcript("", "", "c", "", "disconnected", events)


@pytest.fixture
def outputs(tmp_path):
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(OUTPUTS))
    return path


def refuse(path):
    with pytest.raises(UsageError) as raised:
        prepare_place(path)
    return raised.value.diagnostics[0]


def test_a_file_that_exists_is_refused(tmp_path):
    path = tmp_path / "a.chat.yaml"
    path.write_text("mine")
    diagnostic = refuse(path)
    assert (diagnostic.code, bool(diagnostic.fix)) == ("U580", True)
    assert path.read_text() == "mine"


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    path = tmp_path / "a.chat.yaml"
    path.symlink_to(tmp_path / "nowhere")
    assert refuse(path).code == "U580"


def test_a_folder_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    assert refuse(tmp_path / "file" / "a.chat.yaml").code == "U581"


def test_a_folder_that_is_missing_is_made(tmp_path):
    prepare_place(tmp_path / "new" / "folder" / "a.chat.yaml")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_what_was_said_is_written_whole(tmp_path):
    path = tmp_path / "a.chat.yaml"
    told = write_recording(path, transcript(SAID), DOCUMENT, None)
    assert "- expect: Welcome." in path.read_text()
    assert f"`chatcheck run {path} --instance-id i-1`" in told
    assert [each.name for each in tmp_path.iterdir()] == ["a.chat.yaml"]


def test_the_command_that_runs_it_names_what_it_was_recorded_from(tmp_path, outputs):
    path, said = tmp_path / "a.chat.yaml", transcript(SAID)
    told = write_recording(path, said, DOCUMENT, find_deployment(str(outputs), "i-1"))
    assert f"`chatcheck run {path} --outputs {outputs}`" in told
    told = write_recording(path, said, DOCUMENT, None, "eu-west-2")
    assert "--region eu-west-2`" in told


def test_the_usual_outputs_need_no_option(tmp_path, outputs, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").mkdir()
    outputs.rename(tmp_path / "build" / "outputs.json")
    path = tmp_path / "a.chat.yaml"
    told = write_recording(path, transcript(SAID), DOCUMENT, find_deployment(None, "i-1"))
    assert told.endswith(f"`chatcheck run {path}`")


def test_the_file_may_be_read_by_whom_the_mask_allows(tmp_path):
    path = tmp_path / "a.chat.yaml"
    before = os.umask(0o027)
    try:
        write_recording(path, transcript(SAID), DOCUMENT, None)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_is_written_when_nobody_spoke(tmp_path):
    path = tmp_path / "a.chat.yaml"
    assert "was not written" in write_recording(path, transcript(), DOCUMENT, None)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recording.Path, "replace", fail)
    with pytest.raises(UsageError, match="No space left"):
        write_recording(tmp_path / "a.chat.yaml", transcript(SAID), DOCUMENT, None)
    assert list(tmp_path.iterdir()) == []


def test_the_outputs_of_the_instance_name_the_flow(outputs):
    start = make_start(DOCUMENT, find_deployment(str(outputs), "i-1"))
    assert (start.flow, start.in_deployment) == ("welcome", True)


def test_outputs_of_another_instance_name_nothing(outputs):
    assert find_deployment(str(outputs), "i-2") is None


def test_named_outputs_that_cannot_be_read_are_an_error(tmp_path):
    with pytest.raises(DeploymentError):
        find_deployment(str(tmp_path / "none.json"), "i-1")


def test_the_usual_outputs_may_be_missing_or_foreign(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_deployment(None, "i-1") is None
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "outputs.json").write_text('{"other": {}}')
    assert find_deployment(None, "i-1") is None
    (tmp_path / "build" / "outputs.json").write_text(json.dumps(OUTPUTS))
    assert find_deployment(None, "i-1").flows == {"welcome": "f-1"}
