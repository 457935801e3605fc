"""What a row of the table is made of: plain values, so that lint, interpreter and docs read the same.

A row says what is known of one action type. What is not known surely stands in `ActionRule.unsure`: there a
deviation is worth a warning, never a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from chatcheck.flow.catalogue.parameter import Group, Parameter, When, find_value

Json = Any

Ends = Literal["", "always", "on success", "may"]


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """An error branch that the action type has.

    Attributes:
        required: Connect refuses the action without it.
        when: only then has the action this branch; otherwise it must not be there.
    """

    name: str
    required: bool = True
    when: When | None = None


@dataclass(frozen=True, slots=True)
class ResultRule:
    """The result that an action's conditions are matched against.

    Attributes:
        what: it is, in words.
        operators: that its conditions may have.
        operands: all that can match; empty when they are free.
        needed: operands that must have their condition.
        needed_from: a list parameter; each of its values must have its condition too.
        pattern: of an operand, a regular expression; empty when it is free.
        at_least: how many conditions there must be.
        when: only then are there conditions.
        may_lack: it may end well without a result, and then NextAction is taken whatever branches there are.
    """

    what: str
    operators: tuple[str, ...] = ("Equals",)
    operands: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    needed_from: str = ""
    pattern: str = ""
    at_least: int = 0
    when: When | None = None
    may_lack: bool = False

    def list_results(self, parameters: Mapping[str, Json]) -> tuple[str, ...]:
        """Return all results that an action with these parameters can have; empty when they are free. Pure.

        A result that only comes where a list parameter asks for it is left out where it does not.
        """
        if not self.needed_from:
            return self.operands
        asked = find_value(parameters, self.needed_from)
        if asked is not None and not isinstance(asked, list):
            return self.operands
        return (*self.needed, *(each for each in self.operands if each in (asked or ())))


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that a chat meets, always or when its parameters are so."""

    error: str = "NoMatchingError"
    when: When | None = None


@dataclass(frozen=True, slots=True)
class OnChat:
    """What a chat meets at the action.

    Attributes:
        says: one plain sentence.
        effect: ``works``; ``fails`` takes an error branch at once; ``idle`` succeeds and does nothing.
        failures: the first whose `when` holds is the branch a chat takes.
    """

    says: str
    effect: Literal["works", "fails", "idle"] = "works"
    failures: tuple[Failure, ...] = ()

    def find_error(self, parameters: Mapping[str, Json]) -> str | None:
        """Return the error branch that a chat surely takes with these parameters, or None. Pure."""
        for failure in self.failures:
            if failure.when is None or failure.when.holds(parameters):
                return failure.error
        return None


def works(says: str, *failures: Failure) -> OnChat:
    """Return that a chat executes it, but for the failures given."""
    return OnChat(says, "works", failures)


def fails(says: str, error: str = "NoMatchingError") -> OnChat:
    """Return that a chat takes that error branch at once."""
    return OnChat(says, "fails", (Failure(error),))


def idles(says: str) -> OnChat:
    """Return that a chat goes on as after success, and nothing has happened."""
    return OnChat(says, "idle")


Respect = Literal["parameters", "errors", "conditions", "flow types"]
CHANNELS: Final = frozenset({"VOICE", "CHAT", "TASK", "EMAIL"})


@dataclass(frozen=True, slots=True)
class ActionRule:
    """One row: what is known of an action type.

    Attributes:
        source: ``D`` AWS's page of the action, ``S`` third parties' probes of the live service, ``C`` real
            exports, ``second-hand`` a name and parameters reported from exports that we have not seen.
            Where they disagree, S and C have won.
        page: of AWS's documentation, its name; empty when there is none.
        chat: what a chat meets.
        parameters: all that it has, in the documentation's order.
        groups: of them.
        errors: branches that it has. Any other one is refused, see `unsure`.
        result: what its conditions are about; None when it has none, and then conditions are refused.
        ends: ``always`` it ends the flow and has no way out; ``on success`` only its error branches go on;
            ``may`` it depends on its parameters; empty: it always goes on.
        needs_next: Connect refuses it without NextAction.
        channels: on which it does its work.
        flow_types: where it may stand, names of the API, and ``MODULE``.
        unsure: respects in which the row is not known well enough to refuse what deviates.
        documented: AWS documents the type under this name.
    """

    source: str
    page: str
    chat: OnChat
    parameters: tuple[Parameter, ...] = ()
    groups: tuple[Group, ...] = ()
    errors: tuple[ErrorRule, ...] = ()
    result: ResultRule | None = None
    ends: Ends = ""
    needs_next: bool = True
    channels: frozenset[str] = CHANNELS
    flow_types: frozenset[str] = field(default_factory=frozenset)
    unsure: frozenset[Respect] = frozenset()
    documented: bool = True

    @property
    def is_terminal(self) -> bool:
        """Whether it has no way out at all."""
        return self.ends == "always"

    @property
    def is_dead_on_chat(self) -> bool:
        """Whether a chat always takes an error branch here."""
        return self.chat.effect == "fails"

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators of its conditions; empty when it has none."""
        return self.result.operators if self.result else ()

    def list_required_errors(self, parameters: Mapping[str, Json]) -> tuple[str, ...]:
        """Return the error branches that an action with these parameters must have. Pure."""
        return tuple(each.name for each in self.errors if each.required and _applies(each, parameters))

    def allows_error(self, name: str, parameters: Mapping[str, Json]) -> bool:
        """Tell whether an action with these parameters can have that error branch. Pure."""
        return any(each.name == name and _applies(each, parameters) for each in self.errors)


def _applies(error: ErrorRule, parameters: Mapping[str, Json]) -> bool:
    return error.when is None or error.when.holds(parameters)
