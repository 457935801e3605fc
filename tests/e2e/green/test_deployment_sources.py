"""The deployment asked of AWS itself: by the names of stacks, or of the environment."""

import json

import pytest

from tests.e2e.places import CHATCHECK


@pytest.fixture
def spec(write_spec):
    return write_spec("- expect: {contains: Welcome}\n- expect: {contains: How can I}")


@pytest.fixture
def stacks(outputs):
    return [word for name in json.loads(outputs.read_text()) for word in ("--stack", name)]


def test_stacks_and_environment_name_the_deployment_of_the_outputs(local_aws, outputs, stacks, spec):
    def render(*source):
        return local_aws.run(CHATCHECK, "render", spec, "--as", "json", *source).stdout

    expected = render("--outputs", outputs)

    assert render(*stacks) == expected
    assert render("--env", "local") == expected


@pytest.mark.parametrize("source", ["stacks", "environment"])
def test_a_chat_is_held_and_the_queues_are_known(local_aws, stacks, write_spec, source, tmp_path):
    path = write_spec(
        "- expect: {contains: Welcome}\n- expect: {contains: How can I}\n"
        "- send: Can I talk to a person?\n- expect: Of course.\n- expect: {contains: passing you}"
    )
    path.write_text(path.read_text() + "    after: {queue: support}\n")
    named = stacks if source == "stacks" else ["--env", "local"]

    answer = local_aws.run(CHATCHECK, "run", path, *named, cwd=tmp_path, check=False)

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("source", "code"), [(("--stack", "chatcheck-nowhere-chat"), "R207"), (("--env", "nowhere"), "R208")]
)
def test_what_is_not_there_is_said(local_aws, spec, source, code):
    answer = local_aws.run(CHATCHECK, "render", spec, *source, check=False)

    assert answer.returncode == 2
    assert f"error[{code}]" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_another_apps_stack_is_told_apart(local_aws, spec):
    answer = local_aws.run(CHATCHECK, "render", spec, "--stack", "CDKToolkit", check=False)

    assert answer.returncode == 2
    assert "error[R204]" in answer.stderr


def test_one_way_is_enough(local_aws, outputs, spec):
    answer = local_aws.run(CHATCHECK, "render", spec, "--outputs", outputs, "--env", "local", check=False)

    assert answer.returncode == 2
    assert "error[U511]" in answer.stderr
    assert "--outputs, --env" in answer.stderr


def test_a_place_that_does_not_answer_is_broken(local_aws, spec):
    nowhere = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}

    answer = local_aws.run(CHATCHECK, "render", spec, "--env", "local", check=False, **nowhere)

    assert answer.returncode == 3
    assert "error[C301]" in answer.stderr
