"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from chatcheck.flow.model import Action
from chatcheck.flow.positions import Path

if TYPE_CHECKING:
    from chatcheck.flow.lint.context import Context

Severity = Literal["error", "warning"]


class Spot(NamedTuple):
    """One place that breaks a rule.

    Attributes:
        message: what is wrong there, without a full stop.
        path: JSON path of the value it is about; its position is looked for only when it is told.
        identifier: of the action it is about, or empty.
    """

    message: str
    path: Path
    identifier: str = ""


Check = Callable[["Context"], Iterable[Spot]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: ``CF2xx`` for what Connect refuses, ``CF3xx`` for the rest; never reused.
        title: the rule in a few words, as a noun.
        severity: ``error`` for exactly what Connect refuses when the flow is published.
        why: what happens to the flow or to the customer.
        fix: what to do about it.
        source: how it is known.
        check: finds the spots, in time that grows with the flow's size; changes nothing.
    """

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    source: str
    check: Check


def spot(action: Action, message: str, *path: str | int) -> Spot:
    """Return a spot inside an action; `path` begins below it."""
    return Spot(message, ("Actions", action.index, *path), action.identifier)
