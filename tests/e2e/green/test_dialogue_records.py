"""Each of the example's conversations, held through pipes and recorded, passes as a spec of its own."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from chatcheck.render.deployment import load_outputs
from chatcheck.render.invocation import render
from chatcheck.spec.load import load_specs
from tests.e2e.dialogues import dialogue, follow
from tests.e2e.places import CHATCHECK, ROOT
from tests.e2e.waiting import PATIENCE_S

CHATS = [chat for spec in load_specs([ROOT / "specs" / "chats"]) for chat in spec.chats]
AT_A_TIME = 8


def make_document(outputs, name="tells where an order is"):
    chat = next(chat for chat in CHATS if chat.name == name)
    return render(chat, load_outputs(outputs), {}).document


@pytest.fixture(scope="module")
def recorded(local_aws, outputs, tmp_path_factory):
    """Record every chat; returns exit code and file by the chat's name."""
    folder = tmp_path_factory.mktemp("recorded")

    def record(number, chat):
        path = folder / f"{number}.chat.yaml"
        with dialogue(local_aws, make_document(outputs, chat.name), path, outputs) as process:
            follow(process, chat.steps)
        return chat.name, (process.returncode, path)

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return dict(pool.map(record, range(len(CHATS)), CHATS))


@pytest.fixture(scope="module")
def results(local_aws, outputs, recorded, tmp_path_factory):
    """Run all that was recorded; returns each result by the file of its spec."""
    report = tmp_path_factory.mktemp("results") / "report.jsonl"
    paths = [path for _, path in recorded.values()]
    command = [CHATCHECK, "run", *paths, "--outputs", outputs, "--report", f"jsonl={report}"]
    local_aws.run(*command, check=False)
    return {each["spec"]: each for each in map(json.loads, report.read_text().splitlines())}


@pytest.mark.parametrize("name", [chat.name for chat in CHATS])
def test_a_recorded_conversation_passes_when_it_is_run(recorded, results, name):
    code, path = recorded[name]

    assert code == 0
    assert results[str(path)]["verdict"]["status"] == "passed", path.read_text()


def test_each_recording_is_one_chat(recorded, results):
    assert len(results) == len(recorded)


def test_recording_leaves_no_chat_open(local_aws, recorded):
    assert len(recorded) == len(CHATS)
    assert local_aws.open_chats() == 0


def test_a_recorded_spec_names_the_flow_and_no_ids(recorded, deployment):
    _, path = recorded["tells where an order is"]

    text = path.read_text()

    assert "flow: welcome\n" in text
    assert deployment["InstanceId"] not in text
    assert deployment["FlowWelcomeId"] not in text


def test_a_date_becomes_a_pattern_and_a_queue_its_name(recorded):
    assert r"brings it on (?P<date>\d{4}-\d{2}-\d{2})" in recorded["tells where an order is"][1].read_text()
    assert "queue: support" in recorded["hands a delayed order over to a person"][1].read_text()


def test_a_name_becomes_a_capture_that_asks_for_the_name(recorded):
    text = recorded["greets a member by name"][1].read_text()

    assert "'^Welcome back to Acme, (?P<customerName>Ada)!$'" in text


def test_without_names_of_a_deployment_the_ids_stand_in_the_spec(local_aws, outputs, deployment, tmp_path):
    document = make_document(outputs)
    other = tmp_path / "outputs.json"
    other.write_text(outputs.read_text().replace(deployment["InstanceId"], "another"))
    path = tmp_path / "first.chat.yaml"

    with dialogue(local_aws, document, path, other) as process:
        process.communicate("no thanks\n", timeout=PATIENCE_S)

    assert f"InstanceId: {document['InstanceId']}" in path.read_text().replace("'", "")
    assert f"ContactFlowId: {document['ContactFlowId']}" in path.read_text().replace("'", "")
    local_aws.run(CHATCHECK, "run", path, "--outputs", outputs)


def test_lines_from_a_pipe_wait_for_their_turn(local_aws, outputs):
    """What is said here waits for no function: one that is slow to start would make a pause for a turn."""
    with dialogue(local_aws, make_document(outputs)) as process:
        out, err = process.communicate("when are you open?\nno thanks\n", timeout=PATIENCE_S)

    heard = out.splitlines()
    assert [line.partition(":")[0] for line in heard] == [
        "system",
        "system",
        "customer",
        "bot",
        "system",
        "customer",
        "system",
        "event chat.ended",
    ]
    assert err.startswith("contact ")
    assert len(err.splitlines()) == 1
    assert process.returncode == 0


def test_lines_may_come_from_a_file(local_aws, outputs, tmp_path):
    lines = tmp_path / "lines"
    lines.write_text("no thanks")

    with (
        lines.open() as file,
        dialogue(local_aws, make_document(outputs), stdin=file) as process,
    ):
        out, _ = process.communicate(timeout=PATIENCE_S)

    assert "customer: no thanks" in out
    assert "event chat.ended" in out


def test_a_command_leaves_before_the_lines_end(local_aws, outputs):
    with dialogue(local_aws, make_document(outputs)) as process:
        out, err = process.communicate("/disconnect\nnever sent\n", timeout=PATIENCE_S)

    assert "never sent" not in out
    assert "you have left the chat" in err
    assert process.returncode == 0
    assert local_aws.open_chats() == 0


def test_no_token_is_shown_or_recorded(local_aws, outputs, tmp_path):
    path = tmp_path / "first.chat.yaml"
    with dialogue(local_aws, make_document(outputs), path, outputs) as process:
        out, err = process.communicate("no thanks\n", timeout=PATIENCE_S)

    everything = out + err + path.read_text()
    assert not [word for word in ("Token", "websocket/", "ws://") if word in everything]
