"""The deployment that pytest's options name, read as `chatcheck run` reads it."""

from __future__ import annotations

import argparse
import os
import re

import pytest

from chatcheck.cli.arguments import build_parser
from chatcheck.cli.targets import list_deployment_options, read_deployment
from chatcheck.cli.variables import read_variables
from chatcheck.errors import ChatcheckError, Diagnostic
from chatcheck.render.deployment import Deployment
from chatcheck.sources import Sources

OPTIONS = ("outputs", "stack", "env", "instance-id", "flow", "region", "var", "no-agent-check")
_OPTION = re.compile(rf"--(?=(?:{'|'.join(OPTIONS)})(?![\w-]))")


class Target:
    """What the chats of a pytest run talk to.

    Attributes:
        again: options that name the same deployment for `chatcheck run`.
    """

    def __init__(self, config: pytest.Config) -> None:
        """Read it. Raises UsageError or DeploymentError."""
        args = read_args(config)
        try:
            self.variables = read_variables(args.var)
            self.deployment = read_deployment(args)
        except ChatcheckError as error:
            raise rename_options(error) from None
        self.again = tuple(list_deployment_options(args))

    def find_sources(self, deployment: Deployment) -> Sources:
        """Return where placeholders get their values from."""
        return Sources(self.variables, os.environ, deployment.outputs, deployment.region)


def rename_options(error: ChatcheckError) -> ChatcheckError:
    """Return the same error with the options of `chatcheck run` called as pytest has them. Pure."""
    return type(error)([rename_in(each) for each in error.diagnostics])


def rename_in(diagnostic: Diagnostic) -> Diagnostic:
    """Return the same diagnostic with the options of `chatcheck run` called as pytest has them. Pure."""
    what, why, fix = (
        _OPTION.sub("--chatcheck-", text) for text in (diagnostic.what, diagnostic.why, diagnostic.fix)
    )
    return diagnostic._replace(what=what, why=why, fix=fix)


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
