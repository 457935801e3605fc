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


def synthesise(specs, environment="local", **context):
    context = json.dumps({"env": environment, "specs": str(specs), **context})
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
        timeout=250,
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


def test_a_flow_that_connect_would_refuse(specs):
    edit(
        specs / "flows" / "welcome.json",
        '"InvocationTimeLimitSeconds": "8"',
        '"InvocationTimeLimitSeconds": "9"',
    )

    run = synthesise(specs)

    assert run.returncode == 2
    assert (
        "error[CF218]: InvocationTimeLimitSeconds must be a whole number from 1 to 8, not `9`" in run.stderr
    )
    assert "Traceback" not in run.stderr


def test_a_warning_about_a_flow_fails_only_when_strict(specs):
    relaxed, strict = synthesise(specs), synthesise(specs, strict="true")

    assert relaxed.returncode == 0
    assert "the contact attribute `store` is read here" in read_annotations(specs)
    assert strict.returncode == 2
    assert "warning[CF308]: the contact attribute `store` is read here" in strict.stderr


def read_annotations(specs):
    return "".join(file.read_text() for file in (specs.parent / "out").glob("*.metadata.json"))


def test_a_warning_can_be_suppressed_by_the_settings(specs):
    attributes = '["store", "membership", "locale", "customerName"]'
    (specs.parent / "pyproject.toml").write_text(
        f"[tool.chatcheck]\nstrict = true\nattributes = {attributes}\n"
    )

    assert synthesise(specs).returncode == 0


def test_settings_that_are_wrong(specs):
    (specs.parent / "pyproject.toml").write_text("[tool.chatcheck]\nstrickt = true\n")

    run = synthesise(specs)

    assert run.returncode == 2
    assert "pyproject.toml:2:1: error[CF391]: there is no setting `strickt`" in run.stderr
