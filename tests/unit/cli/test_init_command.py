"""`chatcheck init`: what it writes is valid, leads where it says, and takes nobody's place."""

import json

import pytest

from chatcheck import cli
from chatcheck.cli.init_command import FIRST_SPEC, IGNORED, OUTPUTS, SCHEMA, SPEC
from chatcheck.render.deployment import load_outputs
from chatcheck.spec.schema import publish_schema

INSTANCE = "5c042229-807b-44d4-a46b-7e91afe40ab4"
ARN = f"arn:aws:connect:eu-central-1:111122223333:instance/{INSTANCE}"
FLOW = "91d1adb0-7cc7-4e17-85f0-da8174ef72d1"


@pytest.fixture
def init(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*words, code=0):
        assert cli.main(["init", *words]) == code
        said = capsys.readouterr()
        return said.err if code else said.out

    return run


def list_files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_it_writes_is_valid_and_named(init, tmp_path, capsys):
    said = init()

    assert list_files(tmp_path) == sorted([IGNORED, SCHEMA, SPEC])
    assert all(name in said for name in (SPEC, SCHEMA, "chatcheck validate", "--flow support=ID"))
    assert cli.main(["validate"]) == 0
    assert json.loads((tmp_path / SCHEMA).read_text()) == publish_schema("chat")
    assert (tmp_path / SPEC).parent.joinpath("../chat.schema.json").resolve() == (tmp_path / SCHEMA)


def test_the_steps_it_proposes_are_valid_too(init, tmp_path):
    init()
    (tmp_path / SPEC).write_text(FIRST_SPEC.format(flow="support").replace("# - ", "- "))

    assert cli.main(["validate"]) == 0


def test_a_deployment_that_is_named_is_kept(init, tmp_path, capsys):
    said = init("chats", "--instance-id", ARN, "--flow", f"order-status={FLOW}")

    found = load_outputs(tmp_path / "chats" / OUTPUTS)
    assert (found.instance_id, found.region, found.flows) == (
        INSTANCE,
        "eu-central-1",
        {"order-status": FLOW},
    )
    assert "cd chats" in said and "chatcheck run --outputs deployment.json" in said
    paths = [str(tmp_path / "chats" / name) for name in (SPEC, OUTPUTS)]
    assert cli.main(["render", paths[0], "--outputs", paths[1]]) == 0
    assert f"--contact-flow-id {FLOW}" in capsys.readouterr().out


@pytest.mark.parametrize("name", [SPEC, SCHEMA, OUTPUTS])
def test_what_is_there_stays_and_nothing_else_is_written(init, tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine")

    said = init("--instance-id", ARN, "--flow", f"support={FLOW}", code=2)

    assert f"error[U592]: {name} exists already" in said
    assert list_files(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--flow", f"support={FLOW}"], "U511]: --instance-id missing"),
        (["--instance-id", ARN], "U593]: --flow missing"),
        (["--instance-id", ARN, "--flow", f"Support={FLOW}"], "U593]: `Support` cannot name a flow"),
        (["--instance-id", ARN, "--flow", "support=no id"], "neither the id nor the ARN of a flow"),
    ],
)
def test_ids_that_cannot_be_are_told(init, tmp_path, words, what):
    assert what in init(*words, code=2)
    assert list_files(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_no_traceback(init, tmp_path):
    (tmp_path / "file").write_text("")

    assert "U592]: file/specs/chats/first.chat.yaml cannot be written" in init("file", code=2)


@pytest.mark.parametrize("words", [["validate"], ["run"], ["render"]])
def test_who_has_no_specs_is_told_where_to_begin(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)

    assert cli.main(words) == 2
    assert "chatcheck init" in capsys.readouterr().err
