"""What a rule sees: one flow, what is known of its actions, and its neighbours. Built once for each flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from chatcheck.flow.catalogue import RULES, ActionRule
from chatcheck.flow.jsonpath import find_paths, split_path
from chatcheck.flow.lint.arn import UUID_CHARS
from chatcheck.flow.lint.graph import Graph
from chatcheck.flow.lint.project import Project
from chatcheck.flow.lint.talk import compares_channel, select_chat_ways, select_chat_ways_by_channel
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.parameter_rules import find_faults
from chatcheck.flow.parameter_texts import Fault
from chatcheck.flow.positions import Path

Json = Any


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds of rules; `settings` reads them.

    Attributes:
        actions: of a flow, from which it is near Connect's limit.
        content_chars: of a flow's text, likewise.
        module_depth: how deep modules may call each other.
        lambda_s: seconds that a customer may wait for one function.
    """

    actions: int = 200
    content_chars: int = 200_000
    module_depth: int = 5
    lambda_s: int = 8


class Text(NamedTuple):
    """A text in an action's parameters or operands; `path` begins below the action."""

    action: Action
    path: Path
    value: str


class Read(NamedTuple):
    """An attribute path in a text: as written, and its names."""

    action: Action
    path: Path
    written: str
    names: tuple[str, ...]


@dataclass(eq=False)
class Context:
    """One flow, as rules see it. What costs something is found when the first rule asks for it.

    Attributes:
        flow: read, not to be changed.
        flow_type: the API's, such as ``CONTACT_FLOW``; empty where nobody knows.
        name: by which other files refer to it: its file's, without the suffix.
        text: of the file, where there is one.
    """

    flow: Flow
    flow_type: str = ""
    is_module: bool = False
    name: str = ""
    text: str | None = None
    project: Project = field(default_factory=Project)
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def rows(self) -> list[tuple[Action, ActionRule]]:
        """The actions whose type is known, each with its row of the table."""
        return [(each, RULES[each.type]) for each in self.flow.actions.values() if each.type in RULES]

    @cached_property
    def by_type(self) -> Mapping[str, list[Action]]:
        """The actions by their type, in document order."""
        found: dict[str, list[Action]] = {}
        for action in self.flow.actions.values():
            found.setdefault(action.type, []).append(action)
        return found

    def list_actions(self, *types: str) -> Iterator[Action]:
        """Yield the actions of these types, type by type."""
        for each in types:
            yield from self.by_type.get(each, ())

    @cached_property
    def graph(self) -> Graph:
        """The ways between the actions, on any channel."""
        return Graph.of(self.flow)

    @cached_property
    def chat_graph(self) -> Graph:
        """The ways that a chat can take."""
        return self.graph.narrow(self.flow, select_chat_ways)

    @cached_property
    def circles(self) -> list[list[str]]:
        """Groups of actions that lead back to each other, on any channel, in document order."""
        return self.graph.find_circles()

    @cached_property
    def reached(self) -> set[str]:
        """The actions that can be reached, on any channel."""
        return self.graph.reach()

    @cached_property
    def reached_by_chat(self) -> set[str]:
        """The actions that a chat can reach."""
        return self.chat_graph.reach()

    @cached_property
    def meant_for_chat(self) -> set[str]:
        """The actions that the flow itself does not keep from chats by comparing the channel."""
        if not any(compares_channel(each) for each in self.list_actions("Compare")):
            return self.reached
        return self.graph.narrow(self.flow, select_chat_ways_by_channel).reach()

    @cached_property
    def faults(self) -> Mapping[str, list[tuple[Action, Fault]]]:
        """What is wrong with parameters, by the kind of fault."""
        found: dict[str, list[tuple[Action, Fault]]] = {}
        for action, row in self.rows:
            for fault in find_faults(action, row):
                found.setdefault(fault.kind, []).append((action, fault))
        return found

    @cached_property
    def texts(self) -> list[Text]:
        """The texts in parameters and operands that may hold an attribute path, a reference or an id.

        Keys too, where they hold an attribute path.
        """
        return [each for action in self.flow.actions.values() for each in _list_texts(action)]

    @cached_property
    def reads(self) -> list[Read]:
        """Every attribute path in the texts."""
        return [
            Read(text.action, text.path, path, _split(path))
            for text in self.texts
            if "$" in text.value
            for path in find_paths(text.value)
        ]

    @property
    def is_called(self) -> bool:
        """Whether another flow or module of the project leads here."""
        return self.name in self.project.referred

    @property
    def is_entered_from_elsewhere(self) -> bool:
        """Whether another flow of the project leads here, or it is a module: something may be set already."""
        return self.is_module or self.is_called


_split = lru_cache(maxsize=4096)(split_path)


def _list_texts(action: Action) -> list[Text]:
    found: list[Text] = []
    todo: list[tuple[Path, Json]] = [(("Parameters",), action.parameters)] if action.parameters else []
    while todo:
        path, value = todo.pop()
        deeper: list[tuple[Path, Json]] = []
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(key, str) and "$" in key:
                found.append(Text(action, (*path, key), key))
            if isinstance(each, str):
                if "$" in each or each.startswith("arn:") or len(each) == UUID_CHARS:
                    found.append(Text(action, (*path, key), each))
            elif isinstance(each, dict | list):
                deeper.append(((*path, key), each))
        todo += reversed(deeper)
    for index, condition in enumerate(action.transitions.conditions):
        for number, operand in enumerate(condition.operands):
            if "$" in operand:
                place = ("Transitions", "Conditions", index, "Condition", "Operands", number)
                found.append(Text(action, place, operand))
    return found
