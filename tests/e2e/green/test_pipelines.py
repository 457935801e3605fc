"""The shell parts of the ready pipeline files: green as they are, red when a flow says something else."""

import json
import os
from xml.etree import ElementTree

import pytest

from chatcheck.cli import embedded
from tests.e2e.conftest import LocalAws, make_environment
from tests.e2e.pipeline_files import (
    Pipeline,
    copy_project,
    read_codebuild,
    read_github,
    read_gitlab,
    run_pipeline,
)

PIPELINES = {"github": read_github, "gitlab": read_gitlab, "codebuild": read_codebuild}
# Where a job runs there is nobody's .venv on PATH.
BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin"}


@pytest.fixture
def own_aws(tmp_path):
    """An embedded AWS of its own: what is deployed here would fail the chats of other tests."""
    with embedded.run_process(tmp_path / "log") as endpoint:
        yield LocalAws(endpoint, make_environment(endpoint), tmp_path)


def read_junit(folder):
    suite = ElementTree.parse(folder / "build" / "junit.xml")
    return [list(suite.iter(name)) for name in ("testcase", "failure", "error")]


def check_green(code, said, folder):
    assert code == 0, said
    cases, failures, errors = read_junit(folder)
    assert len(cases) >= 8
    assert failures == errors == []
    assert "<html" in (folder / "build" / "report.html").read_text()


def check_red(code, said, folder):
    assert code == 1, said
    cases, failures, errors = read_junit(folder)
    assert 0 < len(failures) <= len(cases)
    assert errors == []
    assert "<html" in (folder / "build" / "report.html").read_text()


def replace(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_pipeline_is_green_and_a_broken_flow_turns_it_red(own_aws, tmp_path):
    """One pipeline deploys for real, twice: into an AWS that was empty, then the broken flow."""
    folder = copy_project(tmp_path / "project")
    environment = {**own_aws.environment, **BARE}

    check_green(*run_pipeline(read_github(), folder, environment, ENV="local"), folder)
    replace(folder / "specs" / "flows" / "welcome.json", "How can I help", "What do you want")
    check_red(*run_pipeline(read_github(), folder, environment, ENV="local"), folder)

    assert own_aws.open_chats() == 0


@pytest.mark.parametrize("system", ["gitlab", "codebuild"])
def test_every_pipeline_is_green_and_chats_that_fail_turn_it_red(local_aws, outputs, tmp_path, system):
    """These deploy what is deployed already, then not again: a second synth would tell nothing new."""
    pipeline, folder = PIPELINES[system](), copy_project(tmp_path / "project")
    environment = {**local_aws.environment, **BARE}

    check_green(*run_pipeline(pipeline, folder, environment, ENV="local"), folder)
    replace(folder / "Makefile", "@$(CDK) deploy --all", "@test -s $(OUTPUTS) ||")
    replace(folder / "specs" / "chats" / "welcome.chat.yaml", "how can i help", "what do you want")
    check_red(*run_pipeline(pipeline, folder, environment, ENV="local"), folder)

    assert local_aws.open_chats() == 0


@pytest.mark.parametrize("system", PIPELINES)
def test_a_deploy_that_fails_turns_the_pipeline_red_and_holds_no_chat(local_aws, tmp_path, system):
    folder = copy_project(tmp_path / "project")
    (folder / "specs" / "chats" / "wrong.chat.yaml").write_text("chatcheck: 1\n")

    code, said = run_pipeline(PIPELINES[system](), folder, {**local_aws.environment, **BARE}, ENV="local")

    assert code == 2, said
    assert "wrong.chat.yaml:1:1" in said
    assert not (folder / "build" / "junit.xml").exists()


@pytest.mark.parametrize("system", PIPELINES)
def test_a_flow_that_connect_would_refuse_is_told_before_anything_is_deployed(local_aws, tmp_path, system):
    folder = copy_project(tmp_path / "project")
    replace(folder / "specs" / "flows" / "handoff.json", '"NextAction": "', '"NextAction": "no such ')

    code, said = run_pipeline(PIPELINES[system](), folder, {**local_aws.environment, **BARE}, ENV="local")

    assert code == 1, said
    assert "handoff.json" in said and "no such " in said
    assert "Synthesis time" not in said
    assert not (folder / "build" / "junit.xml").exists()


def test_what_code_scanning_takes_names_the_flow_and_the_line(tmp_path):
    folder = copy_project(tmp_path / "project")
    replace(folder / "specs" / "flows" / "handoff.json", '"NextAction": "', '"NextAction": "no such ')
    github = read_github()
    lint = Pipeline([part for part in github.parts if part.job == "lint"], github.variables)

    assert run_pipeline(lint, folder, {**os.environ, **BARE})[0] == 1
    (run,) = json.loads((folder / "build" / "flows.sarif").read_text())["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "specs/flows/handoff.json"
    assert place["region"]["startLine"] > 1


def test_gitlab_leaves_no_identity_token_behind(tmp_path):
    pipeline = read_gitlab()
    place = tmp_path / "token"
    (tmp_path / "Makefile").write_text("setup:\n\t@ls -l token; exit 2\n")

    code, said = run_pipeline(pipeline, tmp_path, dict(os.environ), AWS_WEB_IDENTITY_TOKEN_FILE=str(place))

    assert code == 2
    # A make around this test makes the inner one tell its folders first.
    assert any(line.startswith("-rw-------") for line in said.splitlines()), said
    assert not place.exists()


@pytest.fixture
def deployed(outputs):
    """What a stage of CDK Pipelines hands to its step: each output of the chat's stack as a variable."""
    stacks = json.loads(outputs.read_text())
    (chat,) = [values for values in stacks.values() if "ChatcheckDeployment" in values]
    return {f"OUTPUT_{key}": value for key, value in chat.items() if key != "ChatcheckDeployment"}


@pytest.mark.parametrize(("broken", "wanted"), [(False, 0), (True, 1)], ids=["green", "red"])
def test_the_step_of_a_cdk_pipeline_holds_the_chats(
    local_aws, deployed, chat_check_buildspec, tmp_path, broken, wanted
):
    folder = copy_project(tmp_path / "project")
    if broken:
        spec = folder / "specs" / "chats" / "welcome.chat.yaml"
        spec.write_text(spec.read_text().replace("how can i help", "what do you want"))
    bucket = f"reports-{'red' if broken else 'green'}"
    local_aws.run("aws", "s3", "mb", f"s3://{bucket}")
    given = {"ENV": "local", "DEPLOYED_REGION": "us-east-1", "REPORTS": bucket, "CODEBUILD_BUILD_ID": "b:1"}

    code, said = run_pipeline(
        read_codebuild(chat_check_buildspec), folder, {**local_aws.environment, **BARE}, **given, **deployed
    )

    assert code == wanted, said
    kept = local_aws.run("aws", "s3", "ls", "--recursive", f"s3://{bucket}/b:1/").stdout
    assert {"junit.xml", "report.html"} <= {line.split("/")[-1] for line in kept.splitlines()}
    assert len(read_junit(folder)[1]) == wanted
