"""What `chatcheck flow` takes. Imports nothing that costs."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from chatcheck.cli.argument_types import to_percent

FLOWS = "specs/flows"
FORMATS = ("text", "json", "sarif", "github")
EXIT_CODES = "exit codes: 0 nothing that fails, 1 findings that fail, 2 flow, settings or usage wrong"
RUN_CODES = "exit codes: 0 the flow came to its end, 1 it could not go on, 2 flow or usage wrong"
COVERAGE_CODES = "exit codes: 0 done, 1 less than --fail-under, 2 report or usage wrong"
DIFF_CODES = "exit codes: 0 no difference, 1 there is one, 2 flow or usage wrong"
DRY_CODES = "exit codes: 0 nothing would fail, 1 an expectation would, 2 spec, flow or usage wrong"

Verbs = argparse._SubParsersAction


def add_flow(parser: argparse.ArgumentParser) -> None:
    """Add what can be done with contact flows: one module `flow_<verb>_command` for each verb."""
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="verb", title="verbs")
    _add(verbs, "graph", "draw a flow: SVG, PNG, Mermaid or one HTML page", _add_graph)
    _add(verbs, "lint", "find what Connect would refuse, and what would fail a customer", _add_lint)
    _add(verbs, "run", "play a flow in the terminal, without any server", _add_run, RUN_CODES)
    _add(verbs, "dry-run", "predict what chats would find, without any server", _add_dry_run, DRY_CODES)
    _add(verbs, "diff", "compare two versions of a flow, or of all flows", _add_diff, DIFF_CODES)
    _add(verbs, "coverage", "tell what several runs exercised together", _add_coverage, COVERAGE_CODES)


def _add(
    verbs: Verbs[argparse.ArgumentParser],
    name: str,
    summary: str,
    add: Callable[[argparse.ArgumentParser], None],
    epilog: str = EXIT_CODES,
) -> None:
    parser = verbs.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=epilog
    )
    parser.set_defaults(module=f"flow_{name.replace('-', '_')}_command")
    add(parser)


def _add_graph(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("flow", metavar="FLOW", help="the flow's *.json file")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="its ending says what it becomes: .svg, .png, .html or .mmd (default: Mermaid on stdout)",
    )
    parser.add_argument(
        "--layout",
        choices=("auto", "designer", "layers"),
        default="auto",
        help="designer: where its designer put the blocks; layers: by what leads to what; "
        "auto (default): the first, where there is one. Mermaid lays out by itself",
    )
    parser.add_argument("--lint", action="store_true", help="mark what `chatcheck flow lint` finds")
    parser.add_argument(
        "--coverage",
        metavar="FILE",
        help="mark what a run exercised, from its report coverage-json=FILE",
    )


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="a flow's *.json file, or a folder of them")
    parser.add_argument("new", metavar="NEW", help="likewise; in folders the same file name is the same flow")
    parser.add_argument("--format", choices=FORMATS[:2], default=FORMATS[0], help="text (default) or json")


def _add_coverage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "reports",
        nargs="+",
        metavar="REPORT",
        help="what `run --report coverage-json=FILE` wrote in each job",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where all of it goes, as coverage-json")
    parser.add_argument("--cobertura", metavar="FILE", help="likewise as Cobertura XML")
    parser.add_argument(
        "--fail-under", type=to_percent, metavar="N", help="exit with 1 below N per cent of the blocks"
    )


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


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("flow", metavar="FLOW", help="the flow's file, such as specs/flows/welcome.json")
    parser.add_argument("--trace", action="store_true", help="show each action and the branch taken")
    parser.add_argument(
        "--attributes",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a contact attribute that the chat starts with; may be repeated",
    )
    parser.add_argument("--initial-message", metavar="TEXT", help="what the chat starts with")
    _add_answers(parser)


def _add_dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("spec", metavar="SPEC", help="a chat spec, such as specs/chats/welcome.chat.yaml")
    parser.add_argument("--chat", metavar="NAME", help="only this chat (default: each of the file)")
    parser.add_argument(
        "--flows", metavar="FOLDER", help=f"where the flows are (default: beside the spec, or {FLOWS})"
    )
    parser.add_argument(
        "--var", action="append", default=[], metavar="NAME=VALUE", help="a value for ${NAME} in the spec"
    )
    parser.add_argument(
        "--trust-bots",
        action="store_true",
        help="a bot understands exactly what the embedded one does; without it, what no utterance "
        "matches cannot be known",
    )
    _add_answers(parser)


def _add_answers(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("who else answers")
    group.add_argument(
        "--lambda",
        action="append",
        default=[],
        dest="functions",
        metavar="NAME=FILE",
        help="the JSON that a function returns, or NAME=fails; may be repeated",
    )
    group.add_argument(
        "--hours",
        action="append",
        default=[],
        metavar="[NAME=]open|closed",
        help="whether hours of operation are open; may be repeated",
    )
    group.add_argument(
        "--queue",
        action="append",
        default=[],
        dest="queues",
        metavar="[NAME=]free|full",
        help="whether a queue takes the chat; may be repeated",
    )
    group.add_argument("--agents", type=int, metavar="N", help="how many agents are online and available")
    group.add_argument("--seed", default="0", metavar="TEXT", help="decides distributions by percentage")
