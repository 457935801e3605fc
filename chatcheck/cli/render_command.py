"""`chatcheck render`: the invocation of each chat, as the AWS CLI or boto3 takes it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from chatcheck.cli.targets import read_deployment, select_chats
from chatcheck.cli.variables import read_variables
from chatcheck.errors import Diagnostic, RenderError, UsageError
from chatcheck.planning import plan
from chatcheck.render import aws_cli, boto3_snippet, cli_input
from chatcheck.render.cli_target import find_lacking_members, read_release
from chatcheck.render.cli_versions import Release
from chatcheck.render.deployment import Deployment
from chatcheck.render.invocation import Invocation, locate_problem
from chatcheck.render.redaction import redact
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs
from chatcheck.spec.model import Spec

CALLS = {"aws-cli": (aws_cli.format_command, "\n"), "boto3": (boto3_snippet.format_snippet, "\n\n")}
"""Forms that say where to call, and what stands between two of them."""
DOCUMENTS = {"json": (cli_input.format_json, "\n"), "yaml": (cli_input.format_yaml, "\n---\n")}
"""Forms that only say what to send."""


def execute(args: argparse.Namespace) -> int:
    """Print every chat in the form asked for and return 0. Raises for bad specs before printing any.

    With ``--cli-version`` a spec that needs what that AWS CLI lacks is a bad one.
    """
    release = _read_target(args)
    variables = read_variables(args.var)
    specs = select_chats(load_specs(args.paths, variables), args.chat, args.tag)
    deployment = read_deployment(args)
    sources = Sources(variables, os.environ, deployment.outputs, deployment.region)
    invocations = _render_all(specs, deployment, sources, _find_lacks(specs, release))
    if args.redact:
        invocations = [redact(each) for each in invocations]
    if invocations:
        print(format_all(invocations, args.form, args.endpoint_url))  # noqa: T201
    return 0


def format_all(invocations: Sequence[Invocation], form: str, endpoint_url: str | None = None) -> str:
    """Return the invocations in one of the forms, one after the other. Pure."""
    if form in DOCUMENTS:
        format_document, separator = DOCUMENTS[form]
        return separator.join(map(format_document, invocations))
    format_call, separator = CALLS[form]
    return separator.join(format_call(each, endpoint_url) for each in invocations)


def _read_target(args: argparse.Namespace) -> Release | None:
    """Return the release asked for. Raises UsageError for options that the form cannot follow."""
    findings = [*_find_stray_endpoint(args), *_find_stray_version(args)]
    release = None
    try:
        release = read_release(args.cli_version) if args.cli_version is not None else None
    except UsageError as error:
        findings += error.diagnostics
    if release is not None and release[0] == 1 and args.form == "yaml":
        fix = "take `--as json`, for --cli-input-json, or version 2"
        findings.append(Diagnostic("U541", "the AWS CLI version 1 has no --cli-input-yaml", fix=fix))
    if findings:
        raise UsageError(findings)
    return release


def _find_stray_endpoint(args: argparse.Namespace) -> Iterator[Diagnostic]:
    if args.endpoint_url and args.form in DOCUMENTS:
        what = f"--endpoint-url has no place in what `--as {args.form}` prints"
        why = "a document says what to send, not where"
        fix = "leave it out, and give it to the command that reads the document"
        yield Diagnostic("U540", what, why=why, fix=fix)


def _find_stray_version(args: argparse.Namespace) -> Iterator[Diagnostic]:
    if args.cli_version is not None and args.form == "boto3":
        why = "the script calls boto3, not the AWS CLI"
        yield Diagnostic("U543", "--cli-version says nothing to `--as boto3`", why=why, fix="leave it out")


def _find_lacks(specs: Iterable[Spec], release: Release | None) -> list[Diagnostic]:
    """Placeholders stand for values, never for members: the chats need not be rendered for this.

    What chats share is told once.
    """
    found = [
        locate_problem(problem, chat)
        for spec in specs
        for chat in spec.chats
        for problem in (find_lacking_members(chat.start, release) if release else ())
    ]
    return list(dict.fromkeys(found))


def _render_all(
    specs: Iterable[Spec], deployment: Deployment, sources: Sources, lacks: Sequence[Diagnostic]
) -> list[Invocation]:
    """Say which chats are not for this deployment, and return the others' invocations.

    Raises one RenderError with the findings of all chats, `lacks` included.
    """
    try:
        planned = plan(specs, deployment, sources)
    except RenderError as error:
        raise RenderError([*error.diagnostics, *lacks]) from error
    if lacks:
        raise RenderError(lacks)
    for each in planned:
        if each.invocation is None:
            print(f"left out: {each.chat.name}: {each.chat.skip}", file=sys.stderr)  # noqa: T201
    return [each.invocation for each in planned if each.invocation is not None]
