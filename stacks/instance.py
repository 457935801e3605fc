"""The Amazon Connect instance that an environment creates."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_connect as connect
from constructs import Construct


class Instance(Construct):
    """A contact centre of its own: inbound only, users kept by Connect, flow logs on.

    Its alias is create-only on AWS: another alias is another contact centre.
    """

    def __init__(self, scope: Construct, construct_id: str, *, alias: str, retain: bool) -> None:
        super().__init__(scope, construct_id)
        instance = connect.CfnInstance(
            self,
            "Resource",
            identity_management_type="CONNECT_MANAGED",
            instance_alias=alias,
            attributes=connect.CfnInstance.AttributesProperty(
                inbound_calls=True, outbound_calls=False, contactflow_logs=True
            ),
        )
        instance.apply_removal_policy(cdk.RemovalPolicy.RETAIN if retain else cdk.RemovalPolicy.DESTROY)
        self.arn = instance.attr_arn
        self.id = instance.attr_id
