"""What a stack tells: each id as an output for the pipeline and as an SSM parameter for everybody.

No output is exported: stacks hand ids to each other by parameter, so that what an id belongs to can
still be replaced while another stack uses it.
"""

from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk import aws_ssm as ssm

from chatcheck.spec.environment import Environment
from stacks.naming import name_parameter, to_pascal

FORMAT = 1
"""Of the output `ChatcheckDeployment`, by which a deployment is recognised."""


def take_id(arn: str) -> str:
    """Return the bare id at the end of an instance's or a part's ARN, a token for a token."""
    if not cdk.Token.is_unresolved(arn):
        return arn.rsplit("/", 1)[1]
    return cdk.Fn.select(3, cdk.Fn.split("/", arn))


def publish_output(stack: cdk.Stack, key: str, value: str, description: str) -> None:
    """Add an output whose key is exactly `key`."""
    cdk.CfnOutput(stack, key, value=value, description=description)


def publish_part(stack: cdk.Stack, environment: Environment, kind: str, name: str, arn: str) -> None:
    """Publish one named part of an instance, such as a queue: its id by output, id and ARN by SSM."""
    publish_part_id(stack, kind, name, arn)
    publish_parameter(stack, environment, (kind, name, "id"), take_id(arn))
    publish_parameter(stack, environment, (kind, name, "arn"), arn)


def publish_part_id(stack: cdk.Stack, kind: str, name: str, arn: str) -> None:
    """Add the output of one named part alone; its key is such as ``QueueSupportId``."""
    key = f"{to_pascal(kind)}{to_pascal(name)}Id"
    publish_output(stack, key, take_id(arn), f"The id of the {kind} {name}")


def publish_parameter(stack: cdk.Stack, environment: Environment, path: tuple[str, ...], value: str) -> None:
    """Write an SSM parameter, such as ``queue/support/id`` under the environment's path."""
    ssm.StringParameter(
        stack,
        "".join(to_pascal(part) for part in path) + "Parameter",
        parameter_name=name_parameter(environment.name, *path),
        string_value=value,
    )


def read_parameter(stack: cdk.Stack, environment: Environment, *path: str) -> str:
    """Return a token for an SSM parameter of the other stack, read anew at each deploy."""
    given = cdk.CfnParameter(
        stack,
        "Given" + "".join(to_pascal(part) for part in path),
        type="AWS::SSM::Parameter::Value<String>",
        default=name_parameter(environment.name, *path),
        description="Published by the instance stack",
    )
    return given.value_as_string


def publish_deployment(stack: cdk.Stack, environment: Environment, instance_id: str) -> None:
    """Add the output that says whose outputs these are, and of which environment."""
    members = {
        "format": FORMAT,
        "environment": environment.name,
        "instanceId": instance_id,
        "region": environment.region,
    }
    text = json.dumps(members, separators=(",", ":"))
    publish_output(stack, "ChatcheckDeployment", text, "What was deployed, for the runner")
