"""`chatcheck validate`, and with `--watch` again after each change, until it is interrupted."""

import os
import signal
import subprocess
import sys
import time

import pytest

from chatcheck import cli
from chatcheck.cli import watching

SPEC = """chatcheck: 1
flow: welcome
start: {ParticipantDetails: {DisplayName: Smoke}}
chats: [{name: a, steps: [{include: ../shared/b.yaml}]}]
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "specs/a.chat.yaml": SPEC,
        "shared/b.yaml": "steps: [{expect: hello}]",
        "specs/.git/x": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def changes(monkeypatch):
    """What happens while it waits, one after the other; after the last it is interrupted."""
    waiting = []

    def sleep(_seconds):
        if not waiting:
            raise KeyboardInterrupt
        waiting.pop(0)()

    monkeypatch.setattr(watching.time, "sleep", sleep)
    return waiting


def count(roots, further=()):
    times = []
    with pytest.raises(KeyboardInterrupt):
        watching.watch(roots, lambda: times.append(1) or further)
    return len(times)


def test_without_a_change_it_is_done_once(files, changes):
    changes += [lambda: None] * 3

    assert count(["specs"]) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder: (folder / "specs/a.chat.yaml").write_text("x"), id="changed"),
        pytest.param(lambda folder: (folder / "specs/new/c.yaml").write_text("x"), id="new"),
        pytest.param(lambda folder: (folder / "specs/a.chat.yaml").unlink(), id="gone"),
        pytest.param(lambda folder: os.utime(folder / "specs/a.chat.yaml", (1, 1)), id="older"),
        pytest.param(lambda folder: (folder / "shared/b.yaml").write_text("x"), id="named"),
    ],
)
def test_after_a_change_it_is_done_again(files, changes, change):
    (files / "specs/new").mkdir()
    changes += [lambda: change(files), lambda: None]

    assert count(["specs"], ["shared/b.yaml"]) == 2


@pytest.mark.parametrize("name", ["specs/.git/x", "elsewhere.yaml", "shared/b.yaml"])
def test_other_files_are_not_watched(files, changes, name):
    changes.append(lambda: (files / name).write_text("changed"))

    assert count(["specs"]) == 1


def test_a_path_that_is_not_there_yet_is_watched(files, changes):
    changes.append(lambda: (files / "later.chat.yaml").write_text(SPEC))

    assert count(["later.chat.yaml"]) == 2


def test_a_change_while_it_is_done_is_not_missed(files, changes):
    times = []

    def do():
        times.append(1)
        if len(times) == 1:
            (files / "specs/a.chat.yaml").write_text("changed meanwhile")
        return ()

    with pytest.raises(KeyboardInterrupt):
        watching.watch(["specs"], do)
    assert len(times) == 2


def test_a_change_of_a_named_file_while_it_is_done_is_not_missed(files, changes):
    times = []

    def do():
        times.append(1)
        if len(times) == 2:
            (files / "shared/b.yaml").write_text("changed meanwhile")
        return ["shared/b.yaml"]

    changes.append(lambda: (files / "specs/a.chat.yaml").write_text("x"))
    with pytest.raises(KeyboardInterrupt):
        watching.watch(["specs"], do)
    assert len(times) == 3


def test_the_files_that_steps_send_and_attach_are_watched(files, changes, capsys):
    steps = "[{expect: x}, {send: {file: ../texts/a.txt}}, {attach: ../texts/b.txt}]"
    (files / "specs/a.chat.yaml").write_text(SPEC.replace("[{include: ../shared/b.yaml}]", steps))
    (files / "texts").mkdir()
    changes.append(lambda: (files / "texts/a.txt").write_text("hello"))
    changes.append(lambda: (files / "texts/b.txt").write_text("hello"))

    assert cli.main(["validate", "--watch", "specs"]) == 130

    printed, said = capsys.readouterr()
    assert [
        len(said.split(name)) - 1 for name in ("the file `../texts/a.txt`", "the file `../texts/b.txt`")
    ] == [1, 2]
    assert "1 chat spec: no findings" in printed


def test_validate_says_each_time_what_is_found(files, changes, capsys):
    changes.append(lambda: (files / "shared/b.yaml").write_text("steps: [{expect: {contains: ''}}]"))
    changes.append(lambda: (files / "shared/b.yaml").write_text("steps: [{expect: good bye}]"))

    assert cli.main(["validate", "--watch", "specs"]) == 130

    printed, said = capsys.readouterr()
    assert printed.splitlines() == [
        "1 chat spec: no findings",
        "watching 2 files; Ctrl-C ends it",
        "watching 2 files; Ctrl-C ends it",
        "1 chat spec: no findings",
        "watching 2 files; Ctrl-C ends it",
    ]
    assert said.startswith("shared/b.yaml:1:29: error[S121]")


def test_a_folder_without_specs_is_watched_too(files, changes, capsys):
    (files / "empty").mkdir()
    changes.append(lambda: (files / "empty/a.chat.yaml").write_text(SPEC))

    assert cli.main(["validate", "--watch", "empty"]) == 130

    printed, said = capsys.readouterr()
    assert "nothing to check" in said
    assert "1 chat spec: no findings" in printed


def test_the_screen_is_cleared_on_a_terminal_alone(files, changes, capsys, monkeypatch):
    count(["specs"])
    assert "\x1b" not in capsys.readouterr().out

    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    count(["specs"])
    assert capsys.readouterr().out.startswith(watching.CLEAR)


def test_ctrl_c_ends_the_real_command(files):
    command = [sys.executable, "-m", "chatcheck", "validate", "--watch", "specs"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "1 chat spec: no findings\n"
        assert process.stdout.readline().startswith("watching")
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130


def test_what_is_wrong_in_a_file_that_two_specs_include_is_told_once(files, capsys):
    (files / "specs/b.chat.yaml").write_text(SPEC)
    (files / "shared/b.yaml").write_text("steps: [{expcet: hello}]")

    assert cli.main(["validate", "specs"]) == 2

    assert capsys.readouterr().err.count("unknown key `expcet`") == 1
