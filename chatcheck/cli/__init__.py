"""The command: a door to the stages, and nothing of them itself.

Commands are imported when they are called, so that `chatcheck validate` pays for YAML and the
schema alone. Results go to stdout, diagnostics to stderr.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from chatcheck.cli.arguments import START, build_parser, find_command, read_arguments
from chatcheck.cli.collection import collect_less
from chatcheck.cli.exit_code import run_to_code
from chatcheck.cli.output import accept_any_text, outliving_the_reader


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code: 0, 1, 2, 3 or 130. Never raises for bad input."""
    accept_any_text()
    collect_less()
    words = sys.argv[1:] if argv is None else list(argv)
    parser = build_parser(words[0] if words and "_ARGCOMPLETE" not in os.environ else "")
    _complete(parser)
    args = read_arguments(parser, words)
    command = importlib.import_module(f"chatcheck.cli.{args.module}")
    code = run_to_code(command, args)
    with outliving_the_reader():
        sys.stdout.flush()
    return code


def _complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell's request for completions; argcomplete is loaded for that alone."""
    if "_ARGCOMPLETE" in os.environ:
        if START in os.environ.get("COMP_LINE", ""):
            command = importlib.import_module("chatcheck.cli.start_chat_contact_command")
            command.add_model_options(find_command(parser, START))
        else:
            importlib.import_module("chatcheck.cli.completions").add_completers(parser)
        importlib.import_module("argcomplete").autocomplete(parser)
