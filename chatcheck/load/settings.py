"""What every worker of a load run must know, as one JSON text: the master sends it to each. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

from chatcheck.render.deployment import Deployment

FORMAT: Final = 1
RUNS: Final = ".chatcheck/runs"
"""Where `chatcheck cleanup` looks for what a killed run left."""


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """One load run.

    Attributes:
        paths: spec files and folders, which every worker must have.
        chats: file and name of each chat that is held; empty for all of them.
        variables: ``--var`` of the command line; may be secret.
        deployment: what the chats talk to.
        again: options that repeat the choice of deployment, for the command of one chat.
        rate: chats started in a second by all workers together; None for the default.
        i_know: whether more than half of a quota may be taken.
        users: how many chats are open at most, over all workers.
        listed_queues: the names that the instance itself has for its queues, by id.
        watches_queues: whether each chat is stopped where it must not be.
        run_id: marks every contact of the run; each worker adds a part of its own for its journal.
    """

    paths: tuple[str, ...]
    deployment: Deployment
    chats: tuple[tuple[str, str], ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    again: tuple[str, ...] = ()
    rate: float | None = None
    i_know: bool = False
    users: int = 1
    listed_queues: Mapping[str, str] = field(default_factory=dict)
    watches_queues: bool = False
    run_id: str = ""

    def to_text(self) -> str:
        """Return it as one line of JSON; `from_text` is its inverse."""
        return json.dumps({"format": FORMAT, **asdict(self)})

    @staticmethod
    def from_text(text: str) -> LoadSettings:
        """Read what `to_text` wrote.

        Raises ValueError for another format, as of a master of another version; KeyError or TypeError
        for data of another shape.
        """
        data = json.loads(text)
        if data.pop("format") != FORMAT:
            raise ValueError(f"load settings of another format than {FORMAT}")
        return LoadSettings(
            **{
                **data,
                "paths": tuple(data["paths"]),
                "deployment": Deployment(**data["deployment"]),
                "chats": tuple((file, name) for file, name in data["chats"]),
                "again": tuple(data["again"]),
            }
        )
