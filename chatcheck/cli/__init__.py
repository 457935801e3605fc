"""The command: a door to the stages, and nothing of them itself.

Commands are imported when they are called, so that `chatcheck validate` pays for YAML and the
schema alone. Results go to stdout, diagnostics to stderr.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from chatcheck.cli.arguments import build_parser
from chatcheck.errors import ChatcheckError

EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code: 0, 1, 2, 3 or 130. Never raises for bad input."""
    parser = build_parser()
    _complete(parser)
    args = parser.parse_args(argv)
    command = importlib.import_module(f"chatcheck.cli.{args.module}")
    try:
        code: int = command.execute(args)
        sys.stdout.flush()
    except ChatcheckError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has gone; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _complete(parser: object) -> None:
    """Answer the shell's request for completions; argcomplete is loaded for that alone."""
    if "_ARGCOMPLETE" in os.environ:
        importlib.import_module("argcomplete").autocomplete(parser)
