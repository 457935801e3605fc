"""`chatcheck render`: what each form prints for one chat and for several."""

import json

import pytest
import yaml

from chatcheck import cli

SPEC = """\
chatcheck: 1
flow: hello
start:
  ParticipantDetails: {DisplayName: Ann Private}
  Attributes: {at: "12:30"}
chats:
  - {name: one, steps: [expect: Hi]}
  - {name: two, steps: [expect: Hi]}
"""
IDS = ["--instance-id", "i-1", "--region", "eu-west-2", "--flow", "hello=f-1"]
DOCUMENT = {
    "InstanceId": "i-1",
    "ContactFlowId": "f-1",
    "ParticipantDetails": {"DisplayName": "Ann Private"},
    "Attributes": {"at": "12:30"},
}


@pytest.fixture
def render(tmp_path, capsys):
    """Return a function that renders the spec with options, and gives code, stdout and stderr."""
    file = tmp_path / "hello.chat.yaml"
    file.write_text(SPEC)

    def run(*options):
        code = cli.main(["render", str(file), *IDS, *options])
        return code, *capsys.readouterr()

    return run


def test_json_is_one_document_a_line(render):
    code, printed, _ = render("--as", "json")

    assert code == 0
    assert [json.loads(line) for line in printed.splitlines()] == [DOCUMENT, DOCUMENT]


def test_json_of_one_chat_is_one_document(render):
    assert json.loads(render("--as", "json", "--chat", "two")[1]) == DOCUMENT


def test_yaml_is_documents_with_the_names(render):
    _, printed, _ = render("--as", "yaml")

    assert list(yaml.safe_load_all(printed)) == [DOCUMENT, DOCUMENT]
    assert [line for line in printed.splitlines() if line[0] in "#-"] == ["# one", "---", "# two"]


def test_yaml_of_one_chat_is_one_document(render):
    assert yaml.safe_load(render("--as", "yaml", "--chat", "two")[1]) == DOCUMENT


def test_scripts_for_boto3_are_a_script_together(render):
    _, printed, _ = render("--as", "boto3", "--endpoint-url", "http://localhost:4566")

    compile(printed, "script", "exec")
    assert printed.count("endpoint_url='http://localhost:4566'") == 2


@pytest.mark.parametrize("form", ["aws-cli", "json", "yaml", "boto3"])
def test_a_redacted_form_shows_ids_alone(render, form):
    code, printed, _ = render("--as", form, "--redact")

    assert code == 0
    assert "f-1" in printed
    assert "***" in printed
    assert "Private" not in printed
    assert "12:30" not in printed


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_a_document_takes_no_endpoint(render, form):
    code, printed, complaint = render("--as", form, "--endpoint-url", "http://localhost:4566")

    assert (code, printed) == (2, "")
    assert "U540" in complaint


def test_an_unknown_form_is_refused(render, capsys):
    with pytest.raises(SystemExit, match="2"):
        render("--as", "toml")

    assert "aws-cli" in capsys.readouterr().err
