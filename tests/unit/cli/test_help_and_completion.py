"""What `--help` says of each command, and what a shell offers to complete."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chatcheck.cli.arguments import REPORT_KINDS, START, build_parser, list_parsers
from chatcheck.cli.examples import EXAMPLES
from chatcheck.cli.reports import KINDS

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[3]
PARSERS = {each.prog: each for each in list_parsers(build_parser())}
ASK_BASH = """
eval "$(register-python-argcomplete chatcheck)"
COMP_LINE="$1" COMP_POINT=${#1} COMP_TYPE=9 COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
_python_argcomplete chatcheck
printf '%s\\n' "${COMPREPLY[@]}"
"""
ASK_FISH = "register-python-argcomplete --shell fish chatcheck | source; complete -C $argv[1]"


@pytest.mark.parametrize("name", PARSERS)
def test_help_is_told_in_eighty_columns(name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    assert [line for line in PARSERS[name].format_help().splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", PARSERS)
def test_each_command_says_what_it_does(name):
    description = PARSERS[name].description or ""

    assert description[:1].isupper() and description.endswith(".")


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
def test_an_example_is_a_command_that_can_be_given(line):
    program, *words = shlex.split(line.partition(" > ")[0])

    assert program == "chatcheck"
    assert build_parser().parse_args(words).module.startswith(words[0])


def test_each_command_has_an_example(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    commands = {name.partition(" ")[2] for name in PARSERS if name.count(" ") == 1}

    assert commands - set(EXAMPLES) == {START, "flow", "local"}
    assert f"examples:\n  {EXAMPLES['run'][0]}\n" in PARSERS["chatcheck run"].format_help()


def test_whoever_presses_the_key_does_not_wait_for_libraries():
    program = "import sys, chatcheck.cli.completions as our; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert not {"yaml", "botocore", "aiohttp", "rich", "jsonschema"} & set(answer.stdout.split())


def test_every_kind_of_report_is_offered():
    assert set(REPORT_KINDS) == set(KINDS)


def complete(shell, question, line, folder):
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(folder)}
    command = {
        "bash": ["bash", "--norc", "-c", question, "bash", line],
        "fish": ["fish", "--no-config", "-c", question, line],
    }[shell]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder)
    assert "Traceback" not in answer.stderr
    return [each.split("\t")[0].strip() for each in answer.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("chatcheck rep", ["report"]),
        ("chatcheck run --fail-", ["--fail-fast", "--fail-on-flaky", "--fail-under"]),
        ("chatcheck local e", ["env", "exec"]),
        ("chatcheck schema b", ["bot"]),
        ("chatcheck run --report ju", ["junit="]),
        ("chatcheck run specs/chats/orders.chat.yaml --tag sm", ["smoke"]),
        ("chatcheck run specs/chats/welcome.chat.yaml --chat 'greets a", ["greets a member by name"]),
        ("chatcheck run nowhere.chat.yaml --tag sm", []),
        ("chatcheck cleanup --run 2026", ["20261126-1"]),
        ("chatcheck start-chat-contact --initial-", ["--initial-message"]),
    ],
)
@pytest.mark.parametrize(
    ("shell", "question"), [("bash", ASK_BASH), ("fish", ASK_FISH)], ids=["bash", "fish"]
)
def test_a_shell_offers_what_can_stand_there(shell, question, line, offered, tmp_path):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} is installed here")

    runs = tmp_path / ".chatcheck" / "runs"
    runs.mkdir(parents=True)
    (runs / "20261126-1.jsonl").touch()
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    found = complete(shell, question, line, tmp_path)

    assert sorted(each.strip("'\\").replace("\\", "") for each in found if each) == offered
