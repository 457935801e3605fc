"""Which chat is held next: all of a run's chats in turn, each rendered anew."""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from chatcheck.errors import Diagnostic, UsageError
from chatcheck.load.settings import LoadSettings
from chatcheck.planning import Planned, plan
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs
from chatcheck.spec.model import Spec

NOTHING_TO_HOLD = Diagnostic(
    "U546",
    "there is no chat to hold: every one of them is skipped, or the files lack those that were chosen",
    fix="let every worker have the same spec files as the master, at the same paths",
)


class Programme:
    """The chats of a load run, over and over. Reads files; SSM where a spec asks for it."""

    def __init__(self, settings: LoadSettings) -> None:
        """Load the specs and render every chat once. Raises ChatcheckError when one cannot be held."""
        deployment = settings.deployment
        self._deployment = deployment
        self._sources = Sources(settings.variables, os.environ, deployment.outputs, deployment.region)
        single = _split(load_specs(settings.paths, settings.variables), settings.chats)
        planned = plan(single, deployment, self._sources)
        held = [(spec, each.held) for spec, each in zip(single, planned, strict=True)]
        self._single = [spec for spec, invocation in held if invocation is not None]
        self._regions = {invocation.region for _, invocation in held if invocation is not None}
        if not self._single:
            raise UsageError(NOTHING_TO_HOLD)
        self._next = itertools.cycle(self._single)

    def __len__(self) -> int:
        """Return how many chats there are."""
        return len(self._single)

    def list_regions(self) -> list[str]:
        """Return where the chats are started."""
        return sorted(self._regions)

    def plan_next(self) -> Planned:
        """Render the next chat: ``${uuid}`` and ``${now}`` are other ones each time."""
        (planned,) = plan([next(self._next)], self._deployment, self._sources)
        return planned


def _split(specs: Iterable[Spec], chosen: Sequence[tuple[str, str]]) -> list[Spec]:
    """Return a spec for each chat that is held, so that one can be rendered alone."""
    wanted = {(Path(file), name) for file, name in chosen}
    return [
        dataclasses.replace(spec, chats=(chat,))
        for spec in specs
        for chat in spec.chats
        if not wanted or (Path(spec.file), chat.name) in wanted
    ]
