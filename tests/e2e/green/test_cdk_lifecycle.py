"""The real CDK CLI through a stack's whole life on an embedded AWS that nothing else uses."""

import hashlib
import json
import shlex
import shutil
from dataclasses import dataclass

import pytest

from chatcheck.cli import embedded
from tests.e2e.conftest import LocalAws, make_environment
from tests.e2e.places import CHATCHECK, ROOT

CHAT = "chatcheck-local-chat"
INSTANCE = "chatcheck-local-instance"
CDK = "node_modules/.bin/cdk"
SPEC = "specs/chats/orders.chat.yaml"
BOOTSTRAP = f"{CDK} bootstrap --app '' aws://000000000000/us-east-1 >/dev/null 2>&1"


def deploy(assembly, outputs="/dev/null", stacks="--all"):
    return (
        f"{CDK} deploy {stacks} --app {shlex.quote(str(assembly))} --require-approval never"
        f" --outputs-file {shlex.quote(str(outputs))}"
    )


def change(assembly, target, old, new):
    """Copy an assembly with one text of the chat stack's template replaced, under a new asset hash."""
    shutil.copytree(assembly, target)
    template = target / f"{CHAT}.template.json"
    text = template.read_text()
    assert old in text
    template.write_text(text.replace(old, new))
    (before,) = [
        key
        for key, asset in json.loads((target / f"{CHAT}.assets.json").read_text())["files"].items()
        if asset["source"]["path"] == template.name
    ]
    after = hashlib.sha256(template.read_bytes()).hexdigest()
    for path in target.glob("*.json"):
        path.write_text(path.read_text().replace(before, after))
    return target


@dataclass(frozen=True)
class Chapter:
    """What one stretch of the life said, and how it ended."""

    code: int
    output: str


class Life:
    """One embedded AWS, and shell lines as a person would type them, each on what the last ones left."""

    def __init__(self, aws):
        self.aws = aws

    def run(self, *lines):
        script = "\n".join(["set -e", "exec 2>&1", *lines])
        answer = self.aws.run("sh", "-c", script, check=False)
        return Chapter(answer.returncode, answer.stdout)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    return tmp_path_factory.mktemp("life")


@pytest.fixture(scope="module")
def life(assembly, places):
    """Live through it once: an environment is created, changed and destroyed; returns each chapter by name.

    A deployment takes seconds of CPU, so each is made once and asked by the test that is about it.
    """
    refused = change(assembly, places / "refused", "DisconnectParticipant", "DisconnectEverybody")
    changed = change(assembly, places / "changed", "How can I help", "How may I help")
    status = query(f"cloudformation describe-stacks --stack-name {CHAT}", "Stacks[0].StackStatus")
    left = (
        query("connect list-instances", "length(InstanceSummaryList)"),
        query("ssm get-parameters-by-path --path /chatcheck --recursive", "length(Parameters)"),
    )
    first, again, after = (places / f"{name}.json" for name in ("first", "again", "after"))
    with embedded.run_process(places / "log") as endpoint:
        run = Life(LocalAws(endpoint, make_environment(endpoint), places)).run
        yield {
            "refused creation": run(BOOTSTRAP, f"{deploy(refused)} && exit 9 || true"),
            "creation": run(deploy(assembly, first), describe_flow()),
            "no changes": run(deploy(assembly, again)),
            "diff": run(f"{CDK} diff --app {changed}"),
            "refused update": run(f"{deploy(refused)} && exit 9 || true", status, describe_flow()),
            "update": run(deploy(changed, after), describe_flow()),
            "chats": run(run_one_chat(after)),
            "destruction": run(f"{CDK} destroy --all --force --app {assembly}", *left),
            "adoption": run(*adopt(places)),
        }


def read_parameter(path):
    return f"$(aws ssm get-parameter --name /chatcheck/local/{path} --query Parameter.Value --output text)"


def describe_flow():
    """Shell that prints the deployed flow's content, read with the genuine AWS CLI."""
    return (
        f"aws connect describe-contact-flow --instance-id {read_parameter('instance/id')}"
        f" --contact-flow-id {read_parameter('flow/welcome/id')} --query ContactFlow.Content"
    )


def run_one_chat(outputs):
    return f"{CHATCHECK} run {SPEC} --outputs {outputs} --chat 'tells where an order is'"


def query(command, what):
    return f"aws {command} --query '{what}' --output text"


def adopt(places):
    """Shell lines that make an instance, adopt it, hold a chat on it and destroy what was added."""
    specs, outputs = places / "specs", places / "adopted.json"
    shutil.copytree(ROOT / "specs", specs)
    environments = specs / "environments.yaml"
    return (
        "arn=$(aws connect create-instance --identity-management-type CONNECT_MANAGED"
        " --instance-alias adopted --inbound-calls-enabled --no-outbound-calls-enabled"
        " --query Arn --output text)",
        f"sed -i \"s|^  local:|  local:\\n    instance: {{adopt: '$arn'}}|\" {environments}",
        f"{CDK} synth --all --quiet -c specs={specs} -c env=local --output {places / 'out'}",
        deploy(places / "out", outputs),
        run_one_chat(outputs),
        f"{CDK} destroy --all --force --app {places / 'out'}",
        query("connect list-instances", "InstanceSummaryList[].InstanceAlias"),
        query("connect list-contact-flows --instance-id ${arn##*/}", "length(ContactFlowSummaryList)"),
    )


def test_a_refused_creation_rolls_back_and_can_be_tried_again(life):
    assert life["refused creation"].code == 0, life["refused creation"].output
    assert "DisconnectEverybody" in life["refused creation"].output
    assert life["creation"].code == 0, life["creation"].output
    assert "DisconnectParticipant" in life["creation"].output.splitlines()[-1]


def test_a_deployment_without_changes_changes_nothing(life, places):
    assert life["no changes"].code == 0, life["no changes"].output
    assert life["no changes"].output.count("(no changes)") == 2
    stacks = json.loads((places / "again.json").read_text())
    assert stacks == json.loads((places / "first.json").read_text())
    assert stacks[CHAT]["FlowWelcomeId"]
    assert ":" not in stacks[CHAT]["FlowWelcomeId"]


def test_diff_shows_the_changed_flow_and_nothing_else(life):
    output = life["diff"].output

    assert life["diff"].code == 0, output
    assert "How may I help" in output
    assert "AWS::Connect::ContactFlow " in output
    assert "Number of stacks with differences: 1" in output


def test_a_refused_update_gives_the_reason_and_keeps_the_old_flow(life):
    output = life["refused update"].output

    assert life["refused update"].code == 0, output
    assert "DisconnectEverybody" in output.split("UPDATE_FAILED", 1)[1]
    assert output.splitlines()[-2] == "UPDATE_ROLLBACK_COMPLETE"
    assert "DisconnectParticipant" in output.splitlines()[-1]


def test_an_update_changes_the_flow_and_keeps_its_id(life, places):
    assert life["update"].code == 0, life["update"].output
    assert "How may I help" in life["update"].output.splitlines()[-1]
    before, after = (json.loads((places / f"{name}.json").read_text()) for name in ("first", "after"))
    assert before[CHAT] == after[CHAT]


def test_a_broken_message_is_found_by_the_chats(life):
    output = life["chats"].output

    line = 1 + (ROOT / SPEC).read_text().splitlines().index("      - expect: {contains: How can I help}")
    assert life["chats"].code == 1, output
    assert "tells where an order is" in output
    assert f"{SPEC}:{line}:" in output
    assert "How can I help" in output
    assert "How may I help?" in output


def test_destroy_leaves_nothing(life):
    assert life["destruction"].code == 0, life["destruction"].output
    assert life["destruction"].output.splitlines()[-2:] == ["0", "0"]


def test_an_adopted_instance_is_left_alone_by_destroy(life):
    output = life["adoption"].output

    assert life["adoption"].code == 0, output
    assert "PASS" in output
    assert output.splitlines()[-2:] == ["adopted", "0"]
