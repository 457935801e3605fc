"""What was deployed, asked of AWS itself: the outputs of stacks, or the parameters of an environment."""

from __future__ import annotations

from collections.abc import Sequence

from chatcheck.converse.access import Access
from chatcheck.converse.aws_client import AwsClient
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import DeploymentError, Diagnostic
from chatcheck.render import codes
from chatcheck.render.deployment import Deployment, make_deployment
from chatcheck.render.deployment_parameters import name_folder, read_parameters


def read_stacks(names: Sequence[str], region: str | None) -> Deployment:
    """Return the deployment that the outputs of CloudFormation stacks describe, as an outputs file would.

    Calls DescribeStacks. `region` None takes the settings'. Raises DeploymentError for a stack that is
    not there or is another app's, TransportError when CloudFormation does not answer.
    """
    client = AwsClient("cloudformation", Access(region))
    outputs = {name: _read_outputs(client, name) for name in names}
    return make_deployment(outputs, f"{'stacks' if len(names) > 1 else 'stack'} {', '.join(names)}")


def read_environment(name: str, region: str | None) -> Deployment:
    """Return the deployment that the SSM parameters of an environment describe.

    Calls GetParametersByPath. `region` None takes the settings'. Raises DeploymentError when there are
    none, TransportError when SSM does not answer.
    """
    client = AwsClient("ssm", Access(region))
    folder = name_folder(name)
    found = client.list_all("GetParametersByPath", "Parameters", Path=folder, Recursive=True)
    values = {each["Name"].removeprefix(folder): str(each["Value"]) for each in found}
    return read_parameters(name, client.region, values)


def _read_outputs(client: AwsClient, name: str) -> dict[str, str]:
    try:
        stacks = client.call("DescribeStacks", StackName=name).get("Stacks") or ()
    except ServiceRefusal as refusal:
        if refusal.code != "ValidationError":
            raise
        stacks = ()
    if not stacks:
        what = f"CloudFormation has no stack `{name}` in {client.region}"
        fix = "see that name, Region and credentials are of the account where it was deployed"
        raise DeploymentError(Diagnostic(codes.UNKNOWN_STACK, what, fix=fix))
    return {each["OutputKey"]: str(each["OutputValue"]) for each in stacks[0].get("Outputs") or ()}
