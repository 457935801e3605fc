"""Every example of docs/spec.md is held with the deployed example, and passes."""

import json

from chatcheck.spec.load import load_specs
from tests.docs.spec_reference import ENVIRONMENT, VARIABLES, write_specs
from tests.e2e.places import CHATCHECK

VARIABLE_OPTIONS = [f"--var={name}={value}" for name, value in VARIABLES.items()]


def hold(local_aws, outputs, folder):
    """Hold all specs in a folder in one run; returns how each chat went, by file and name."""
    report = folder / "report.jsonl"
    options = [*VARIABLE_OPTIONS, "--outputs", outputs, "--report", f"jsonl={report}"]
    local_aws.run(CHATCHECK, "run", folder, *options, **ENVIRONMENT)
    assert local_aws.open_chats() == 0
    return [json.loads(line) for line in report.read_text().splitlines()]


def test_the_examples_pass_and_only_what_says_so_is_skipped(local_aws, outputs, tmp_path):
    write_specs(tmp_path)
    chats = [chat for spec in load_specs([tmp_path], VARIABLES) for chat in spec.chats]
    left_out = {chat.name for chat in chats if chat.skip or chat.only_on == ("dev", "prod")}

    results = hold(local_aws, outputs, tmp_path)

    assert len(results) == len(chats) > 30
    assert {each["chat"] for each in results if each["verdict"]["status"] == "skipped"} == left_out
    assert {each["verdict"]["status"] for each in results} == {"passed", "skipped"}
    assert [each["chat"] for each in results if each["earlier"]] == []


def test_the_examples_that_choose_pass_with_a_flow_that_offers_a_choice(
    local_aws, outputs, tmp_path, picking
):
    for path in write_specs(tmp_path, "picking"):
        text = path.read_text().replace("flow: welcome\n", "")
        path.write_text(text.replace("\nstart:\n", f"\nstart:\n  ContactFlowId: {picking}\n"))

    results = hold(local_aws, outputs, tmp_path)

    assert [each["verdict"]["status"] for each in results] == ["passed"] * 3


def test_the_examples_that_attach_pass_where_attachments_are_kept(local_aws, outputs, tmp_path):
    write_specs(tmp_path, "attachments")

    results = hold(local_aws, outputs, tmp_path)

    assert [each["verdict"]["status"] for each in results] == ["passed"]
