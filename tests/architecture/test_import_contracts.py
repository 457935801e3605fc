"""The fences of `.importlinter`, run, and tried: a fence that nothing can break is no fence."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder):
    return subprocess.run(
        [LINT, "--no-cache", "--config", ROOT / ".importlinter"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


def test_all_contracts_are_kept():
    answer = lint(ROOT)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("chatcheck/judge/planted.py", "import chatcheck.converse"),
        ("chatcheck/session.py", "import chatcheck.emulator"),
        ("chatcheck/emulator/planted.py", "import chatcheck.judge"),
        ("chatcheck/cli/planted.py", "import moto"),
        ("chatcheck/spec/planted.py", "import asyncio"),
        ("chatcheck/flow/planted.py", "import chatcheck.spec"),
        ("chatcheck/coverage/planted.py", "import chatcheck.converse"),
        ("chatcheck/report/planted.py", "import chatcheck.coverage"),
        ("chatcheck/coverage/planted.py", "import socket"),
        ("chatcheck/rehearsal/planted.py", "import chatcheck.cli"),
        ("chatcheck/rehearsal/planted.py", "import socket"),
        ("chatcheck/flow/planted.py", "import chatcheck.rehearsal"),
        ("stacks/planted.py", "import chatcheck.session"),
        ("chatcheck/render/planted.py", "import aws_cdk"),
    ],
)
def test_a_planted_import_breaks_a_contract(tmp_path, module, line):
    for folder in ("chatcheck", "stacks"):
        copy_sources(ROOT / folder, tmp_path / folder)
    planted = tmp_path / module
    planted.write_text((planted.read_text() if planted.exists() else '"""Planted."""\n') + f"\n{line}\n")

    answer = lint(tmp_path)

    assert answer.returncode == 1
    assert "BROKEN" in answer.stdout


def copy_sources(source, target):
    for path in source.rglob("*.py"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
