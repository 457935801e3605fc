"""`run --coverage` against the deployed example: numbers, names of what is missing, reports, exit codes."""

import json
import xml.etree.ElementTree as ET

import boto3
import pytest

from tests.e2e.places import CHATCHECK, ROOT

SAYS_BYE = """
- eventually: {contains: How can I help}
- send: bye
- eventually: {event: chat.ended}
"""


@pytest.fixture
def cover(local_aws, outputs):
    """Hold specs with coverage; the project's folder, so that its flow files are found."""

    def run(path, *options, cwd=ROOT):
        answer = local_aws.run(
            CHATCHECK, "run", path, "--outputs", outputs, "--coverage", *options, check=False, cwd=cwd
        )
        assert local_aws.open_chats() == 0
        return answer

    return run


def test_what_one_chat_exercises_is_told_and_what_it_leaves_is_named(cover, write_spec, tmp_path):
    reports = [
        *("--report", f"coverage-json={tmp_path / 'coverage.json'}"),
        *("--report", f"cobertura={tmp_path / 'coverage.xml'}"),
        *("--report", f"jsonl={tmp_path / 'run.jsonl'}"),
        *("--report", f"html={tmp_path / 'run.html'}"),
    ]

    answer = cover(write_spec(SAYS_BYE), *reports)

    assert answer.returncode == 0, answer.stdout + answer.stderr
    told = json.loads((tmp_path / "coverage.json").read_text())
    flows = {each["name"]: each for each in told["flows"]}
    assert set(flows) >= {"welcome", "handoff", "greeting"}
    assert flows["handoff"]["blocks"]["exercised"] == 0
    welcome = {each["identifier"]: each for each in flows["welcome"]["block_list"]}
    visited = {name for name, each in welcome.items() if each["state"] == "exercised"}
    assert {"Log the flow", "Greet", "How can I help", "Say goodbye", "End the chat"} <= visited
    assert {"Look the order up", "Cannot go on"} & visited == set()
    assert f"specs/flows/welcome.json:{welcome['Cannot go on']['line']}" in answer.stdout
    assert "block   Cannot go on (MessageParticipant" in answer.stdout
    line = (ROOT / "specs/flows/welcome.json").read_text().splitlines()[welcome["Cannot go on"]["line"] - 1]
    assert line.strip() == "{"

    (result,) = map(json.loads, (tmp_path / "run.jsonl").read_text().splitlines())
    assert [each["flow"] for each in result["path"]] == ["welcome", "greeting", "welcome"]
    assert result["path"][-1]["blocks"][-1] == "End the chat"
    assert "Note that it was answered" in (tmp_path / "run.html").read_text()

    top = ET.parse(tmp_path / "coverage.xml").getroot()
    names = {each.get("name"): each.get("filename") for each in top.iter("class")}
    assert names["welcome"] == "specs/flows/welcome.json"
    assert int(top.get("lines-covered")) == told["summary"]["blocks"]["exercised"]


@pytest.mark.parametrize(("limit", "code"), [("1", 0), ("99.9", 1)])
def test_a_run_that_exercises_too_little_fails(cover, write_spec, limit, code):
    answer = cover(write_spec(SAYS_BYE), "--fail-under", limit)

    assert answer.returncode == code
    assert ("error[V420]: coverage is" in answer.stderr) == bool(code)


@pytest.fixture
def silent(local_aws, deployment):
    """The instance does not log while the test runs."""
    connect = boto3.client(
        "connect",
        endpoint_url=local_aws.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    place = {"InstanceId": deployment["InstanceId"], "AttributeType": "CONTACTFLOW_LOGS"}
    connect.update_instance_attribute(**place, Value="false")
    yield
    connect.update_instance_attribute(**place, Value="true")


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(
    ("options", "code", "word"), [((), 0, "warning"), (("--fail-under", "1"), 3, "error")]
)
def test_without_flow_logs_there_is_no_coverage_and_it_is_said_at_once(
    cover, write_spec, options, code, word
):
    answer = cover(write_spec(SAYS_BYE), *options)

    assert answer.returncode == code
    assert f"{word}[V422]: no coverage: the flow log tells nothing of the run's contacts" in answer.stderr
    assert "CONTACTFLOW_LOGS" in answer.stderr
