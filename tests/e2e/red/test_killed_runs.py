"""A run that was killed outright: what it left open is ended by `chatcheck cleanup`."""

import json
import subprocess
import time

from tests.e2e.door import Door
from tests.e2e.places import CHATCHECK
from tests.e2e.waiting import wait_until

LONG = "- expect: {contains: Welcome}\n- expect: {contains: How can I}\n- expect: {contains: x, within: 10m}"


def kill(local_aws, is_there, *arguments, cwd, **environment):
    """Run, and kill the run as soon as it is where it should be."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with local_aws.start(CHATCHECK, "run", *arguments, cwd=cwd, **silent, **environment) as running:
        wait_until(is_there)
        running.kill()


def journals(folder):
    return sorted((folder / ".chatcheck" / "runs").glob("*"))


def contacts_known(folder):
    """How many answers of StartChatContact the run has read: the service knows a contact before."""
    return sum(journal.read_text().count('"did": "contact"') for journal in journals(folder))


def test_cleanup_ends_what_a_killed_run_left(local_aws, outputs, write_spec, tmp_path):
    path = write_spec(LONG)
    arguments = (path, "--outputs", outputs, "--repeat", "3")
    kill(local_aws, lambda: contacts_known(tmp_path) == 3, *arguments, cwd=tmp_path)
    assert local_aws.open_chats() == 3
    (journal,) = journals(tmp_path)

    shown = local_aws.run(CHATCHECK, "cleanup", "--dry-run", cwd=tmp_path)
    assert shown.stdout.count("would end contact ") == 3
    assert local_aws.open_chats() == 3

    ended = local_aws.run(CHATCHECK, "cleanup", "--run", journal.stem, cwd=tmp_path)
    assert ended.stdout.count("has ended") == 3
    assert local_aws.open_chats() == 0
    assert journals(tmp_path) == []


def test_a_contact_whose_answer_was_never_read_is_ended_too(local_aws, outputs, write_spec, tmp_path):
    path = write_spec(LONG)
    with Door(local_aws.environment["AWS_ENDPOINT_URL"], "swallow") as door:
        elsewhere = door.point(local_aws.environment)
        is_there = lambda: local_aws.open_chats() == 1  # noqa: E731
        kill(local_aws, is_there, path, "--outputs", outputs, cwd=tmp_path, **elsewhere)
        (journal,) = journals(tmp_path)
        assert '"did": "contact"' not in journal.read_text()

        door.instead = [None]
        ended = local_aws.run(CHATCHECK, "cleanup", cwd=tmp_path)

    assert ended.stdout.count("has ended") == 1
    assert local_aws.open_chats() == 0
    assert journals(tmp_path) == []


def test_a_place_that_is_gone_is_said_and_the_journal_stays(tmp_path, local_aws):
    folder = tmp_path / ".chatcheck" / "runs"
    folder.mkdir(parents=True)
    lines = [
        {"format": 1, "run": "run-1", "region": "us-east-1", "endpoint": "http://127.0.0.1:1"},
        {"did": "start", "at": time.time(), "document": {"ClientToken": "t", "InstanceId": "i"}},
    ]
    (folder / "run-1.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")

    answer = local_aws.run(CHATCHECK, "cleanup", cwd=tmp_path, check=False)

    assert answer.returncode == 3
    assert "error[C343]" in answer.stderr
    assert journals(tmp_path)


def test_an_unknown_run_is_said(tmp_path, local_aws):
    answer = local_aws.run(CHATCHECK, "cleanup", "--run", "none", cwd=tmp_path, check=False)

    assert answer.returncode == 2
    assert "error[U516]" in answer.stderr


def test_nothing_left_is_fine(tmp_path, local_aws):
    assert "nothing is left" in local_aws.run(CHATCHECK, "cleanup", cwd=tmp_path).stdout
