"""What `chatcheck flow` takes. Imports argparse alone."""

from __future__ import annotations

import argparse
from collections.abc import Callable

FLOWS = "specs/flows"
FORMATS = ("text", "json", "sarif", "github")
EXIT_CODES = "exit codes: 0 nothing that fails, 1 findings that fail, 2 flow, settings or usage wrong"

Verbs = argparse._SubParsersAction


def add_flow(parser: argparse.ArgumentParser) -> None:
    """Add what can be done with contact flows: one module `flow_<verb>_command` for each verb."""
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="verb")
    _add(verbs, "lint", "find what Connect would refuse, and what would fail a customer", _add_lint)


def _add(
    verbs: Verbs[argparse.ArgumentParser],
    name: str,
    summary: str,
    add: Callable[[argparse.ArgumentParser], None],
) -> None:
    parser = verbs.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=EXIT_CODES
    )
    parser.set_defaults(module=f"flow_{name.replace('-', '_')}_command")
    add(parser)


def _add_lint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="FLOW",
        default=[FLOWS],
        help=f"files or folders of *.json (default: {FLOWS})",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default=FORMATS[0],
        help="text (default), json, sarif (for code scanning) or github (annotations)",
    )
    parser.add_argument("--strict", action="store_true", help="warnings fail too")
    for option, what in (("select", "only these rules"), ("ignore", "not these rules")):
        parser.add_argument(
            f"--{option}",
            action="append",
            default=[],
            metavar="RULE[,RULE]",
            help=f"{what}: ids or their beginnings, such as CF2 or CF301; may be repeated",
        )
