"""What others know of a flow, to be marked on its picture: findings, and what was exercised. Plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

BranchKey = tuple[str, str, str]
"""A branch: the action's identifier, its kind (``next``, ``condition`` or ``error``), and its name there.

The name is empty for ``next``, the operand of a condition (several: joined by a blank), or the error type.
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding about an action.

    Attributes:
        severity: ``error`` or ``warning``.
        code: the rule, such as ``CF201``.
        text: what is wrong, in a sentence.
    """

    severity: Literal["error", "warning"]
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of one flow.

    Attributes:
        findings: by the action's identifier; what is about the whole flow by an empty one.
        visits: how often each action was exercised, or None when that is not known; an action that
            is not named counts 0.
        passages: how often each branch was taken, or None when that is not known, as above.
    """

    findings: Mapping[str, Sequence[Mark]] = field(default_factory=dict)
    visits: Mapping[str, int] | None = None
    passages: Mapping[BranchKey, int] | None = None


NO_MARKS = Marks()
