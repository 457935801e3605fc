"""`chatcheck render`: what each form prints for one chat and for several."""

import json
import os
import subprocess

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


NEWER = """\
chatcheck: 1
flow: hello
start:
  ParticipantDetails: {DisplayName: Ann}
  CustomerId: c
chats:
  - {name: one, steps: [expect: Hi]}
  - name: two
    start:
      ParticipantConfiguration: {ResponseMode: COMPLETE}
      Attributes: {a: "x\\0y"}
    steps: [expect: Hi]
  - name: three
    start: {DisconnectOnCustomerExit: [AGENT]}
    steps: [expect: Hi]
"""


@pytest.mark.parametrize("form", ["aws-cli", "json", "yaml"])
def test_what_the_cli_lacks_is_told_of_all_chats_at_its_place(render, form, tmp_path):
    (tmp_path / "hello.chat.yaml").write_text(NEWER)

    code, printed, complaint = render("--as", form, "--cli-version", "2.9.19")

    assert (code, printed) == (2, "")
    found = [line.split("hello.chat.yaml:")[1] for line in complaint.splitlines() if "error[" in line]
    assert found == [
        "11:23: error[R233]: `Attributes.a` holds a NUL character",
        "5:15: error[R234]: the AWS CLI 2.9.19 does not know `CustomerId`",
        "10:33: error[R234]: the AWS CLI 2.9.19 does not know `ParticipantConfiguration`",
        "14:39: error[R234]: the AWS CLI 2.9.19 does not know `DisconnectOnCustomerExit`",
    ]
    assert "why: 2.32.16 is the first release of version 2 that knows it" in complaint


@pytest.mark.parametrize("options", [["--cli-version", "2"], ["--cli-version", "2.9.19", "--chat", "one"]])
def test_a_cli_that_lacks_nothing_changes_nothing(render, options):
    assert render(*options) == render(*options[2:])


def test_version_1_has_no_yaml_input(render):
    code, printed, complaint = render("--as", "yaml", "--cli-version", "1.46.3")

    assert (code, printed) == (2, "")
    assert "U541" in complaint
    assert "--as json" in complaint


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--cli-version", "two"], "U542"),
        (["--cli-version", ""], "U542"),
        (["--as", "boto3", "--cli-version", "2"], "U543"),
    ],
)
def test_a_version_without_meaning_is_a_finding(render, options, code):
    ended, printed, complaint = render(*options)

    assert (ended, printed) == (2, "")
    assert code in complaint


def test_findings_of_the_command_line_come_at_once(render):
    _, _, complaint = render("--as", "yaml", "--cli-version", "x", "--endpoint-url", "http://localhost")

    assert [code for code in ("U540", "U541", "U542") if code in complaint] == ["U540", "U542"]


def test_a_redacted_command_with_a_file_shows_ids_alone(render, tmp_path):
    text = SPEC.replace(
        "Attributes:", "RelatedContactId: https://c-1\n  CustomerId: Ann Private\n  Attributes:"
    )
    (tmp_path / "hello.chat.yaml").write_text(text)

    code, printed, _ = render("--redact", "--chat", "one")
    ran = subprocess.run(
        ["sh"],
        input='aws() { cat "${6#file://}"; }\n' + printed,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)},
        check=True,
    )

    assert code == 0
    assert "Private" not in printed
    assert json.loads(ran.stdout) == {
        **DOCUMENT,
        "RelatedContactId": "https://c-1",
        "ParticipantDetails": {"DisplayName": "***"},
        "CustomerId": "***",
        "Attributes": {"at": "***"},
    }


def test_an_unknown_form_is_refused(render, capsys):
    with pytest.raises(SystemExit, match="2"):
        render("--as", "toml")

    assert "aws-cli" in capsys.readouterr().err


def test_a_chat_that_is_not_for_this_deployment_is_left_out_and_named(tmp_path, capsys):
    file = tmp_path / "hello.chat.yaml"
    file.write_text(SPEC.replace("{name: two,", "{name: two, only_on: [prod],"))

    code = cli.main(["render", str(file), *IDS, "--as", "json"])

    printed, said = capsys.readouterr()
    assert (code, [json.loads(line) for line in printed.splitlines()]) == (0, [DOCUMENT])
    assert said == "left out: two: only on prod\n"


def test_where_no_chat_is_for_this_deployment_nothing_is_printed(tmp_path, capsys):
    file = tmp_path / "hello.chat.yaml"
    file.write_text(SPEC.replace("{name: ", "{only_on: [prod], name: "))

    assert cli.main(["render", str(file), *IDS, "--as", "json"]) == 0
    assert capsys.readouterr().out == ""
