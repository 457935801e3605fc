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
# Where the CDK's bootstrap stack keeps its version: the CDK CLI itself looks there.
VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version"


def main(arguments: list[str]) -> int:
    """Bootstrap when the account and Region are not; return the exit code."""
    try:
        environment = load_environment(Path("specs") / "environments.yaml", arguments[0])
    except ChatcheckError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    if is_bootstrapped(environment):
        return 0
    place = f"aws://{environment.account}/{environment.region}"
    # `--app ''`: bootstrapping needs no synthesis, which would take many times longer.
    return subprocess.run([CDK, "bootstrap", "--app", "", place], check=False).returncode


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
