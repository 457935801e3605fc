"""Our skeletons are those of the genuine AWS CLI, character by character, given its own model."""

import json

import pytest
from botocore.model import ServiceModel

from chatcheck.aws_cli.output import format_answer, select
from chatcheck.aws_cli.skeleton import make_sample_output, write_json_skeleton, write_yaml_skeleton
from chatcheck.render.service_model import load_input_shape
from tests.unit.aws_cli.genuine_cli import run_all, write_skeletons

pytestmark = [pytest.mark.conformance, pytest.mark.timeout(900)]

REQUIRED = ["--instance-id", "i", "--contact-flow-id", "f", "--participant-details", "DisplayName=c"]
FORMS = {"1": ["json", "text", "table"], "2": ["json", "text", "table", "yaml"]}


def keep_known(ours, theirs):
    """Drop, at any depth, the members that an older model does not know."""
    if isinstance(ours, dict) and theirs:
        return {key: keep_known(value, theirs[key]) for key, value in ours.items() if key in theirs}
    if isinstance(ours, list) and theirs:
        return [keep_known(value, theirs[0]) for value in ours]
    return ours


@pytest.fixture(scope="module", params=["1", "2"])
def genuine(request):
    """Give the version, botocore's view of its model, and the skeletons that it writes."""
    description, skeletons = write_skeletons(request.param, "connect")
    return request.param, ServiceModel(description, "connect"), skeletons


def test_the_skeletons_of_all_operations_are_the_same(genuine):
    _, model, skeletons = genuine
    assert len(skeletons) > 150

    for name, theirs in skeletons.items():
        operation = model.operation_model(name)
        ours = {
            "json": lambda shape=operation.input_shape: write_json_skeleton(shape).removesuffix("\n"),
            "yaml": lambda shape=operation.input_shape: write_yaml_skeleton(shape),
            "output": lambda shape=operation.output_shape: json.dumps(make_sample_output(shape), indent=4),
        }
        for kind, text in theirs.items():
            assert ours[kind]() == text, (name, kind)


def test_the_command_prints_the_same_skeletons(genuine, tmp_path):
    version, model, _ = genuine
    operation = model.operation_model("StartChatContact")
    query = "[ContactId, keys(@)]"
    sample = make_sample_output(operation.output_shape)
    output = [*REQUIRED, "--generate-cli-skeleton", "output", "--output"]
    expected = [
        (["--generate-cli-skeleton"], write_json_skeleton(operation.input_shape)),
        (["--generate-cli-skeleton", "input"], write_json_skeleton(operation.input_shape)),
        *(([*output, form], format_answer(sample, form)) for form in FORMS[version]),
        ([*output, "json", "--query", query], format_answer(select(sample, query), "json")),
    ]
    if version == "2":
        yaml = write_yaml_skeleton(operation.input_shape)
        expected.append((["--generate-cli-skeleton", "yaml-input"], yaml))

    ran = run_all(version, [options for options, _ in expected], tmp_path)

    assert [(each.code, each.stdout) for each in ran] == [(0, text) for _, text in expected]


def test_the_installed_model_gives_what_the_command_s_older_one_does(genuine):
    _, _, skeletons = genuine
    theirs = json.loads(skeletons["StartChatContact"]["json"])

    ours = json.loads(write_json_skeleton(load_input_shape()))

    assert json.dumps(keep_known(ours, theirs)) == json.dumps(theirs)
