"""A service in passing trouble: calls and chats are tried again, which is seen, never blamed on the flow."""

import json

import pytest

from tests.e2e.door import Door
from tests.e2e.places import CHATCHECK

THROTTLED = (429, "TooManyRequestsException")
FAULT = (500, "InternalServiceException")
REFUSED = (400, "InvalidRequestException")


@pytest.fixture
def hold(local_aws, outputs, write_spec, tmp_path):
    """Hold one chat whose starts are answered as given; returns the answer, its result beside it."""

    def run(instead, *arguments):
        report = tmp_path / "run.jsonl"
        path = write_spec("- expect: {contains: Welcome}")
        with Door(local_aws.environment["AWS_ENDPOINT_URL"], *instead) as door:
            answer = local_aws.run(
                *(CHATCHECK, "run", path, "--outputs", outputs, "--report", f"jsonl={report}", *arguments),
                check=False,
                cwd=tmp_path,
                **door.point(local_aws.environment),
            )
        answer.result = json.loads(report.read_text())
        assert local_aws.open_chats() == 0
        assert list((tmp_path / ".chatcheck" / "runs").iterdir()) == []
        return answer

    return run


@pytest.mark.parametrize("trouble", [THROTTLED, FAULT], ids=["throttled", "500"])
def test_a_call_that_is_tried_again_leaves_a_clean_pass_and_a_note(hold, trouble):
    answer = hold([trouble, trouble, None])

    assert answer.returncode == 0, answer.stdout
    notes = [event for event in answer.result["transcript"]["events"] if event.get("name") == "retry"]
    assert len(notes) == 2
    assert all(f"{trouble[1]} (HTTP {trouble[0]})" in note["content"] for note in notes)
    assert answer.result["earlier"] == []


@pytest.mark.parametrize(("extra", "code"), [((), 0), (("--fail-on-flaky",), 1)])
def test_a_chat_that_passes_only_when_held_again_is_flaky(hold, extra, code):
    answer = hold([REFUSED, None], "--retries", "1", *extra)

    assert answer.returncode == code, answer.stdout
    assert [each["status"] for each in answer.result["earlier"]] == ["broken"]
    assert "flaky, passed only when tried again: `a chat`" in answer.stderr


def test_a_chat_that_cannot_be_started_is_broken_and_not_failed(hold):
    answer = hold([REFUSED], "--retries", "1")

    assert answer.returncode == 3
    assert answer.result["verdict"]["status"] == "broken"
