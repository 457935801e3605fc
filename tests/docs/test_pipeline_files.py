"""The ready pipeline files are what their systems take, by the schemas that editors use."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CI = Path(__file__).parents[2] / "docs" / "ci"
CHECK = Path(sys.executable).with_name("check-jsonschema")
FILES = {"vendor.github-workflows": "github-actions.yml", "vendor.gitlab-ci": "gitlab-ci.yml"}


def check(schema, path):
    command = [CHECK, "--builtin-schema", schema, path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", FILES)
def test_the_system_takes_the_file(schema):
    answer = check(schema, CI / FILES[schema])

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("schema", "word"), [(name, "retry") for name in FILES])
def test_the_schema_refuses_a_word_it_does_not_know(tmp_path, schema, word):
    data = yaml.safe_load((CI / FILES[schema]).read_text())
    jobs = data.get("jobs", data)
    next(job for job in jobs.values() if isinstance(job, dict))[word] = {"often": True}
    wrong = tmp_path / FILES[schema]
    wrong.write_text(yaml.safe_dump(data))

    assert check(schema, wrong).returncode == 1


def test_no_shell_part_takes_text_of_an_event():
    workflow = yaml.safe_load((CI / "github-actions.yml").read_text())
    scripts = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]

    assert not [script for script in scripts if "${{" in script]


def test_two_deploys_never_overlap_and_none_is_cut_off():
    github = yaml.safe_load((CI / "github-actions.yml").read_text())
    gitlab = yaml.safe_load((CI / "gitlab-ci.yml").read_text())["chat"]

    assert github["concurrency"] == {"group": "chat-dev", "cancel-in-progress": False}
    assert gitlab["resource_group"] == "chat-dev"
    assert gitlab["interruptible"] is False
