"""What a command line names: spec files, chats among them, variables, and the deployment."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
from collections.abc import Iterable, Mapping, Sequence

from chatcheck.cli.arguments import OUTPUTS
from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.render.deployment import Deployment, load_outputs
from chatcheck.render.identifier import read_region
from chatcheck.spec.model import Spec


def read_deployment(args: argparse.Namespace) -> Deployment:
    """Return the deployment that the command line names: by ids, stacks, environment, or outputs.

    Reads the outputs file; asks CloudFormation or SSM for stacks or an environment. Raises UsageError,
    DeploymentError or TransportError.
    """
    _check_ways(args)
    if args.instance_id or args.flow:
        deployment = read_explicit(args)
    elif args.stack or args.env:
        deployments = importlib.import_module("chatcheck.converse.deployments")
        deployment = (
            deployments.read_stacks(args.stack, args.region)
            if args.stack
            else deployments.read_environment(args.env, args.region)
        )
    else:
        deployment = load_outputs(args.outputs or OUTPUTS)
    return dataclasses.replace(deployment, region=args.region) if args.region else deployment


def _check_ways(args: argparse.Namespace) -> None:
    ways = {
        "--outputs": args.outputs,
        "--stack": args.stack,
        "--env": args.env,
        "--instance-id and --flow": args.instance_id or args.flow,
    }
    given = [way for way, value in ways.items() if value]
    if len(given) > 1:
        what = f"the deployment is named in {len(given)} ways: {', '.join(given)}"
        raise UsageError(Diagnostic("U511", what, fix="keep one of them"))


def read_explicit(args: argparse.Namespace) -> Deployment:
    """Return the deployment that `--instance-id`, `--flow` and `--region` name.

    Asks the AWS settings for the Region where neither the option nor an ARN says it. Raises UsageError,
    DeploymentError for what is no id, TransportError for settings that cannot be used.
    """
    flows = dict(pair.partition("=")[::2] for pair in args.flow)
    region = (args.region or _find_region(args.instance_id)) if args.instance_id else None
    what = _name_missing(args.instance_id, region, flows)
    if what:
        why = "without outputs a deployment is named by --instance-id, --region and --flow NAME=ID"
        fix = "the Region may stand in the instance's ARN, AWS_REGION or the profile" if not region else ""
        raise UsageError(Diagnostic("U511", what, why=why, fix=fix if args.instance_id else ""))
    return Deployment.explicit(args.instance_id, str(region), flows)


def _name_missing(instance_id: str | None, region: str | None, flows: Mapping[str, str]) -> str:
    if not instance_id:
        return "--instance-id missing"
    if not region:
        return "--region missing"
    return "" if all(name and value for name, value in flows.items()) else "a --flow is not NAME=ID"


def _find_region(instance_id: str) -> str | None:
    """Return the Region of an instance's ARN, else of the AWS settings, which are loaded for that alone."""
    settings = "chatcheck.converse.settings_session"
    found: str | None = read_region(instance_id) or importlib.import_module(settings).find_region()
    return found


def list_deployment_options(args: argparse.Namespace) -> list[str]:
    """Return the options that name the same deployment again, for a command to repeat. Pure."""
    options = [
        word
        for option, value in (
            ("--outputs", args.outputs),
            ("--env", args.env),
            ("--instance-id", args.instance_id),
            ("--region", args.region),
        )
        if value
        for word in (option, value)
    ]
    options += [word for name in args.stack for word in ("--stack", name)]
    options += [word for pair in args.flow for word in ("--flow", pair)]
    return options + [word for pair in args.var for word in ("--var", pair)]


def select_chats(specs: Iterable[Spec], names: Sequence[str], tags: Sequence[str]) -> list[Spec]:
    """Keep the chats with one of the names and one of the tags. Pure; files left empty are dropped.

    The name of a chat with a table names all its rows. Raises UsageError when a name or tag selects nothing.
    """
    specs = list(specs)
    chats = [chat for spec in specs for chat in spec.chats]
    _check_known("chat", names, {name for chat in chats for name in (chat.name, chat.outline) if name})
    _check_known("tag", tags, {tag for chat in chats for tag in chat.tags})
    kept = [
        dataclasses.replace(
            spec,
            chats=tuple(
                chat
                for chat in spec.chats
                if (not names or {chat.name, chat.outline} & set(names))
                and (not tags or set(tags) & set(chat.tags))
            ),
        )
        for spec in specs
    ]
    return [spec for spec in kept if spec.chats] or _raise_nothing_selected()


def _check_known(what: str, asked: Sequence[str], known: set[str]) -> None:
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise UsageError(
            [Diagnostic("U512", f"no {what} {name!r}", fix=suggest(name, known)) for name in unknown]
        )


def _raise_nothing_selected() -> list[Spec]:
    raise UsageError(Diagnostic("U513", "no chat has both one of the names and one of the tags"))
