"""`chatcheck render`: the invocation of each chat, as the AWS CLI or boto3 takes it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from chatcheck.cli.targets import read_deployment, select_chats
from chatcheck.cli.variables import read_variables
from chatcheck.errors import Diagnostic, UsageError
from chatcheck.render import aws_cli, boto3_snippet, cli_input
from chatcheck.render.invocation import Invocation
from chatcheck.render.redaction import redact
from chatcheck.session import plan
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs

CALLS = {"aws-cli": (aws_cli.format_command, "\n"), "boto3": (boto3_snippet.format_snippet, "\n\n")}
"""Forms that say where to call, and what stands between two of them."""
DOCUMENTS = {"json": (cli_input.format_json, "\n"), "yaml": (cli_input.format_yaml, "\n---\n")}
"""Forms that only say what to send."""


def execute(args: argparse.Namespace) -> int:
    """Print every chat in the form asked for and return 0. Raises for bad specs before printing any."""
    _check_endpoint(args.form, args.endpoint_url)
    variables = read_variables(args.var)
    specs = select_chats(load_specs(args.paths, variables), args.chat, args.tag)
    deployment = read_deployment(args)
    sources = Sources(variables, os.environ, deployment.outputs, deployment.region)
    invocations = [planned.invocation for planned in plan(specs, deployment, sources)]
    if args.redact:
        invocations = [redact(each) for each in invocations]
    print(format_all(invocations, args.form, args.endpoint_url))  # noqa: T201
    return 0


def format_all(invocations: Sequence[Invocation], form: str, endpoint_url: str | None = None) -> str:
    """Return the invocations in one of the forms, one after the other. Pure.

    Raises RenderError for one that the form cannot hold.
    """
    if form in DOCUMENTS:
        format_document, separator = DOCUMENTS[form]
        return separator.join(map(format_document, invocations))
    format_call, separator = CALLS[form]
    return separator.join(format_call(each, endpoint_url) for each in invocations)


def _check_endpoint(form: str, endpoint_url: str | None) -> None:
    if endpoint_url and form in DOCUMENTS:
        what = f"--endpoint-url has no place in what `--as {form}` prints"
        why = "a document says what to send, not where"
        fix = "leave it out, and give it to the command that reads the document"
        raise UsageError(Diagnostic("U540", what, why=why, fix=fix))
