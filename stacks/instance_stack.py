"""The stack that keeps: instance, hours, queues, routing profile, transcripts, attachments."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from constructs import Construct

from chatcheck.spec.environment import Environment
from stacks.instance import Instance
from stacks.naming import name_alias
from stacks.outputs import publish_output, publish_parameter, publish_part, take_id
from stacks.routing import Routing
from stacks.transcripts import Transcripts


class InstanceStack(cdk.Stack):
    """Creates an environment's instance, or adds hours and queues to the one it adopts.

    Of an adopted instance nothing else is touched; destroying the stack takes away what it added.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: Environment, **kwargs: Any
    ) -> None:
        retain = environment.retain and not environment.adopt
        super().__init__(scope, construct_id, termination_protection=retain, **kwargs)
        instance_arn, instance_id = self._provide_instance(environment)
        routing = Routing(
            self,
            "Routing",
            instance_arn=instance_arn,
            prefix=environment.prefix,
            hours=environment.hours,
            queues=environment.queues,
            retain=retain,
        )
        self._publish(environment, instance_arn, instance_id, routing)

    def _provide_instance(self, environment: Environment) -> tuple[str, str]:
        if environment.adopt:
            return environment.adopt, take_id(environment.adopt)
        alias = environment.alias or name_alias(environment.name, environment.account)
        instance = Instance(self, "Instance", alias=alias, retain=environment.retain)
        Transcripts(
            self,
            "Transcripts",
            instance_arn=instance.arn,
            keep_days=environment.keep_days,
            origins=environment.origins,
            retain=environment.retain,
        )
        return instance.arn, instance.id

    def _publish(
        self, environment: Environment, instance_arn: str, instance_id: str, routing: Routing
    ) -> None:
        publish_output(self, "InstanceId", instance_id, "The id of the Amazon Connect instance")
        publish_parameter(self, environment, ("instance", "id"), instance_id)
        publish_parameter(self, environment, ("instance", "arn"), instance_arn)
        for kind, arns in (("hours", routing.hours), ("queue", routing.queues)):
            for name, arn in arns.items():
                publish_part(self, environment, kind, name, arn)
        if routing.profile:
            publish_output(
                self, "RoutingProfileId", take_id(routing.profile), "The id of the routing profile"
            )
