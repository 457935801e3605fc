"""What `chatcheck local` takes. Imports argparse alone."""

from __future__ import annotations

import argparse


def _to_port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535; 0 takes a free one)")
    return int(text)


def add_local(parser: argparse.ArgumentParser) -> None:
    """Add the verbs of the embedded local AWS."""
    parser.set_defaults(module="local_command")
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="verb")
    start = verbs.add_parser("start", help="start it in the background")
    start.add_argument("--port", type=_to_port, default=4566, help="0 takes a free one (default: 4566)")
    verbs.add_parser("stop", help="stop it; open chats are ended")
    verbs.add_parser("status", help="say whether it runs, and where")
    verbs.add_parser("env", help="print the variables that point AWS tools to it, for `eval`")
    execute = verbs.add_parser(
        "exec",
        help="start one on a free port, run a command with the variables set, stop it",
        usage="chatcheck local exec -- COMMAND [ARG ...]",
    )
    execute.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    verbs.add_parser("reset", help="forget everything that was deployed and said")
    _add_faults(verbs.add_parser("faults", help="let things go wrong on purpose: late, lost, refused ..."))
    logs = verbs.add_parser("logs", help="print its log")
    logs.add_argument("-f", "--follow", action="store_true", help="go on printing what comes")


def _add_faults(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", dest="action")
    actions.add_parser("list", help="say which are on; when none is, which there are")
    actions.add_parser("clear", help="end all of them")
    added = actions.add_parser("set", help="let something go wrong from now on")
    added.add_argument("kind", metavar="KIND", help="such as late, lost, doubled, dropped, throttled")
    added.add_argument(
        "options",
        nargs="*",
        metavar="KEY=VALUE",
        help="which occasions: after, every, count (0: all), chance, seed; what a kind takes: api, of ...",
    )
