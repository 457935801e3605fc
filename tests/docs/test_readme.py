"""What README shows is what there is; `make accept` rewrites what is generated."""

import os
import re
import subprocess
import sys
from pathlib import Path

from chatcheck.cli.arguments import build_parser
from chatcheck.spec.load import parse_spec

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
HELP = re.compile(r"(<!-- help -->\n).*?(<!-- /help -->)", re.DOTALL)


def format_help():
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "chatcheck", "--help"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return f"```\n{answer.stdout}```\n"


def test_the_help_block_is_what_the_command_prints():
    text = README.read_text()
    wanted = HELP.sub(lambda found: found[1] + format_help() + found[2], text)
    if os.environ.get("CHATCHECK_ACCEPT"):
        README.write_text(wanted)
        text = wanted

    assert text == wanted


def test_the_yaml_blocks_are_valid_specs():
    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)

    assert blocks
    for block in blocks:
        assert parse_spec(block, "README.md").chats


def test_the_files_it_points_to_exist():
    links = re.findall(r"\]\(([\w./-]+)\)", README.read_text())

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_make_targets_it_names_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", README.read_text()))

    assert named <= targets


def test_the_commands_it_names_exist():
    choices = next(action.choices for action in build_parser()._actions if getattr(action, "choices", None))
    named = set(
        re.findall(
            r"\bchatcheck ([a-z]+(?:-[a-z]+)*)\b",
            "\n".join(re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL)),
        )
    )

    assert named <= set(choices)
