import json

import pytest

from chatcheck.errors import DeploymentError
from chatcheck.render.deployment import Deployment, load_outputs, read_outputs

INSTANCE = "11111111-1111-1111-1111-111111111111"
FLOW = "22222222-2222-2222-2222-222222222222"
QUEUE = "33333333-3333-3333-3333-333333333333"
MARKER = json.dumps({"format": 1, "environment": "local", "instanceId": INSTANCE, "region": "us-east-1"})
CHAT_STACK = {"ChatcheckDeployment": MARKER, "FlowOrderStatusId": FLOW, "ModuleGreetId": "m"}
OUTPUTS = {
    "chatcheck-local-instance": {"InstanceId": INSTANCE, "QueueSupportId": QUEUE, "HoursStoreId": "h"},
    "chatcheck-local-chat": CHAT_STACK,
    "somebody-elses": {"InstanceId": "other", "FlowForeignId": "f"},
}


def read(outputs):
    return read_outputs(json.dumps(outputs), "build/outputs.json")


def find_codes(text):
    with pytest.raises(DeploymentError) as caught:
        read_outputs(text, "build/outputs.json")
    return [each.code for each in caught.value.diagnostics]


def test_outputs_of_both_stacks_make_the_deployment():
    deployment = read(OUTPUTS)

    assert (deployment.environment, deployment.instance_id, deployment.region) == (
        "local",
        INSTANCE,
        "us-east-1",
    )
    assert deployment.flow_id("order-status") == FLOW
    assert deployment.queue_id("support") == QUEUE
    assert deployment.queue_names == {QUEUE: "support"}


def test_flows_of_another_instance_are_not_ours():
    assert read(OUTPUTS).flows == {"order-status": FLOW}


def test_an_adopted_instance_needs_no_instance_stack():
    adopted = {"chat": {**CHAT_STACK, "InstanceId": INSTANCE, "QueueSupportId": QUEUE}}

    assert read(adopted).queue_id("support") == QUEUE


def test_a_name_with_a_digit_after_the_hyphen_is_found():
    deployment = read({"chat": {**CHAT_STACK, "FlowStep2Id": FLOW}})

    assert deployment.flow_id("step-2") == FLOW


def test_all_outputs_are_kept_for_placeholders():
    assert read(OUTPUTS).outputs["somebody-elses"]["FlowForeignId"] == "f"


def test_an_unknown_flow_is_told_with_the_flows_there_are():
    with pytest.raises(DeploymentError) as caught:
        read(OUTPUTS).flow_id("order-statsu")

    (finding,) = caught.value.diagnostics
    assert finding.code == "R210"
    assert finding.why == "the flows of environment `local` (build/outputs.json) are: `order-status`"
    assert finding.fix == "did you mean `order-status`?"


def test_an_unknown_queue_is_told():
    with pytest.raises(DeploymentError, match="no queue `sales`"):
        read(OUTPUTS).queue_id("sales")


@pytest.mark.parametrize("text", ["", "{", "not json", "[" * 100_000, '{"a": }'])
def test_a_text_that_is_not_json_is_a_finding(text):
    assert find_codes(text) == ["R202"]


@pytest.mark.parametrize("text", ["[]", "5", "null", '"x"', '{"stack": 5}', '{"stack": ["InstanceId"]}'])
def test_json_of_another_shape_is_a_finding(text):
    assert find_codes(text) == ["R203"]


def test_outputs_of_another_app_are_told_with_their_stacks():
    with pytest.raises(DeploymentError) as caught:
        read({"web-shop": {"Url": "https://example.com"}, "web-db": {}})

    (finding,) = caught.value.diagnostics
    assert finding.code == "R204"
    assert "`web-shop`, `web-db`" in finding.why


def test_no_stack_at_all_is_another_app():
    assert find_codes("{}") == ["R204"]


@pytest.mark.parametrize(
    "marker",
    [
        "",
        "x",
        "[]",
        '{"format": 2}',
        '{"format": 1}',
        '{"format": 1, "environment": "a", "instanceId": "", "region": "b"}',
        '{"format": 1, "environment": "a", "instanceId": 5, "region": "b"}',
    ],
)
def test_a_description_that_cannot_be_read_is_a_finding(marker):
    assert find_codes(json.dumps({"chat": {"ChatcheckDeployment": marker}})) == ["R205"]


def test_two_environments_in_one_file_are_a_finding():
    assert find_codes(json.dumps({"a": CHAT_STACK, "b": CHAT_STACK})) == ["R206"]


def test_a_file_is_read(tmp_path):
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(OUTPUTS))

    assert load_outputs(path).file == str(path)


@pytest.mark.parametrize("name", ["missing.json", ".", "binary.json", "a\0b"])
def test_a_file_that_cannot_be_read_is_a_finding(name, tmp_path):
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe")

    with pytest.raises(DeploymentError) as caught:
        load_outputs(tmp_path / name)

    (finding,) = caught.value.diagnostics
    assert finding.code == "R201"
    assert "--outputs-file" in finding.fix


ARN = f"arn:aws:connect:eu-west-2:123456789012:instance/{INSTANCE}"


@pytest.mark.parametrize(
    ("instance", "flow", "flow_id"),
    [
        (INSTANCE, FLOW, FLOW),
        (ARN, f"{ARN}/contact-flow/{FLOW}", FLOW),
        (ARN.replace("aws", "aws-us-gov", 1), f"{ARN}/contact-flow/{FLOW}:$SAVED", f"{FLOW}:$SAVED"),
        (f"{ARN}/contact-flow/{FLOW}", f"{FLOW}:3", f"{FLOW}:3"),
    ],
)
def test_ids_and_arns_given_one_by_one_become_bare_ids(instance, flow, flow_id):
    deployment = Deployment.explicit(instance, "eu-west-2", {"welcome": flow})

    assert (deployment.instance_id, deployment.flow_id("welcome")) == (INSTANCE, flow_id)


def test_every_text_that_is_no_id_is_told():
    with pytest.raises(DeploymentError) as caught:
        Deployment.explicit(
            "a b", "eu-west-2", {"one": ARN, "two": "", "three": f"{ARN}/queue/{QUEUE}", "ok": FLOW}
        )

    assert [each.code for each in caught.value.diagnostics] == ["R212"] * 4


def test_an_unknown_flow_among_given_ids_is_told():
    with pytest.raises(DeploymentError, match="the flows of the ids given are: `welcome`"):
        Deployment.explicit(INSTANCE, "eu-west-2", {"welcome": FLOW}).flow_id("handoff")
