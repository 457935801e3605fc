"""What SSM holds of an environment makes the same deployment as the outputs of its stacks."""

import pytest

from chatcheck.errors import DeploymentError
from chatcheck.render.deployment_parameters import name_folder, read_parameters

INSTANCE = "11111111-1111-1111-1111-111111111111"
ARN = f"arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}"
PARAMETERS = {
    "flow/order-status/id": "flow-1",
    "flow/order-status/arn": f"{ARN}/contact-flow/flow-1",
    "queue/support/id": "queue-1",
    "queue/support/arn": f"{ARN}/queue/queue-1",
    "module/greet/id": "module-1",
    "bot/orders/alias-arn": "arn:aws:lex:us-east-1:123456789012:bot-alias/B/A",
}


def test_flows_and_queues_are_found_by_name():
    deployment = read_parameters("dev", "us-east-1", {**PARAMETERS, "instance/id": INSTANCE})

    assert (deployment.environment, deployment.region) == ("dev", "us-east-1")
    assert deployment.flows == {"order-status": "flow-1"}
    assert deployment.queue_names == {"queue-1": "support"}
    assert deployment.instance_id == INSTANCE


def test_an_adopted_instance_is_found_in_the_arns_of_its_parts():
    assert read_parameters("dev", "us-east-1", PARAMETERS).instance_id == INSTANCE


@pytest.mark.parametrize("values", [{}, {"bot/orders/alias-arn": "arn:aws:lex:us-east-1:1:bot-alias/B/A"}])
def test_an_environment_without_instance_is_none(values):
    with pytest.raises(DeploymentError) as raised:
        read_parameters("dve", "us-east-1", values)

    (finding,) = raised.value.diagnostics
    assert finding.code == "R208"
    assert "/chatcheck/dve/" in finding.why


def test_the_folder_is_where_the_stacks_write():
    from stacks.naming import name_parameter

    assert name_parameter("dev", "flow", "welcome", "id") == f"{name_folder('dev')}flow/welcome/id"
