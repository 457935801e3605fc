"""What the app says of wrong files: the place, what exists, code 2, and no traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.cdk
ROOT = Path(__file__).parents[2]


@pytest.fixture
def specs(tmp_path):
    return Path(shutil.copytree(ROOT / "specs", tmp_path / "specs"))


def synthesise(specs, environment="local"):
    context = json.dumps({"env": environment, "specs": str(specs)})
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        cwd=specs.parent,
        env={
            **os.environ,
            "CDK_CONTEXT_JSON": context,
            "CDK_OUTDIR": str(specs.parent / "out"),
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_an_unknown_reference(specs):
    flow = specs / "flows" / "handoff.json"
    edit(flow, "${queue:support}", "${queue:suport}")

    run = synthesise(specs)

    line = next(number for number, text in enumerate(flow.read_text().splitlines(), 1) if "suport" in text)
    assert run.returncode == 2
    assert f"{flow}:{line}:" in run.stderr
    assert "there is no queue `suport`" in run.stderr
    assert "there are: `support`" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_flow_that_is_not_json(specs):
    flow = specs / "flows" / "welcome.json"
    flow.write_text(flow.read_text()[:200])

    run = synthesise(specs)

    assert run.returncode == 2
    assert f"{flow}:" in run.stderr
    assert "not valid JSON" in run.stderr
    assert "Traceback" not in run.stderr


def test_an_invalid_environment(specs):
    edit(specs / "environments.yaml", "queues:", "queue:")

    run = synthesise(specs)

    assert run.returncode == 2
    assert f"{specs / 'environments.yaml'}:" in run.stderr
    assert "unknown key `queue`" in run.stderr
    assert "Traceback" not in run.stderr


def test_an_environment_that_is_not_there(specs):
    run = synthesise(specs, "lcoal")

    assert run.returncode == 2
    assert "did you mean `local`?" in run.stderr
    assert "Traceback" not in run.stderr
