"""What is set on the way to an action, and what may be set before the flow begins. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from chatcheck.flow.lint.context import Context
from chatcheck.flow.model import Action


def is_first_flow(context: Context) -> bool:
    """Tell whether contacts begin in this flow, as far as is known: nothing is set before."""
    return context.flow_type in ("", "CONTACT_FLOW") and not context.is_entered_from_elsewhere


def reach_unset(context: Context, setters: Iterable[Action]) -> set[str]:
    """Return the actions that can be reached without one of `setters` having succeeded.

    A module that is called may set it as well: behind it nothing is said.
    """
    return context.graph.reach(blocked=dict.fromkeys(_list_setters(context, setters), "error"))


def reach_untried(context: Context, setters: Iterable[Action]) -> set[str]:
    """Return the actions that can be reached without one of `setters`, or a module, having been tried."""
    names = _list_setters(context, setters)
    return context.graph.narrow(
        context.flow, lambda action, ways: [] if action.identifier in names else ways
    ).reach()


def _list_setters(context: Context, setters: Iterable[Action]) -> set[str]:
    return {each.identifier for each in [*setters, *context.list_actions("InvokeFlowModule")]}
