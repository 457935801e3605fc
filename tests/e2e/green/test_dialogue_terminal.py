"""A person at a real terminal: keys go in, the conversation comes out."""

import fcntl
import os
import pty
import select
import termios
import time
from contextlib import contextmanager, suppress

import pytest

from chatcheck.render.deployment import load_outputs
from chatcheck.spec.load import load_spec
from tests.e2e.dialogues import dialogue
from tests.e2e.waiting import PATIENCE_S

WHERE_IS_THE_CURSOR = b"\x1b[6n"
CURSOR_SHOWS = b"\x1b[?25h"
CTRL_C, CTRL_D = b"\x03", b"\x04"


class Terminal:
    """The other side of a pseudo-terminal, which answers as a terminal does."""

    def __init__(self, descriptor, process):
        self.descriptor = descriptor
        self.process = process
        self.seen = b""
        self.answered = 0

    def type(self, keys):
        os.write(self.descriptor, keys)

    def wait_for(self, text):
        """Wait for a text, and for the prompt that is drawn again below it: its cursor shows."""
        deadline = time.monotonic() + PATIENCE_S
        while CURSOR_SHOWS not in self.seen.partition(text.encode())[2]:
            assert time.monotonic() < deadline, self.seen.decode(errors="replace")
            self._read()

    def end(self):
        """Wait until the process has ended, and read all that it has said."""
        deadline = time.monotonic() + PATIENCE_S
        is_over = False
        while self._read() or not is_over:
            assert time.monotonic() < deadline, self.seen.decode(errors="replace")
            is_over = self.process.poll() is not None
        return self.process.returncode, self.seen.decode(errors="replace")

    def _read(self):
        """Read what is there, or comes within a moment; False when nothing does."""
        if not select.select([self.descriptor], [], [], 0.1)[0]:
            return False
        try:
            self.seen += os.read(self.descriptor, 4096)
        except OSError:  # Linux says so of a terminal whose other side has closed
            return False
        while self.seen.count(WHERE_IS_THE_CURSOR) > self.answered:  # one may come in two pieces
            self.answered += 1
            with suppress(OSError):  # nobody waits for it any more
                self.type(b"\x1b[1;1R")
        return True


@pytest.fixture
def open_terminal(local_aws, outputs):
    deployment = load_outputs(outputs)
    document = {
        "InstanceId": deployment.instance_id,
        "ContactFlowId": deployment.flow_id("welcome"),
        "ParticipantDetails": {"DisplayName": "Ada"},
    }

    @contextmanager
    def run(record=""):
        ours, theirs = pty.openpty()
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
        owned = {"start_new_session": True, "preexec_fn": lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)}
        try:
            with dialogue(local_aws, document, record, outputs, **streams, **owned) as process:
                os.close(theirs)
                yield Terminal(ours, process)
        finally:
            os.close(ours)

    return run


def test_a_line_typed_is_sent_and_the_end_of_the_chat_is_the_end(open_terminal, local_aws):
    with open_terminal() as terminal:
        terminal.wait_for("How can I help?")
        terminal.type(b"no thanks\r")
        code, seen = terminal.end()

    assert code == 0
    assert "the chat has ended" in seen
    assert "Traceback" not in seen
    assert local_aws.open_chats() == 0


def test_ctrl_d_leaves_and_records(open_terminal, local_aws, tmp_path):
    path = tmp_path / "first.chat.yaml"
    with open_terminal(path) as terminal:
        terminal.wait_for("How can I help?")
        terminal.type(CTRL_D)
        code, seen = terminal.end()

    assert code == 0
    assert "you have left the chat" in seen
    assert len(load_spec(path).chats[0].steps) == 2
    assert local_aws.open_chats() == 0


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_breaks_off_while_a_line_is_typed(open_terminal, local_aws, tmp_path, times):
    path = tmp_path / "first.chat.yaml"
    with open_terminal(path) as terminal:
        terminal.wait_for("How can I help?")
        terminal.type(b"half a li" + CTRL_C * times)
        code, seen = terminal.end()

    assert code == 130
    assert seen.count("stopping") == 1
    assert "Traceback" not in seen
    assert load_spec(path).chats
    assert local_aws.open_chats() == 0
