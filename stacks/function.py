"""A Lambda function that contact flows may invoke."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_connect as connect
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

FOLDER = Path(__file__).with_name("functions")
TIMEOUT_S = 8
"""The longest a contact flow waits for an answer."""


def list_functions() -> list[str]:
    """Return the names of the functions there are: the folders with a ``handler.py``. Reads files."""
    return sorted(path.parent.name for path in FOLDER.glob("*/handler.py"))


class FlowFunction(Construct):
    """A function, and the instance's permission to invoke it.

    Attributes:
        association: what a flow that names the function must wait for.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, instance_arn: str, retain: bool
    ) -> None:
        super().__init__(scope, construct_id)
        function = self._add_function(name, retain)
        self.arn = function.function_arn
        permission = lambda_.CfnPermission(
            self,
            "Permission",
            action="lambda:InvokeFunction",
            function_name=self.arn,
            principal="connect.amazonaws.com",
            source_account=cdk.Stack.of(self).account,
            source_arn=instance_arn,
        )
        self.association = connect.CfnIntegrationAssociation(
            self,
            "Association",
            instance_id=instance_arn,
            integration_type="LAMBDA_FUNCTION",
            integration_arn=self.arn,
        )
        self.association.add_resource_dependency(permission)

    def _add_function(self, name: str, retain: bool) -> lambda_.Function:
        log_group = logs.LogGroup(
            self,
            "Logs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=cdk.RemovalPolicy.RETAIN if retain else cdk.RemovalPolicy.DESTROY,
        )
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        return lambda_.Function(
            self,
            "Resource",
            description=f"Answers contact flows: {name}",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="handler.handle",
            code=lambda_.Code.from_asset(str(FOLDER / name), exclude=["__pycache__", "*.pyc"]),
            role=role,
            log_group=log_group,
            timeout=cdk.Duration.seconds(TIMEOUT_S),
        )
