"""The stack that changes: flows, modules, bots, functions, associations, origins."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_connect as connect
from constructs import Construct

from chatcheck.spec.bot import Bot
from chatcheck.spec.environment import Environment
from stacks.contact_flows import ContactFlows
from stacks.flow_files import FlowFile
from stacks.function import FlowFunction
from stacks.lex_bot import LexBot
from stacks.naming import to_pascal
from stacks.outputs import (
    publish_deployment,
    publish_output,
    publish_parameter,
    publish_part,
    publish_part_id,
    read_parameter,
    take_id,
)


class ChatStack(cdk.Stack):
    """A store's chat on an instance, and everything the runner needs to hold one.

    What belongs to the instance (queues, hours) is read from the SSM parameters of its stack.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        flows: Sequence[FlowFile],
        bots: Sequence[Bot],
        functions: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self._environment = environment
        self._instance_arn = environment.adopt or read_parameter(self, environment, "instance", "arn")
        self._functions = {name: self._add_function(name) for name in functions}
        self._bots = {bot.name: self._add_bot(bot) for bot in bots}
        self._add_origins()
        self._queues = self._read_arns("queue", list(environment.queues))
        made = self._add_flows(flows)
        self._publish(made)

    def _add_function(self, name: str) -> FlowFunction:
        return FlowFunction(
            self,
            f"Function{to_pascal(name)}",
            name=name,
            instance_arn=self._instance_arn,
            retain=self._environment.retain,
        )

    def _add_bot(self, bot: Bot) -> LexBot:
        return LexBot(
            self,
            f"Bot{to_pascal(bot.name)}",
            bot=bot,
            environment_name=self._environment.name,
            instance_arn=self._instance_arn,
        )

    def _add_origins(self) -> None:
        for origin in self._environment.origins:
            digest = hashlib.sha256(origin.encode()).hexdigest()[:8].upper()
            connect.CfnApprovedOrigin(self, f"Origin{digest}", instance_id=self._instance_arn, origin=origin)

    def _read_arns(self, kind: str, names: Sequence[str]) -> dict[str, str]:
        return {name: read_parameter(self, self._environment, kind, name, "arn") for name in names}

    def _add_flows(self, flows: Sequence[FlowFile]) -> ContactFlows:
        named_hours = {each.name for file in flows for each in file.references if each.kind == "hours"}
        values = {
            "queue": self._queues,
            "hours": self._read_arns("hours", sorted(named_hours)),
            "lambda": {name: each.arn for name, each in self._functions.items()},
            "bot": {name: each.alias_arn for name, each in self._bots.items()},
            "prompt": self._environment.prompts,
            "view": self._environment.views,
            "instance": {"": self._instance_id},
            "account": {"": self.account},
            "region": {"": self.region},
        }
        associations = {
            "lambda": {name: each.association for name, each in self._functions.items()},
            "bot": {name: each.association for name, each in self._bots.items()},
        }
        return ContactFlows(
            self,
            "Flows",
            files=flows,
            instance_arn=self._instance_arn,
            prefix=self._environment.prefix,
            values=values,
            associations=associations,
        )

    @property
    def _instance_id(self) -> str:
        if self._environment.adopt:
            return take_id(self._environment.adopt)
        return cdk.Fn.select(1, cdk.Fn.split("/", self._instance_arn))

    def _publish(self, flows: ContactFlows) -> None:
        environment = self._environment
        publish_deployment(self, environment, self._instance_id)
        publish_output(self, "InstanceId", self._instance_id, "The id of the Amazon Connect instance")
        for name, arn in self._queues.items():
            publish_part_id(self, "queue", name, arn)  # the instance's stack publishes it by parameter
        for kind, arns in flows.arns.items():
            for name, arn in arns.items():
                publish_part(self, environment, kind, name, arn)
        for name, bot in self._bots.items():
            publish_parameter(self, environment, ("bot", name, "alias-arn"), bot.alias_arn)
