"""What `chatcheck local` takes. Imports argparse alone."""

from __future__ import annotations

import argparse

from chatcheck.cli.argument_types import to_port


def add_local(parser: argparse.ArgumentParser) -> None:
    """Add the verbs of the embedded local AWS."""
    parser.set_defaults(module="local_command")
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="verb", title="verbs")
    start = _add_verb(verbs, "start", "start it in the background")
    start.add_argument("--port", type=to_port, default=4566, help="0 takes a free one (default: 4566)")
    _add_verb(verbs, "stop", "stop it; open chats are ended")
    _add_verb(verbs, "status", "say whether it runs, and where")
    _add_verb(verbs, "env", "print the variables that point AWS tools to it, for `eval`")
    execute = _add_verb(
        verbs,
        "exec",
        "start one on a free port, run a command with the variables set, stop it",
        usage="chatcheck local exec -- COMMAND [ARG ...]",
    )
    execute.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    _add_verb(verbs, "reset", "forget everything that was deployed and said")
    _add_faults(_add_verb(verbs, "faults", "let things go wrong on purpose: late, lost, refused ..."))
    logs = _add_verb(verbs, "logs", "print its log")
    logs.add_argument("-f", "--follow", action="store_true", help="go on printing what comes")


def _add_faults(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", dest="action", title="actions")
    _add_verb(actions, "list", "say which are on; when none is, which there are")
    _add_verb(actions, "clear", "end all of them")
    added = _add_verb(actions, "set", "let something go wrong from now on")
    added.add_argument("kind", metavar="KIND", help="such as late, lost, doubled, dropped, throttled")
    added.add_argument(
        "options",
        nargs="*",
        metavar="KEY=VALUE",
        help="which occasions: after, every, count (0: all), chance, seed; what a kind takes: api, of ...",
    )


def _add_verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    usage: str | None = None,
) -> argparse.ArgumentParser:
    description = summary[0].upper() + summary[1:] + "."
    return verbs.add_parser(name, help=summary, description=description, usage=usage)
