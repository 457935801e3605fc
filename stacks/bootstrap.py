"""`python -m stacks.bootstrap ENV`: prepare the environment's account for the CDK, where that is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chatcheck.errors import ChatcheckError
from chatcheck.spec.environment import Environment, load_environment

CDK = "node_modules/.bin/cdk"
USAGE, BROKEN = 2, 3
# Where the CDK's bootstrap stack keeps its version: the CDK CLI itself looks there.
VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version"


def main(arguments: list[str]) -> int:
    """Bootstrap when the account and Region are not; return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m stacks.bootstrap ENV\n")
        return USAGE
    try:
        environment = load_environment(Path("specs") / "environments.yaml", arguments[0])
    except ChatcheckError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    if is_bootstrapped(environment):
        return 0
    place = f"aws://{environment.account}/{environment.region}"
    # `--app ''`: bootstrapping needs no synthesis, which would take many times longer.
    try:
        return subprocess.run([CDK, "bootstrap", "--app", "", place], check=False).returncode
    except OSError as error:
        sys.stderr.write(f"cannot run {CDK}: {error.strerror} (`make setup` brings it)\n")
        return BROKEN


def is_bootstrapped(environment: Environment) -> bool:
    """Tell whether the bootstrap stack is there. Talks to AWS; what cannot be read counts as missing."""
    try:
        client = boto3.client("ssm", region_name=environment.region)
        client.get_parameter(Name=VERSION_PARAMETER)
    except (BotoCoreError, ClientError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
