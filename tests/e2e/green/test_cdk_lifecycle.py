"""The real CDK CLI through a stack's whole life on the embedded AWS, each time on a fresh one."""

import hashlib
import json
import shlex
import shutil

import pytest

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


@pytest.fixture
def sequence(local_aws):
    """Run shell lines around one embedded AWS of their own, as a person would type them."""

    def run(*lines, code=0):
        script = "\n".join(["set -e", "exec 2>&1", BOOTSTRAP, *lines])
        answer = local_aws.run(CHATCHECK, "local", "exec", "--", "sh", "-c", script, check=False)
        assert answer.returncode == code, answer.stdout
        return answer.stdout

    return run


@pytest.fixture
def changed(assembly, tmp_path):
    return change(assembly, tmp_path / "changed", "How can I help", "How may I help")


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


def test_a_deployment_without_changes_changes_nothing(sequence, assembly, tmp_path):
    outputs = tmp_path / "outputs.json"

    output = sequence(deploy(assembly), deploy(assembly, outputs))

    assert output.count("(no changes)") == 2
    stacks = json.loads(outputs.read_text())
    assert stacks[CHAT]["FlowWelcomeId"]
    assert ":" not in stacks[CHAT]["FlowWelcomeId"]


def test_an_update_changes_the_flow_and_keeps_its_id(sequence, assembly, changed, tmp_path):
    before, after = tmp_path / "before.json", tmp_path / "after.json"

    output = sequence(deploy(assembly, before), deploy(changed, after), describe_flow())

    assert "How may I help" in output.splitlines()[-1]
    assert json.loads(before.read_text())[CHAT] == json.loads(after.read_text())[CHAT]


def test_diff_shows_the_changed_flow_and_nothing_else(sequence, assembly, changed):
    output = sequence(deploy(assembly), f"{CDK} diff --app {changed}")

    assert "How may I help" in output
    assert "AWS::Connect::ContactFlow " in output
    assert "Number of stacks with differences: 1" in output


def test_a_refused_update_gives_the_reason_and_keeps_the_old_flow(sequence, assembly, tmp_path):
    refused = change(assembly, tmp_path / "refused", "DisconnectParticipant", "DisconnectEverybody")
    status = query(f"cloudformation describe-stacks --stack-name {CHAT}", "Stacks[0].StackStatus")

    output = sequence(deploy(assembly), f"{deploy(refused)} && exit 9 || true", status, describe_flow())

    assert "DisconnectEverybody" in output.split("UPDATE_FAILED", 1)[1]
    assert output.splitlines()[-2] == "UPDATE_ROLLBACK_COMPLETE"
    assert "DisconnectParticipant" in output.splitlines()[-1]


def test_a_refused_creation_rolls_back_and_can_be_tried_again(sequence, assembly, tmp_path):
    refused = change(assembly, tmp_path / "refused", "DisconnectParticipant", "DisconnectEverybody")

    output = sequence(f"{deploy(refused)} && exit 9 || true", deploy(assembly), describe_flow())

    assert "DisconnectEverybody" in output
    assert "DisconnectParticipant" in output.splitlines()[-1]


def test_destroy_leaves_nothing(sequence, assembly):
    output = sequence(
        deploy(assembly),
        f"{CDK} destroy --all --force --app {assembly}",
        query("connect list-instances", "length(InstanceSummaryList)"),
        query("ssm get-parameters-by-path --path /chatcheck --recursive", "length(Parameters)"),
    )

    assert output.splitlines()[-2:] == ["0", "0"]


def test_a_broken_message_is_found_by_the_chats(sequence, assembly, changed, tmp_path):
    outputs = tmp_path / "outputs.json"

    output = sequence(
        deploy(assembly),
        deploy(changed, outputs),
        run_one_chat(outputs),
        code=1,
    )

    line = 1 + (ROOT / SPEC).read_text().splitlines().index("      - expect: {contains: How can I help}")
    assert "tells where an order is" in output
    assert f"{SPEC}:{line}:" in output
    assert "How can I help" in output
    assert "How may I help?" in output


def test_an_adopted_instance_is_left_alone_by_destroy(sequence, local_aws, tmp_path):
    specs = tmp_path / "specs"
    shutil.copytree(ROOT / "specs", specs)
    environments = specs / "environments.yaml"
    create = (
        "arn=$(aws connect create-instance --identity-management-type CONNECT_MANAGED"
        " --instance-alias adopted --inbound-calls-enabled --no-outbound-calls-enabled"
        " --query Arn --output text)"
    )
    adopt = f"sed -i \"s|^  local:|  local:\\n    instance: {{adopt: '$arn'}}|\" {environments}"
    synth = f"{CDK} synth --all --quiet -c specs={specs} -c env=local --output {tmp_path / 'out'}"
    outputs = tmp_path / "outputs.json"

    output = sequence(
        create,
        adopt,
        synth,
        deploy(tmp_path / "out", outputs),
        run_one_chat(outputs),
        f"{CDK} destroy --all --force --app {tmp_path / 'out'}",
        query("connect list-instances", "InstanceSummaryList[].InstanceAlias"),
        query("connect list-contact-flows --instance-id ${arn##*/}", "length(ContactFlowSummaryList)"),
    )

    assert "PASS" in output
    assert output.splitlines()[-2:] == ["adopted", "0"]
