"""What `run` takes besides specs, deployment and reports: how many, how fast, how often, which of them."""

from __future__ import annotations

import argparse

from chatcheck.cli.argument_types import to_count, to_number, to_percent, to_rate, to_seconds, to_shard


def add_manner(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how the chats are held."""
    _add_share(parser)
    _add_speed(parser)
    _add_attempts(parser)
    _add_safety(parser)
    _add_coverage(parser)


def _add_share(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which of the chats")
    group.add_argument(
        "--last-failed", action="store_true", help="only the chats that did not pass when they were last held"
    )
    group.add_argument(
        "--shard",
        type=to_shard,
        default=(1, 1),
        metavar="I/N",
        help="only the I-th of N shares, for a matrix of jobs; divides the rate by N",
    )
    group.add_argument(
        "--repeat", type=to_count, default=1, metavar="N", help="hold each chat N times, as `name #1` ..."
    )
    group.add_argument(
        "--dry-run", action="store_true", help="print what would be started, and start nothing"
    )


def _add_speed(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how fast: live customers share the account's quotas")
    group.add_argument(
        "--jobs",
        type=to_count,
        metavar="N",
        help="chats held at the same time (default: 4; 16 where the endpoint is this machine)",
    )
    group.add_argument(
        "--rate",
        type=to_rate,
        metavar="N",
        help="chats started in a second, by all runs of this machine together (default: 1; "
        "without measure where the endpoint is this machine)",
    )
    group.add_argument(
        "--i-know",
        action="store_true",
        help="take more than half of a quota, and do not ask before a large run",
    )
    group.add_argument(
        "--timeout", type=to_seconds, metavar="TIME", help="end the whole run after this time, such as 10m"
    )


def _add_attempts(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("chats that do not pass")
    group.add_argument(
        "--retries",
        type=to_number,
        metavar="N",
        help="hold a chat that did not pass again, N times at most (default: what its spec says); "
        "passing then is flaky, not clean",
    )
    group.add_argument("--fail-on-flaky", action="store_true", help="exit with 1 when a chat is flaky")
    group.add_argument("--fail-fast", action="store_true", help="stop at the first chat that fails or breaks")


def _add_safety(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("live instances")
    group.add_argument(
        "--no-agent-check",
        action="store_true",
        help="hold the chats although agents who are online may be offered them",
    )


def _add_coverage(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("coverage of the flows, from the instance's flow logs")
    group.add_argument(
        "--coverage",
        action="store_true",
        help="tell which blocks and branches of each flow the chats exercised",
    )
    group.add_argument(
        "--fail-under",
        type=to_percent,
        metavar="N",
        help="exit with 1 when less than N per cent of the blocks were exercised; 3 when that is not known",
    )


def add_cleanup(parser: argparse.ArgumentParser) -> None:
    """Add the options of `cleanup`."""
    parser.add_argument("--run", metavar="ID", help="only what this run left (default: every run here)")
    parser.add_argument("--dry-run", action="store_true", help="print what would be ended, and end nothing")


def add_doctor(parser: argparse.ArgumentParser) -> None:
    """Add the options of `doctor`."""
    parser.add_argument("--json", action="store_true", help="print the checks as a JSON document")
    parser.add_argument(
        "--websocket",
        action="store_true",
        help="start one contact with the first flow, open its websocket, and end it",
    )
