"""The shell parts of `docs/ci`, and a shell that runs them as the system would."""

import os
import shutil
import string
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.e2e.places import ROOT

CI = ROOT / "docs" / "ci"
AFTER_FAILURE = ("always()", "cancelled()", "failure()")


@dataclass(frozen=True)
class Part:
    """One shell script; `always` when it runs after a failure as well."""

    text: str
    always: bool = False


@dataclass(frozen=True)
class Pipeline:
    parts: list[Part]
    variables: dict = field(default_factory=dict)


def read_github():
    """Each step's `run` is a script of its own, run by `bash -e`."""
    workflow = yaml.safe_load((CI / "github-actions.yml").read_text())
    steps = [step for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    parts = [Part(step["run"], any(word in step.get("if", "") for word in AFTER_FAILURE)) for step in steps]
    return Pipeline(parts, workflow["env"])


def read_gitlab():
    """`before_script` and `script` are one script; `after_script` comes afterwards, whatever happened."""
    job = yaml.safe_load((CI / "gitlab-ci.yml").read_text())["chat"]
    given = {"CI_JOB_ID": "1", "AWS_IDENTITY": "an identity token"}
    variables = {
        name: string.Template(value).safe_substitute(given) for name, value in job["variables"].items()
    }
    script = "\n".join(["set -o pipefail", *job["before_script"], *job["script"]])
    return Pipeline([Part(script), Part("\n".join(job["after_script"]), always=True)], variables | given)


def read_codebuild(buildspec=None):
    """A phase runs when the one before it succeeded; `post_build` also when `build` failed."""
    buildspec = buildspec or yaml.safe_load((CI / "buildspec.yml").read_text())
    parts = [
        Part("\n".join(buildspec["phases"][phase]["commands"]), always=phase == "post_build")
        for phase in ("install", "pre_build", "build", "post_build")
        if phase in buildspec["phases"]
    ]
    return Pipeline(parts, buildspec.get("env", {}).get("variables", {}))


def copy_project(folder: Path):
    """Copy the project as a pipeline checks it out; what `make setup` brings is there already."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, names.stdout.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
        os.utime(target, (0, 0))  # older than what is there: `make setup` must not touch the shared .venv
    for name in (".venv", "node_modules"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def run_pipeline(pipeline, folder, environment, **overrides):
    """Run the parts in order, as the system does; return its exit code and all that was said."""
    code, said = 0, ""
    for part in pipeline.parts:
        if code and not part.always:
            continue
        answer = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", part.text],
            cwd=folder,
            env={**environment, **pipeline.variables, **overrides},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=400,
        )
        code, said = code or answer.returncode, said + answer.stdout
    return code, said
