"""Exit codes and last words, whatever goes wrong inside a command."""

import errno
import io
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from chatcheck import cli
from chatcheck.cli import output


@pytest.fixture
def fail(monkeypatch):
    """Let the command `validate` raise something."""

    def arrange(error):
        def execute(_):
            raise error

        monkeypatch.setattr(cli.importlib, "import_module", lambda _: SimpleNamespace(execute=execute))
        return cli.main(["validate"])

    return arrange


def test_a_refusal_of_the_system_is_one_line(fail, capsys):
    code = fail(OSError(28, "No space left on device", "/tmp/run.jsonl"))
    assert code == 3
    assert capsys.readouterr().err.strip() == (
        "error[U590]: /tmp/run.jsonl: the system refuses: No space left on device"
    )


def test_a_fault_of_the_program_does_not_look_like_a_failed_check(fail, capsys):
    assert fail(ZeroDivisionError()) == 3
    assert "error[U591]" in capsys.readouterr().err


def test_ctrl_c_outside_of_a_run_is_130(fail):
    assert fail(KeyboardInterrupt()) == 130


def test_text_that_the_terminal_cannot_show_is_escaped(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output.accept_any_text()
    output.say("a › b")
    assert raw.getvalue() == b"a \\u203a b\n"


class Refusing(io.StringIO):
    """A stream that takes nothing."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    def write(self, _):
        raise OSError(self.number, os.strerror(self.number))

    def fileno(self):
        return os.open(os.devnull, os.O_WRONLY)


@pytest.mark.parametrize("number", [errno.EPIPE, errno.EIO])
def test_a_reader_who_has_gone_is_no_failure(monkeypatch, number):
    monkeypatch.setattr(sys, "stdout", Refusing(number))
    output.say("a")
    assert output.LastingOutput().write("abc") == 3


def test_a_full_disk_is_one(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Refusing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space"):
        output.say("a")


def test_what_cannot_be_said_leaves_the_code_as_it_is(fail, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Refusing(errno.ENOSPC))
    assert fail(OSError(28, "No space left on device")) == 3
    assert fail(ZeroDivisionError()) == 3


@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [(">&-", "validate specs", 0), (">&-", "schema", 0), ("2>&-", "validate nowhere.chat.yaml", 2)],
)
def test_a_stream_that_the_caller_closed_is_no_fault(closed, words, code):
    command = f"exec {sys.executable} -m chatcheck {words} {closed}"
    answer = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (code, "")
