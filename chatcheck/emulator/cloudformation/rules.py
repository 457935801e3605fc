"""Rules: what a template asserts of its parameters before anything is deployed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.emulator.cloudformation.conditions import decide_assertion
from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.scope import Scope
from chatcheck.emulator.fidelity import behaviour

Json = Any

behaviour(
    "cloudformation",
    "rules are asserted before anything is deployed: Contains, Equals, Not, And and Or are decided, any other"
    " function of rules is refused by name",
    "documented",
    "CloudFormation guide, rules; the wording of a broken rule is ours",
)


def check_rules(rules: Mapping[str, Json], scope: Scope) -> None:
    """Hold the parameters against every rule whose RuleCondition is true. Pure.

    Raises ServiceError for the first assertion that does not hold, with its own description.
    """
    for name, rule in rules.items():
        assertions = rule.get("Assertions") if isinstance(rule, dict) else None
        if not isinstance(assertions, list) or not all(isinstance(each, dict) for each in assertions):
            raise refuse(f"Template format error: [/Rules/{name}/Assertions] must be a list of objects")
        if "RuleCondition" in rule and not decide_assertion(rule["RuleCondition"], scope):
            continue
        for each in assertions:
            if not decide_assertion(each.get("Assert"), scope):
                why = each.get("AssertDescription") or "an assertion does not hold"
                raise refuse(f"Template validation error: rule {name}: {why}")
