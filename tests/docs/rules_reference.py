"""docs/rules.md: the list of the linter's rules and a section for each, made of the rules and their cases."""

import re
from pathlib import Path

from chatcheck.flow.lint.rules import RULES

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "rules.md"
CASES = ROOT / "tests" / "cases" / "flow_lint"
_SUMMARY = re.compile(r"(<!-- summary -->\n).*?(<!-- /summary -->)", re.DOTALL)
_RULES = re.compile(r"(<!-- rules -->\n).*?(<!-- /rules -->)", re.DOTALL)
_LONGEST_LINE = 160


def write_document(text):
    """Return the page with its generated parts made anew."""
    text = _SUMMARY.sub(lambda found: found[1] + write_summary() + found[2], text)
    return _RULES.sub(lambda found: found[1] + write_rules() + found[2], text)


def write_summary():
    lines = ["| rule | finds | severity |", "|---|---|---|"]
    lines += [f"| [{rule.id}](#{rule.id.lower()}) | {rule.title} | {rule.severity} |" for rule in RULES]
    return "\n".join(lines) + "\n"


def write_rules():
    return "\n".join(write_rule(rule) for rule in RULES) + "\n"


def write_rule(rule):
    link = f"../tests/cases/flow_lint/{rule.id}"
    lines = [
        f"### {rule.id}",
        "",
        f"**{rule.title[:1].upper()}{rule.title[1:]}** ({rule.severity}). [Cases]({link})",
        "",
        f"- why: {rule.why}",
        f"- fix: {rule.fix}",
        f"- source: {rule.source}",
        "",
        "```",
        *read_example(rule),
        "```",
        "",
    ]
    return "\n".join(lines)


def read_example(rule):
    """Return the lines of the failing case's first finding, without why and fix, which stand above."""
    lines = (CASES / rule.id / "fail.out").read_text("utf-8").splitlines()
    end = next(number for number, line in enumerate(lines) if line.startswith("  why: "))
    return [line[:_LONGEST_LINE] for line in lines[:end]]
