"""``python -m chatcheck.emulator``: start the embedded AWS and say on stdout where it listens."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

ACCOUNT = "000000000000"
"""The account of the embedded AWS; no real account has this number."""

CANNOT_LISTEN = 3


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return port, state_dir and parent_pid; ends the process with a usage message when they are wrong."""
    parser = argparse.ArgumentParser(prog="python -m chatcheck.emulator", description=__doc__)
    parser.add_argument(
        "--port", type=int, default=0, help="TCP port on the loopback interface; 0 takes a free one"
    )
    parser.add_argument(
        "--state-dir", type=Path, help="folder for unpacked functions; default: a temporary one"
    )
    parser.add_argument("--parent-pid", type=int, help="end when the process of this number is gone")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run until a signal, or the end of the parent process; return the exit code."""
    settings = read_arguments(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    os.environ["MOTO_ACCOUNT_ID"] = ACCOUNT
    os.environ.pop("AWS_PROFILE", None)
    from chatcheck.emulator import process  # noqa: PLC0415  (moto reads the account when it is imported)

    try:
        process.run(settings.port, settings.state_dir, settings.parent_pid)
    except OSError as error:
        sys.stderr.write(f"cannot listen on 127.0.0.1 port {settings.port}: {error.strerror or error}\n")
        return CANNOT_LISTEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
