"""The deployment that pytest's options name, read as `chatcheck run` reads it."""

from __future__ import annotations

import argparse
import os

import pytest

from chatcheck.cli.arguments import build_parser
from chatcheck.cli.targets import list_deployment_options, read_deployment
from chatcheck.cli.variables import read_variables
from chatcheck.render.deployment import Deployment
from chatcheck.sources import Sources

OPTIONS = ("outputs", "instance-id", "flow", "region", "var", "no-agent-check")


class Target:
    """What the chats of a pytest run talk to.

    Attributes:
        again: options that name the same deployment for `chatcheck run`.
    """

    def __init__(self, config: pytest.Config) -> None:
        """Read it. Raises UsageError or DeploymentError."""
        args = read_args(config)
        self.variables = read_variables(args.var)
        self.deployment = read_deployment(args)
        self.again = tuple(list_deployment_options(args))

    def find_sources(self, deployment: Deployment) -> Sources:
        """Return where placeholders get their values from."""
        return Sources(self.variables, os.environ, deployment.outputs, deployment.region)


def read_args(config: pytest.Config) -> argparse.Namespace:
    """Return what the options would be for `chatcheck run`. Reads nothing else."""
    return build_parser().parse_args(["run", *_list_words(config)])


def find_target(config: pytest.Config) -> Target:
    """Return the run's target; it is read once. Raises UsageError or DeploymentError."""
    if _KEY not in config.stash:
        config.stash[_KEY] = Target(config)
    return config.stash[_KEY]


_KEY = pytest.StashKey[Target]()


def _list_words(config: pytest.Config) -> list[str]:
    words: list[str] = []
    for option in OPTIONS:
        given = config.getoption(f"chatcheck_{option.replace('-', '_')}")
        if given is True:
            words.append(f"--{option}")
            continue
        values = given if isinstance(given, list) else [given] if given else []
        words += [f"--{option}={value}" for value in values]
    return words
