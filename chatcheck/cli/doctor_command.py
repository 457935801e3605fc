"""`chatcheck doctor`: what a run needs, each checked, with what to do about it."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from chatcheck.cli.output import say, wrap
from chatcheck.cli.run_record import keep_record, make_run_id
from chatcheck.cli.targets import read_deployment
from chatcheck.converse.access import Access
from chatcheck.converse.account_checks import CREDENTIALS, check_account
from chatcheck.converse.checks import Check
from chatcheck.converse.instance_checks import check_instance
from chatcheck.converse.place import find_place
from chatcheck.converse.websocket_check import check_websocket
from chatcheck.errors import DeploymentError, TransportError
from chatcheck.render.deployment import Deployment

FORMAT: Final = 1
STATUS_CHARS: Final = 5
EXIT_FAILED: Final = 1
EXIT_BROKEN: Final = 3


def execute(args: argparse.Namespace) -> int:
    """Print a line for each check; return 0, 1 when one fails, 3 when something did not answer at all.

    Raises UsageError for options that cannot be.
    """
    checks: list[Check] = []
    for check in _examine(args):
        checks.append(check)
        if not args.json:
            say(wrap(format_check(check), STATUS_CHARS + 1))
    if args.json:
        say(json.dumps({"format": FORMAT, "checks": [asdict(each) for each in checks]}, indent=1))
    return decide_code(checks)


def decide_code(checks: Sequence[Check]) -> int:
    """Return the exit code. Pure."""
    failed = [each for each in checks if each.status == "fail"]
    if any(each.is_broken for each in failed):
        return EXIT_BROKEN
    return EXIT_FAILED if failed else 0


def format_check(check: Check) -> str:
    """Return the line of one check: its state, its name, what was found and what to do. Pure."""
    fix = f" ({check.fix})" if check.fix else ""
    line = f"{check.status:<{STATUS_CHARS}} {check.name}: {check.what}{fix}"
    return " ".join(line.splitlines())


def _examine(args: argparse.Namespace) -> Iterator[Check]:
    deployment, found = _find_deployment(args)
    region = deployment.region if deployment is not None else args.region
    has_access = True
    for check in check_account(Access(region)):
        has_access = has_access and not (check.name == CREDENTIALS and check.status == "fail")
        yield check
    yield found
    if deployment is None:
        return
    if not has_access:
        yield Check("instance", "warn", "not looked at, nor what is in it", "it needs the credentials")
        return
    try:
        yield from check_instance(Access(region), deployment)
        if args.websocket:
            yield _try_websocket(deployment)
    except TransportError as failure:
        cause = failure.diagnostics[0]
        yield Check("settings", "fail", cause.what, cause.fix, is_broken=True)


def _find_deployment(args: argparse.Namespace) -> tuple[Deployment | None, Check]:
    try:
        deployment = read_deployment(args)
    except (DeploymentError, TransportError) as error:
        cause = error.diagnostics[0]
        is_broken = isinstance(error, TransportError)
        return None, Check("deployment", "fail", cause.what, cause.fix, is_broken)
    name = f"environment {deployment.environment}" if deployment.environment else "ids given one by one"
    what = f"{name}: instance {deployment.instance_id} in {deployment.region}, {len(deployment.flows)} flows"
    return deployment, Check("deployment", "ok", what)


def _try_websocket(deployment: Deployment) -> Check:
    run_id = make_run_id()
    with keep_record(run_id, find_place(deployment.region)) as ledger:
        return asyncio.run(check_websocket(deployment, run_id, ledger))
