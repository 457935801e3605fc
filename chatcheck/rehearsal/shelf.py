"""What a flow refers to, as it stands in a project's files: other flows, modules, bots, queues, hours."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chatcheck.errors import FlowError, SpecError
from chatcheck.flow.model import Action, ErrorBranch, Flow, Transitions
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.requests import Answer, Failed, FlowLoaded, LoadFlow
from chatcheck.flow.run import QueueView
from chatcheck.lex.definition import BotDefinition
from chatcheck.spec.source_file import read_text

if TYPE_CHECKING:
    from chatcheck.spec.environment import Hours, OpenSlot

_REFERENCE = re.compile(r"\$\{[a-z]+:([^}]*)\}(?::[^:/]*)?")
_FUNCTION = re.compile(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]*)")
ALWAYS, NEVER = "always", "never"
DAYS_OF_A_WEEK = 7


@dataclass(slots=True)
class Shelf:
    """The files of a project's `specs`, read when they are asked for.

    Attributes:
        specs: the folder, or None for a flow that stands alone.
        bots: by name, as the embedded Lex executes them.
        queues: their names in any environment; None when there are no environments.
        hours: names of hours that are ``always`` or ``never`` open, in every environment.
        queue_hours: likewise, queues by whether their hours are.
    """

    specs: Path | None
    bots: Mapping[str, BotDefinition] = field(default_factory=dict)
    queues: frozenset[str] | None = None
    hours: Mapping[str, str] = field(default_factory=dict)
    queue_hours: Mapping[str, str] = field(default_factory=dict)
    _flows: dict[Path, Flow] = field(default_factory=dict)
    _named: dict[str, Flow] = field(default_factory=dict)

    def load(self, path: Path) -> Flow:
        """Return the flow of a file. Raises SpecError or FlowError."""
        if path not in self._flows:
            self._flows[path] = parse_flow(read_text(path), str(path))
        return self._flows[path]

    def prepare(self, path: Path) -> Flow:
        """Return the flow to begin with: that of the file, or one that calls the file's module."""
        flow = self.load(path)
        if "Settings" not in flow.document:
            return flow
        self._named[path.stem] = flow
        way = Transitions("end", (), (ErrorBranch("NoMatchingError", "end"),))
        call = Action("call", "InvokeFlowModule", {"FlowModuleId": f"${{module:{path.stem}}}"}, way)
        end = Action("end", "DisconnectParticipant")
        return Flow("call", {"call": call, "end": end}, {}, f"caller of {path.stem}")

    def list_queues(self, flow: Flow) -> tuple[QueueView, ...] | None:
        """Return the queues that a chat can be sent to: the environments', and those that the flow names."""
        if self.queues is None:
            return None
        named = [action.parameters.get("QueueId") for action in flow.actions.values()]
        literal = {each for each in named if isinstance(each, str) and "$" not in each}
        references = {f"${{queue:{name}}}": name for name in sorted(self.queues)}
        views = {**references, **dict.fromkeys(sorted(literal), "")}
        return tuple(QueueView(each, each, name) for each, name in views.items())

    def answer(self, request: LoadFlow) -> Answer:
        """Return the flow or module that another one goes on with."""
        name = find_name(request.flow)
        if name in self._named:
            return FlowLoaded(self._named[name], f"{request.kind}/{name}")
        path = self.specs / "flows" / f"{name}.json" if self.specs is not None else None
        if path is None or not path.is_file():
            return Failed(f"there is no {request.kind} `{name}` among the project's flows")
        try:
            return FlowLoaded(self.load(path), f"{request.kind}/{name}")
        except (FlowError, SpecError) as error:
            return Failed(f"the {request.kind} `{name}` cannot be read: {error.diagnostics[0].what}")


def open_shelf(path: Path) -> Shelf:
    """Return the shelf of the project that a flow's file belongs to.

    A flow belongs to a project when it stands in `flows`, beside `bots` or `environments.yaml`.
    Raises SpecError for bots or environments that are wrong.
    """
    specs = path.resolve().parent.parent if path.resolve().parent.name == "flows" else None
    if specs is None or not ((specs / "bots").is_dir() or (specs / "environments.yaml").is_file()):
        return Shelf(None)
    bots = _read_bots(specs / "bots")
    file = specs / "environments.yaml"
    if not file.is_file():
        return Shelf(specs, bots)
    environments = importlib.import_module("chatcheck.spec.environment").load_environments(file).values()
    queues = frozenset(name for each in environments for name in each.queues)
    hours = _tell_all((name, each.hours[name]) for each in environments for name in each.hours)
    queue_hours = _tell_all(
        (name, each.hours[queue.hours]) for each in environments for name, queue in each.queues.items()
    )
    return Shelf(specs, bots, queues, hours, queue_hours)


def find_name(reference: str) -> str:
    """Return the name in ``${kind:name}``, or the last part of an ARN or id; no version, no alias. Pure."""
    found = _REFERENCE.fullmatch(reference) or _FUNCTION.match(reference)
    return found[1] if found else reference.rpartition("/")[2].partition(":")[0]


def _read_bots(folder: Path) -> dict[str, BotDefinition]:
    if not folder.is_dir():
        return {}
    bots = importlib.import_module("chatcheck.spec.bot").load_bots(folder)
    define = importlib.import_module("chatcheck.cli.flow_bots").define_bot
    return {name: define(bot) for name, bot in bots.items()}


def _tell_all(named: Iterable[tuple[str, Hours]]) -> dict[str, str]:
    """Return what is ``always`` or ``never`` open, by name, where all that have the name agree."""
    known: dict[str, set[str]] = {}
    for name, hours in named:
        known.setdefault(name, set()).add(_tell_hours(hours.slots))
    return {name: each.pop() for name, each in known.items() if len(each) == 1 and each <= {ALWAYS, NEVER}}


def _tell_hours(slots: Sequence[OpenSlot]) -> str:
    whole_days = {each.day for each in slots if each.opens == each.closes}
    return ALWAYS if len(whole_days) == DAYS_OF_A_WEEK else "" if slots else NEVER
