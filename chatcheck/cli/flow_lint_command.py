"""`chatcheck flow lint`: every finding of every flow, in the form that a person or a service reads."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chatcheck.cli.flow_files import FlowFiles, read_flow_files
from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.flow.lint.finding import Finding
from chatcheck.flow.lint.formats import Outcome
from chatcheck.flow.lint.rules import BY_ID
from chatcheck.flow.lint.run import lint_flows
from chatcheck.flow.lint.settings import Settings, parse_settings
from chatcheck.source import Position
from chatcheck.spec.project_file import read_project_file

UNKNOWN_RULE = "U568"
_FORMATS = {"text": "text", "json": "json_report", "sarif": "sarif", "github": "github"}


def execute(args: argparse.Namespace) -> int:
    """Print the findings and return 0, 1 when some fail, or 2 when a flow cannot be read.

    Raises UsageError for settings that are wrong, SpecError for files that are not there.
    """
    settings = _narrow(parse_settings(*read_project_file(Path.cwd())), args)
    files = read_flow_files(args.paths, settings)
    findings = lint_flows(files.flows, settings, files.project, files.names)
    outcome = Outcome([*map(_report, files.unreadable), *findings], files.count)
    module = importlib.import_module(f"chatcheck.flow.lint.formats.{_FORMATS[args.format]}")
    sys.stdout.write(module.render(outcome))
    return _find_code(files, outcome, settings)


def _find_code(files: FlowFiles, outcome: Outcome, settings: Settings) -> int:
    if files.unreadable:
        return 2
    counts = outcome.count()
    return 1 if counts["errors"] or (settings.strict and counts["warnings"]) else 0


def _narrow(settings: Settings, args: argparse.Namespace) -> Settings:
    """Return the settings with what the command line says in their place."""
    select, ignore = _split(args.select), _split(args.ignore)
    unknown = [each for each in (*select, *ignore) if not any(rule.startswith(each) for rule in BY_ID)]
    if unknown:
        raise UsageError([_tell_unknown(each) for each in unknown])
    return replace(
        settings,
        select=select or settings.select,
        ignore=(*settings.ignore, *ignore),
        strict=settings.strict or args.strict,
    )


def _split(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _tell_unknown(name: str) -> Diagnostic:
    hint = suggest(name, BY_ID)
    fix = hint if hint.startswith("did") else "docs/rules.md lists the rules"
    return Diagnostic(UNKNOWN_RULE, f"there is no rule `{name}`", fix=fix)


def _report(diagnostic: Diagnostic) -> Finding:
    place = diagnostic.position or Position("", 1, 1)
    name = place.file.rpartition("/")[2].removesuffix(".json")
    return Finding(
        diagnostic.code,
        "error",
        diagnostic.what,
        name,
        "",
        place,
        diagnostic.snippet,
        diagnostic.why,
        diagnostic.fix,
    )
