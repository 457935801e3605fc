"""The shell parts of `docs/ci`, and a shell that runs them as the system would."""

import os
import re
import shutil
import string
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.e2e.places import ROOT

CI = ROOT / "docs" / "ci"
AFTER_FAILURE = ("always()", "cancelled()", "failure()")
NEEDED = re.compile(r"needs\.(\w+)\.result == 'success'")


@dataclass(frozen=True)
class Part:
    """One shell script.

    Attributes:
        always: whether it runs after a failure in its own job as well.
        job, place: the job, and which of its places in the matrix.
        needs: jobs without which it does not run.
        variables: of its own job.
    """

    text: str
    always: bool = False
    job: str = "job"
    place: int = 0
    needs: tuple = ()
    variables: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Pipeline:
    parts: list[Part]
    variables: dict = field(default_factory=dict)


def read_github():
    """Each step's `run` is a script of its own, run by `bash -e`; a matrix repeats its job."""
    workflow = yaml.safe_load((CI / "github-actions.yml").read_text())
    parts = [part for name, job in workflow["jobs"].items() for part in _read_job(name, job)]
    return Pipeline(parts, workflow["env"])


def _read_job(name, job):
    needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
    if any(word in job.get("if", "") for word in AFTER_FAILURE):
        needs = NEEDED.findall(job["if"])
    shards = job.get("strategy", {}).get("matrix", {}).get("shard", [1])
    for place, shard in enumerate(shards):
        known = {"${{ matrix.shard }}": str(shard), "${{ strategy.job-total }}": str(len(shards))}
        variables = {key: _fill(value, known) for key, value in job.get("env", {}).items()}
        for step in job["steps"]:
            if "run" in step:
                always = any(word in step.get("if", "") for word in AFTER_FAILURE)
                yield Part(step["run"], always, name, place, tuple(needs), variables)


def _fill(text, known):
    for expression, value in known.items():
        text = text.replace(expression, value)
    assert "${{" not in text
    return text


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
    """Run the parts in order, as the system does; return its exit code and all that was said.

    What a job hands to the next as an artifact is in the one folder already. A job that needs one that
    failed or was skipped is skipped.
    """
    codes, said, skipped = {}, "", set()
    for part in pipeline.parts:
        if skipped & set(part.needs) or any(code for (job, _), code in codes.items() if job in part.needs):
            skipped.add(part.job)
            continue
        if codes.get((part.job, part.place)) and not part.always:
            continue
        answer = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", part.text],
            cwd=folder,
            env={**environment, **pipeline.variables, **part.variables, **overrides},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=900,
        )
        codes[part.job, part.place] = codes.get((part.job, part.place)) or answer.returncode
        said += answer.stdout
    return max(codes.values()), said
