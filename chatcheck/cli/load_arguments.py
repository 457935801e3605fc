"""What `load` takes: how many users for how long, where the workers are, and what is still good."""

from __future__ import annotations

import argparse

from chatcheck.cli.argument_types import to_count, to_named_port, to_rate, to_seconds, to_share

MASTER_PORT = 5557


def add_load(parser: argparse.ArgumentParser) -> None:
    """Add the options of a load run that `run` has not."""
    _add_size(parser)
    _add_workers(parser)
    _add_limits(parser)
    parser.set_defaults(shard=(1, 1), jobs=None, retries=0)


def _add_size(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how much")
    group.add_argument(
        "--users", type=to_count, default=1, metavar="N", help="chats open at the same time (default: 1)"
    )
    group.add_argument(
        "--spawn-rate", type=to_rate, default=1.0, metavar="N", help="users added in a second (default: 1)"
    )
    group.add_argument("--run-time", type=to_seconds, metavar="TIME", help="how long, such as 10m; needed")
    group.add_argument(
        "--rate",
        type=to_rate,
        metavar="N",
        help="chats started in a second, by all workers together (default: 1; without measure where the "
        "endpoint is this machine)",
    )
    group.add_argument("--i-know", action="store_true", help="take more than half of a quota")
    group.add_argument(
        "--no-agent-check",
        action="store_true",
        help="hold the chats although agents who are online may be offered them",
    )


def _add_workers(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("who holds the chats (default: this process alone)")
    places = group.add_mutually_exclusive_group()
    places.add_argument(
        "--workers", type=to_count, metavar="N", help="a master and N workers on this machine"
    )
    places.add_argument("--master", action="store_true", help="lead workers that connect from elsewhere")
    places.add_argument("--worker", action="store_true", help="hold chats for a master elsewhere")
    group.add_argument(
        "--expect-workers",
        type=to_count,
        default=1,
        metavar="N",
        help="with --master: begin when N are there",
    )
    group.add_argument(
        "--master-host", default="127.0.0.1", metavar="HOST", help="with --worker: where the master is"
    )
    group.add_argument(
        "--master-port",
        type=to_named_port,
        default=MASTER_PORT,
        metavar="PORT",
        help=f"with --master and --worker (default: {MASTER_PORT})",
    )
    group.add_argument(
        "--web-port",
        type=to_named_port,
        metavar="PORT",
        help="show Locust's web page on this port of this machine",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is still good: beyond it the exit code is 1")
    group.add_argument(
        "--max-step-p95",
        type=to_seconds,
        metavar="TIME",
        help="95 of 100 steps are decided within this time, such as 2s",
    )
    group.add_argument(
        "--max-failure-rate",
        type=to_share,
        default=0.0,
        metavar="SHARE",
        help="so many of the chats may fail or break, such as 1%% (default: none)",
    )
