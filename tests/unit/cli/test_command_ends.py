"""Exit codes and last words, whatever goes wrong inside a command."""

import io
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
