"""The linter at synth: what Connect would refuse is not deployed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from chatcheck.errors import FlowError
from chatcheck.flow.lint.finding import Finding
from chatcheck.flow.lint.project import Project
from chatcheck.flow.lint.run import FlowText, lint_flows
from chatcheck.flow.lint.settings import parse_settings
from chatcheck.spec.bot import Bot
from chatcheck.spec.project_file import read_project_file
from stacks.flow_files import FlowFile


def check_flows(
    files: Sequence[FlowFile],
    known: Mapping[str, Sequence[str]],
    bots: Sequence[Bot],
    *,
    is_strict: bool,
) -> list[Finding]:
    """Return the warnings about all flows, by the settings of the nearest pyproject.toml.

    Reads that file. Raises FlowError with every error; when strict, there or in the settings, with every
    warning too. Raises UsageError for settings that are wrong.
    """
    settings = parse_settings(*read_project_file(Path.cwd()))
    texts = [FlowText(each.name, each.path, each.text, each.flow, each.type) for each in files]
    project = Project(
        {each.node: each.flow for each in files},
        {
            **{kind: frozenset(names) for kind, names in known.items()},
            **{
                kind: frozenset(each.name for each in files if each.kind == kind)
                for kind in ("flow", "module")
            },
        },
        settings.attributes,
        {bot.name: frozenset(intent.name for intent in bot.intents) for bot in bots},
    )
    found = [each for each in lint_flows(texts, settings, project) if not each.reason]
    failing = [each for each in found if each.severity == "error" or is_strict or settings.strict]
    if failing:
        raise FlowError([each.diagnostic for each in failing])
    return found
