"""`chatcheck render`: the invocation of each chat, as the AWS CLI takes it."""

from __future__ import annotations

import argparse
import os

from chatcheck.cli.targets import read_deployment, select_chats
from chatcheck.cli.variables import read_variables
from chatcheck.render import aws_cli
from chatcheck.session import plan
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs


def execute(args: argparse.Namespace) -> int:
    """Print one command for each chat and return 0. Raises for bad specs before printing any."""
    variables = read_variables(args.var)
    specs = select_chats(load_specs(args.paths, variables), args.chat, args.tag)
    deployment = read_deployment(args)
    sources = Sources(variables, os.environ, deployment.outputs, deployment.region)
    for planned in plan(specs, deployment, sources):
        print(aws_cli.format_command(planned.invocation, args.endpoint_url))  # noqa: T201
    return 0
