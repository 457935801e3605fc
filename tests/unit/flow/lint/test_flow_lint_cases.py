"""Each rule on a flow that breaks it and on one that does not; CHATCHECK_ACCEPT=1 rewrites the output."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from chatcheck.cli.flow_files import read_flow_files
from chatcheck.flow.lint.formats import Outcome, text
from chatcheck.flow.lint.rules import BY_ID, RULES
from chatcheck.flow.lint.run import lint_flows
from chatcheck.flow.lint.settings import Settings, parse_settings

CASES = Path(__file__).parents[3] / "cases" / "flow_lint"
IDS = [rule.id for rule in RULES]
NEEDS_ANOTHER = {"CF390": ("CF318",)}
"""Rules that only say something beside another one."""


def lint_case(rule, kind, monkeypatch):
    folder = CASES / rule / kind
    monkeypatch.chdir(folder)
    file = Path("pyproject.toml")
    settings = parse_settings(file.read_text("utf-8"), file.name) if file.exists() else Settings()
    settings = replace(settings, select=(rule, *NEEDS_ANOTHER.get(rule, ())))
    files = read_flow_files(["flows" if Path("flows").exists() else "."], settings)
    assert not files.unreadable
    findings = lint_flows(files.flows, settings, files.project, files.names)
    return Outcome([each for each in findings if each.rule == rule], files.count)


@pytest.mark.parametrize("rule", IDS)
def test_a_flow_that_breaks_the_rule_gives_exactly_this(rule, monkeypatch):
    outcome = lint_case(rule, "fail", monkeypatch)

    expected = CASES / rule / "fail.out"
    found = text.render(outcome)
    if os.environ.get("CHATCHECK_ACCEPT") == "1":
        expected.write_text(found, encoding="utf-8")
    assert outcome.findings
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", IDS)
def test_a_flow_that_keeps_the_rule_gives_nothing(rule, monkeypatch):
    assert lint_case(rule, "pass", monkeypatch).findings == []


def test_every_case_is_of_a_rule():
    assert {path.name for path in CASES.iterdir()} == set(BY_ID)
