"""What is known of each action type: a table, a row for each, with its source.

`RULES` maps the type to its `ActionRule`; `rule` says how to read one. The rows stand in one module for each
family, as AWS groups them; `names` holds operators, names that are not the language's, and limits.
"""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue import (
    contact,
    control,
    interactions,
    participant,
    recording,
    reported,
    routing,
)
from chatcheck.flow.catalogue.names import (
    ACTION_LIMIT,
    ALL_OPERATORS,
    CONTENT_LIMIT_CHARS,
    IDENTIFIER_FORBIDDEN,
    IDENTIFIER_FORBIDDEN_CHARS,
    IDENTIFIER_LIMIT_CHARS,
    INVENTED_NAMES,
    LEGACY_NAMES,
    REFUSED_OPERATORS,
)
from chatcheck.flow.catalogue.parameter import Group, Parameter, When
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, OnChat, ResultRule
from chatcheck.flow.catalogue.shared import FLOW_TYPES, GUIDE, MODULE, TEXT_LIMIT_CHARS

__all__ = [
    "ACTION_LIMIT",
    "ALL_OPERATORS",
    "CONTENT_LIMIT_CHARS",
    "FAMILIES",
    "FLOW_TYPES",
    "GUIDE",
    "IDENTIFIER_FORBIDDEN",
    "IDENTIFIER_FORBIDDEN_CHARS",
    "IDENTIFIER_LIMIT_CHARS",
    "INVENTED_NAMES",
    "LEGACY_NAMES",
    "MODULE",
    "REFUSED_OPERATORS",
    "RULES",
    "TEXT_LIMIT_CHARS",
    "ActionRule",
    "ErrorRule",
    "Group",
    "OnChat",
    "Parameter",
    "ResultRule",
    "When",
]

FAMILIES: Mapping[str, Mapping[str, ActionRule]] = {
    "Participant actions": participant.RULES,
    "Contact actions": {**contact.RULES, **routing.RULES, **recording.RULES},
    "Flow control": control.RULES,
    "Interactions": interactions.RULES,
    "Reported, undocumented": reported.RULES,
}
"""The rows as AWS groups them."""

RULES: Mapping[str, ActionRule] = {
    name: rule for family in FAMILIES.values() for name, rule in family.items()
}
