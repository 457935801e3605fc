"""The Flow language as values: a document is a Flow, its blocks are Actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any


@dataclass(frozen=True, slots=True)
class Condition:
    """One branch by result: the operator's operands are static text or a JSONPath."""

    operator: str
    operands: tuple[str, ...]
    next_action: str


@dataclass(frozen=True, slots=True)
class ErrorBranch:
    """One branch by error."""

    error_type: str
    next_action: str


@dataclass(frozen=True, slots=True)
class Transitions:
    """Where an action goes on; conditions and errors keep their order."""

    next_action: str | None = None
    conditions: tuple[Condition, ...] = ()
    errors: tuple[ErrorBranch, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `parameters` is the document's own object, `{}` when it has none.

    `index` is its place in the document's `Actions`, from which `flow.parse` finds a position.
    """

    identifier: str
    type: str
    parameters: Mapping[str, Json] = field(default_factory=dict)
    transitions: Transitions = field(default_factory=Transitions)
    index: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """A contact flow or module, immutable.

    Attributes:
        actions: by identifier, in document order.
        document: the parsed JSON it came from, for round trips and metadata; not to be changed.
    """

    start_action: str
    actions: Mapping[str, Action]
    document: Mapping[str, Json]
    name: str = ""
