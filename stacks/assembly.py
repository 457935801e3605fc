"""Composes the stacks of one environment from the files of ``specs/``."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk

from chatcheck.spec.bot import load_bots
from chatcheck.spec.environment import Environment, load_environment
from stacks.chat_stack import ChatStack
from stacks.flow_files import load_flows, order_flows
from stacks.flow_rules import check_flows
from stacks.function import list_functions
from stacks.instance_stack import InstanceStack
from stacks.naming import name_stack
from stacks.rules import check_rules


def build_app(app: cdk.Stage, *, environment_name: str, specs: Path) -> tuple[InstanceStack, ChatStack]:
    """Add both stacks of an environment to the app and return them.

    Reads `specs`. Raises ChatcheckError, with every finding of the first kind of file that has any,
    before a single construct is made. With ``-c strict=true`` the linter's warnings about flows are such
    findings, otherwise they are annotations of the stack.
    """
    environment = load_environment(specs / "environments.yaml", environment_name)
    bots = list(load_bots(specs / "bots").values())
    functions = list_functions()
    known = {
        "queue": list(environment.queues),
        "hours": list(environment.hours),
        "lambda": functions,
        "bot": [bot.name for bot in bots],
        "prompt": list(environment.prompts),
        "view": list(environment.views),
    }
    flows = order_flows(load_flows(specs / "flows"), known)
    is_strict = str(app.node.try_get_context("strict")).lower() == "true"
    warnings = check_flows(flows, known, bots, is_strict=is_strict)
    check_rules(app)
    place = cdk.Environment(account=environment.account, region=environment.region)
    instance = InstanceStack(
        app, name_stack(environment.name, "instance"), environment=environment, env=place
    )
    chat = ChatStack(
        app,
        name_stack(environment.name, "chat"),
        environment=environment,
        flows=flows,
        bots=bots,
        functions=functions,
        env=place,
    )
    chat.add_stack_dependency(instance)
    _tag(app, environment)
    for each in warnings:
        text = f"{each.position}: {each.what}"
        cdk.Annotations.of(chat).add_warning_v2(f"chatcheck:{each.rule}:{each.position}", text)
    return instance, chat


def _tag(app: cdk.Stage, environment: Environment) -> None:
    for key, value in environment.tags.items():
        cdk.Tags.of(app).add(key, value)
