"""Where the genuine AWS CLI is, by version."""

import functools
import subprocess
import sys
from pathlib import Path

import pytest

DEBIAN_CLI = Path("/usr/bin/aws")


@functools.cache
def find_version_2():
    """Return the Python that runs the AWS CLI version 2 of this machine; empty where there is none."""
    first = DEBIAN_CLI.read_bytes().partition(b"\n")[0].decode("latin-1") if DEBIAN_CLI.exists() else ""
    interpreter = first.removeprefix("#!").strip()
    if "python" not in interpreter:
        return ""
    said = subprocess.run([DEBIAN_CLI, "--version"], capture_output=True, text=True, check=False).stdout
    return interpreter if said.startswith("aws-cli/2") else ""


def find_interpreter(version):
    """Return the Python that runs the CLI of this version, or skip the test where there is none."""
    found = sys.executable if str(version) == "1" else find_version_2()
    return found or pytest.skip(f"no AWS CLI version 2 in Python at {DEBIAN_CLI}")
