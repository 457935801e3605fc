"""What a flow has around it: the other flows and modules, and the names that exist beside them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from chatcheck.flow.graph import find_cycles
from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.references import find_names

_HOOKS = "UpdateContactEventHooks"


@dataclass(eq=False)
class Project:
    """The neighbours of the flows that are linted; empty when nothing is known of them.

    Attributes:
        flows: flows and modules by their files' names, as ``flow:welcome`` and ``module:greeting``.
        known: names that exist, by kind of reference. Of a kind that is missing here nothing is known.
        attributes: contact attributes that are set from outside, such as by StartChatContact.
        intents: of each bot, by its name.
    """

    flows: Mapping[str, Flow] = field(default_factory=dict)
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    attributes: frozenset[str] = frozenset()
    intents: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def referred(self) -> frozenset[str]:
        """Names of flows and modules that another one leads to."""
        return frozenset(
            name
            for node, flow in self.flows.items()
            for action in flow.actions.values()
            for kind, name in list_called(action)
            if f"{kind}:{name}" != node
        )

    @cached_property
    def calls(self) -> Mapping[str, list[str]]:
        """Which modules each module calls, as names."""
        return {
            node.partition(":")[2]: sorted(
                {
                    name
                    for action in flow.actions.values()
                    for kind, name in list_called(action)
                    if kind == "module"
                }
            )
            for node, flow in self.flows.items()
            if node.startswith("module:")
        }

    @cached_property
    def module_circles(self) -> list[list[str]]:
        """Circles of modules that call each other."""
        return find_cycles(self.calls)

    @cached_property
    def module_depths(self) -> Mapping[str, int]:
        """How many calls deep each module goes, its own included; those of a circle are left out."""
        depths: dict[str, int] = {}
        try:
            order = list(TopologicalSorter(self.calls).static_order())
        except CycleError:
            return depths
        for name in order:
            depths[name] = 1 + max((depths[each] for each in self.calls.get(name, ())), default=0)
        return depths

    @cached_property
    def set_attributes(self) -> frozenset[str] | None:
        """Contact attributes that some flow sets or that come from outside; None when any may be set."""
        found = set(self.attributes)
        for flow in self.flows.values():
            names = list_set_attributes(flow)
            if names is None:
                return None
            found |= names
        return frozenset(found)


def list_called(action: Action) -> Iterator[tuple[str, str]]:
    """Yield kind and name of each flow or module that an action refers to by ``${...}``. Pure."""
    values = [action.parameters.get("ContactFlowId"), action.parameters.get("FlowModuleId")]
    if action.type == _HOOKS:
        hooks = action.parameters.get("EventHooks")
        values += hooks.values() if isinstance(hooks, dict) else []
    for value in values:
        for kind, name in find_names(to_text(value)):
            if kind in ("flow", "module"):
                yield kind, name


def list_set_attributes(flow: Flow) -> set[str] | None:
    """Return the contact attributes that a flow sets; None when a name is made as it runs. Pure."""
    found: set[str] = set()
    for action in flow.actions.values():
        if action.type != "UpdateContactAttributes":
            continue
        given = action.parameters.get("Attributes")
        for name in given if isinstance(given, dict) else ():
            if "$." in name:
                return None
            found.add(name)
    return found
