"""The CDK app: ``cdk deploy --all -c env=dev``. The only place here that reads the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import aws_cdk as cdk

from chatcheck.errors import ChatcheckError
from stacks.assembly import build_app


def main() -> int:
    """Synthesise the environment that the context names; return the exit code.

    What is wrong with the files of ``specs/`` is told without a traceback, with code 2.
    """
    app = cdk.App(analytics_reporting=False)
    environment_name = str(app.node.try_get_context("env") or "local")
    specs = Path(str(app.node.try_get_context("specs") or "specs"))
    try:
        build_app(app, environment_name=environment_name, specs=specs)
    except ChatcheckError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    app.synth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
