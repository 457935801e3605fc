"""Linting: flows in, findings in the order of their places out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chatcheck.flow.findings import shorten
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.finding import Finding
from chatcheck.flow.lint.project import Project
from chatcheck.flow.lint.rule import Rule, Spot
from chatcheck.flow.lint.rules import RULES
from chatcheck.flow.lint.settings import Settings
from chatcheck.flow.lint.suppression import UNUSED, apply, find_unused
from chatcheck.flow.locator import Locator
from chatcheck.flow.model import Flow

MESSAGE_LIMIT_CHARS = 800
"""More is a hostile name or value, told once for each place it is at."""


@dataclass(frozen=True, slots=True)
class FlowText:
    """A flow with the text that it was read from.

    Attributes:
        name: the file's, without its suffix.
        file: its path, as positions shall name it.
        type: the API's, such as ``CONTACT_FLOW``; empty where nobody knows.
    """

    name: str
    file: str
    text: str
    flow: Flow
    type: str

    @property
    def is_module(self) -> bool:
        """Whether it is meant as a module: it carries `Settings`, or returns as only modules do."""
        if "Settings" in self.flow.document:
            return True
        return any(each.type == "EndFlowModuleExecution" for each in self.flow.actions.values())

    @property
    def node(self) -> str:
        """Its name with its kind, such as ``flow:welcome``."""
        return f"{'module' if self.is_module else 'flow'}:{self.name}"


def lint_flow(file: FlowText, settings: Settings, project: Project) -> list[Finding]:
    """Return all findings of one flow, suppressed ones too, in the order of the text. Never raises."""
    context = Context(
        file.flow, file.type, file.is_module, file.name, file.text, project, limits=settings.limits
    )
    locator = Locator(file.text, file.file)
    found = [
        _place(rule, spot, file, settings, locator)
        for rule in select_rules(settings)
        for spot in rule.check(context)
    ]
    return sorted(found, key=_order)


def lint_flows(
    files: Iterable[FlowText], settings: Settings, project: Project, known: frozenset[str] = frozenset()
) -> list[Finding]:
    """Return the findings of several flows, file by file, those about suppressions last.

    Suppressed findings are among them, with their reason. `known` are names of flows that are there and
    are not linted now.
    """
    found: list[Finding] = []
    linted: set[str] = set()
    for file in files:
        linted.add(file.name)
        found += lint_flow(file, settings, project)
    if not settings.suppressions:
        return found
    found, used = apply(found, settings.suppressions)
    rules = frozenset(rule.id for rule in select_rules(settings))
    if UNUSED.id in rules:
        names = frozenset(linted)
        found += find_unused(settings.suppressions, used, names, names | known, rules)
    return found


def select_rules(settings: Settings) -> Sequence[Rule]:
    """Return the rules that the settings ask for. Pure."""
    if not settings.select and not settings.ignore:
        return RULES
    return [
        rule
        for rule in RULES
        if (not settings.select or rule.id.startswith(settings.select))
        and not rule.id.startswith(settings.ignore or ("-",))
    ]


def _place(rule: Rule, spot: Spot, file: FlowText, settings: Settings, locator: Locator) -> Finding:
    position = locator.find_position(spot.path)
    return Finding(
        rule.id,
        settings.severity.get(rule.id, rule.severity),
        _tell(spot),
        file.name,
        spot.identifier,
        position,
        locator.draw(position),
        rule.why,
        rule.fix,
    )


def _tell(spot: Spot) -> str:
    message = spot.message[:MESSAGE_LIMIT_CHARS]
    return f"{message} (action `{shorten(spot.identifier)}`)" if spot.identifier else message


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.position.line, finding.position.column, finding.rule, finding.what
