"""What a check of the surroundings finds, and the calls behind it: each says what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import TransportError

Status = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding.

    Attributes:
        name: of what was checked, such as ``flow welcome``.
        what: one sentence.
        fix: what to do; empty where nothing is to be done.
        is_broken: whether it could not be checked because nothing answered.
    """

    name: str
    status: Status
    what: str
    fix: str = ""
    is_broken: bool = False


def attempt(name: str, check: Callable[[], Iterator[Check]], denied: Status = "warn") -> Iterator[Check]:
    """Yield what a check finds; what it raises becomes a finding too.

    A call that is denied is a `denied` finding: a run can do without most of these calls.
    """
    try:
        yield from check()
    except TransportError as failure:
        cause = failure.diagnostics[0]
        is_refused = isinstance(failure, ServiceRefusal)
        status = denied if isinstance(failure, ServiceRefusal) and failure.is_denied else "fail"
        what = ": ".join(filter(None, (cause.what, cause.why)))
        yield Check(name, status, what, cause.fix, is_broken=not is_refused)
