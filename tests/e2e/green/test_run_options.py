"""How many chats are held, how often, how fast, and which: the options of `chatcheck run`."""

import json
import time

import boto3
import pytest

from tests.e2e.places import CHATCHECK

GREETS = "- expect: {contains: Welcome}"
FAILS = "- expect: {contains: Farewell}"
LONG = "- expect: {contains: Welcome}\n- expect: {contains: How can I}\n- expect: {contains: x, within: 60s}"


@pytest.fixture
def hold(local_aws, outputs, tmp_path):
    """Run in a folder of its own; returns the answer, its results beside it."""

    def run(*arguments, **environment):
        report = tmp_path / "run.jsonl"
        report.unlink(missing_ok=True)
        command = (CHATCHECK, "run", *arguments, "--outputs", outputs, "--report", f"jsonl={report}")
        answer = local_aws.run(*command, check=False, cwd=tmp_path, **environment)
        lines = report.read_text().splitlines() if report.exists() else []
        answer.results = [json.loads(line) for line in lines]
        assert local_aws.open_chats() == 0
        return answer

    return run


@pytest.fixture
def write_many(write_spec):
    """Write several chats of the same steps, by name."""

    def write(**chats):
        path = write_spec(GREETS)
        head = path.read_text().partition("chats:\n")[0]
        body = "".join(
            f"  - name: {name}\n    steps:\n" + "".join(f"      {line}\n" for line in steps.splitlines())
            for name, steps in chats.items()
        )
        path.write_text(f"{head}chats:\n{body}")
        return path

    return write


def names(answer):
    return sorted(result["chat"] for result in answer.results)


def test_a_repeated_chat_is_several_contacts_marked_with_the_run(hold, write_spec, local_aws, deployment):
    answer = hold(write_spec(GREETS), "--repeat", "3")

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert names(answer) == ["a chat #1", "a chat #2", "a chat #3"]
    contacts = {result["transcript"]["contact_id"] for result in answer.results}
    assert len(contacts) == 3
    client = boto3.client("connect", "us-east-1", endpoint_url=local_aws.url)
    marks = {
        client.get_contact_attributes(InstanceId=deployment["InstanceId"], InitialContactId=each)[
            "Attributes"
        ]["chatcheckRun"]
        for each in contacts
    }
    assert len(marks) == 1


def test_the_rendered_invocation_has_no_mark(local_aws, outputs, write_spec):
    answer = local_aws.run(CHATCHECK, "render", write_spec(GREETS), "--outputs", outputs, "--as", "json")

    assert "chatcheckRun" not in answer.stdout


def test_the_shards_hold_every_chat_once(hold, write_many):
    path = write_many(**{f"chat {number}": GREETS for number in range(6)})

    held = [names(hold(path, "--shard", f"{number}/3")) for number in (1, 2, 3)]

    assert sorted(name for share in held for name in share) == [f"chat {number}" for number in range(6)]


def test_a_shard_without_a_chat_is_no_failure(hold, write_spec):
    answers = [hold(write_spec(GREETS), "--shard", f"{number}/2") for number in (1, 2)]

    assert [answer.returncode for answer in answers] == [0, 0]
    assert sum("there is nothing to hold" in answer.stdout for answer in answers) == 1


def test_last_failed_holds_only_what_failed(hold, write_many):
    path = write_many(good=GREETS, bad=FAILS)
    assert hold(path).returncode == 1

    assert names(hold(path, "--last-failed")) == ["bad"]

    path = write_many(good=GREETS, bad=GREETS)
    assert hold(path, "--last-failed").returncode == 0
    answer = hold(path, "--last-failed")
    assert names(answer) == ["bad", "good"]
    assert "all are held" in answer.stdout


def test_fail_fast_stops_at_the_first_failure(hold, write_many):
    answer = hold(write_many(one=FAILS, two=GREETS, three=GREETS), "--fail-fast", "--jobs", "1")

    assert answer.returncode == 1
    assert names(answer) == ["one"]
    assert "2 not finished" in answer.stdout


def test_a_run_out_of_time_ends_its_chats_and_is_broken(hold, write_spec):
    answer = hold(write_spec(LONG), "--timeout", "3s")

    assert answer.returncode == 3
    assert "error[V402]" in answer.stderr


def test_a_chat_that_never_passes_is_tried_as_often_as_asked(hold, write_spec):
    answer = hold(write_spec(FAILS), "--retries", "2")

    assert answer.returncode == 1
    assert [each["status"] for each in answer.results[0]["earlier"]] == ["failed", "failed"]
    contacts = [each["contact_id"] for each in answer.results[0]["earlier_transcripts"]]
    assert len({*contacts, answer.results[0]["transcript"]["contact_id"]}) == 3


def test_a_rate_is_kept_by_two_runs_together(local_aws, outputs, write_spec, tmp_path):
    path = write_spec(GREETS)
    command = (CHATCHECK, "run", path, "--outputs", outputs, "--repeat", "4", "--rate", "2")
    environment = {"XDG_RUNTIME_DIR": str(tmp_path)}
    local_aws.run(*command, cwd=tmp_path, **environment)

    began_s = time.monotonic()
    local_aws.run(*command, cwd=tmp_path, **environment)

    assert time.monotonic() - began_s > 3 / 2


def test_a_dry_run_starts_nothing_and_asks_nobody(hold, write_many):
    path = write_many(one=GREETS, two=GREETS)
    nowhere = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "XDG_RUNTIME_DIR": "/nowhere",
    }

    answer = hold(path, "--dry-run", "--repeat", "2", "--retries", "1", **nowhere)

    assert answer.returncode == 0
    assert [line.split()[0] for line in answer.stdout.splitlines()] == ["start"] * 4 + ["would"]
    assert "4 contacts (with retries at most 8) at http://127.0.0.1:1" in answer.stdout
    assert answer.results == []
