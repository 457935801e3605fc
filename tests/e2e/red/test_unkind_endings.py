"""A run that is cut off, unread or without result: no chat stays open, and it never looks like a pass."""

import fcntl
import json
import os
import pty
import signal
import subprocess
import termios

import pytest

from tests.e2e.places import CHATCHECK, ROOT
from tests.e2e.waiting import PATIENCE_S, wait_until

CHATS = ROOT / "specs" / "chats"
LONG = "- expect: {contains: Welcome}\n- expect: {contains: How can I}\n- expect: {contains: x, within: 10m}"


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([signal.SIGINT] * 3, id="Ctrl-C three times"),
        pytest.param([signal.SIGTERM] * 2, id="SIGTERM twice"),
        pytest.param([signal.SIGHUP], id="the terminal is closed"),
    ],
)
def test_signals_however_many_leave_no_chat_open(local_aws, outputs, write_spec, numbers):
    with local_aws.start(CHATCHECK, "run", write_spec(LONG), "--outputs", outputs) as running:
        wait_until(lambda: local_aws.open_chats() == 1)
        for number in numbers:
            running.send_signal(number)
        out, err = running.communicate(timeout=PATIENCE_S)

    assert running.returncode == 130, out + err
    assert "Traceback" not in err
    assert err.count("stopping") == 1
    assert local_aws.open_chats() == 0


def test_a_reader_that_goes_away_changes_neither_verdict_nor_reports(
    local_aws, outputs, write_spec, tmp_path
):
    path = write_spec("- expect: Welcome to Acne.")
    report = tmp_path / "report.json"
    command = (CHATCHECK, "run", path, CHATS, "--outputs", outputs, "--report", f"json={report}")
    with local_aws.start(*command) as running:
        running.stdout.close()
        err = running.stderr.read()
        running.wait(PATIENCE_S)

    assert running.returncode == 1
    assert err == ""
    assert json.loads(report.read_text())["summary"]["failed"] == 1
    assert local_aws.open_chats() == 0


def test_a_terminal_that_is_closed_leaves_reports_and_no_chat_open(local_aws, outputs, write_spec, tmp_path):
    report = tmp_path / "report.json"
    terminal, its_other_end = pty.openpty()
    words = [
        write_spec(LONG),
        CHATS / "welcome.chat.yaml",
        "--outputs",
        outputs,
        "--report",
        f"json={report}",
    ]
    with subprocess.Popen(
        [CHATCHECK, "run", *map(str, words)],
        env=local_aws.environment,
        stdin=its_other_end,
        stdout=its_other_end,
        stderr=its_other_end,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # no threads here
    ) as running:
        try:
            os.close(its_other_end)
            said = b""
            while b"greets in German" not in said or b"PASS" not in said:
                said += os.read(terminal, 65_536)
            os.close(terminal)

            assert running.wait(PATIENCE_S) == 130
        finally:
            running.kill()
    assert json.loads(report.read_text())["summary"]["passed"] >= 1
    assert local_aws.open_chats() == 0


def test_a_run_in_which_every_chat_is_skipped_is_broken(local_aws, outputs, write_spec):
    path = write_spec("- expect: Welcome to Acme.")
    path.write_text(path.read_text().replace("    steps:", "    skip: later\n    steps:"))

    answer = local_aws.run(CHATCHECK, "run", path, "--outputs", outputs, check=False)

    assert answer.returncode == 3
    assert "no chat was judged" in answer.stderr


def test_a_report_that_cannot_be_written_is_said_before_a_chat_is_held(
    local_aws, outputs, write_spec, tmp_path
):
    file = tmp_path / "file"
    file.write_text("")
    places = ["--report", f"junit={file}/junit.xml", "--transcripts", file]

    answer = local_aws.run(
        CHATCHECK, "run", write_spec("- expect: x"), "--outputs", outputs, *places, check=False
    )

    assert answer.returncode == 2
    assert answer.stderr.count("error[U531]") == 2
    assert answer.stdout == ""


def test_what_comes_from_the_environment_is_in_no_report(local_aws, outputs, write_spec, tmp_path):
    path = write_spec(
        "- expect: {contains: Welcome}\n- expect: {contains: How can I}\n"
        "- send: 'pin ${env:PIN}'\n- expect: 'no ${env:PIN}'"
    )
    reports = [f"--report={kind}={tmp_path / 'out'}.{kind}" for kind in ("json", "jsonl", "junit", "html")]
    command = [CHATCHECK, "run", path, "--outputs", outputs, *reports, "--transcripts", tmp_path / "kept"]

    answer = local_aws.run(*command, check=False, PIN="s3cret-pin")

    written = [*tmp_path.glob("out.*"), *tmp_path.glob("kept/*")]
    assert len(written) == 5
    assert answer.returncode == 1
    assert "pin ${env:PIN}" in answer.stdout
    assert not [each for each in (answer.stdout, *(file.read_text() for file in written)) if "s3cret" in each]


def test_a_saved_transcript_with_secrets_is_judged_again(local_aws, outputs, write_spec, tmp_path):
    path = write_spec(
        "- expect: {contains: Welcome}\n- expect: {contains: How}\n"
        "- send: ${env:PIN}\n- expect: {matches: Sorry}"
    )
    local_aws.run(
        CHATCHECK, "run", path, "--outputs", outputs, "--transcripts", tmp_path / "kept", PIN="s3cret-pin"
    )
    (kept,) = (tmp_path / "kept").iterdir()

    for extra in ({"PIN": "s3cret-pin"}, {}):
        answer = local_aws.run(CHATCHECK, "judge", path, kept, **extra)
        assert "PASS" in answer.stdout
