"""Where all chats of a pytest process are held: one loop, one opened service for each Region.

They are held on `chatcheck run`'s terms: paced, marked, written into a journal, and not where an agent
is online who does not expect them. The budget of calls is shared with other processes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import pytest

from chatcheck.cli.run_record import keep_record, make_run_id
from chatcheck.cli.run_safety import check_agents
from chatcheck.cli.run_terms import choose_terms, open_pacer
from chatcheck.converse.access import Access
from chatcheck.converse.ports import ChatService
from chatcheck.converse.services import open_service
from chatcheck.planning import Planned
from chatcheck.report.result import ChatResult
from chatcheck.session import Manner, run_chats
from chatcheck.testing.background import Background
from chatcheck.testing.deployment import Target, find_target


class Hall:
    """Opened with the first chat, closed with the run.

    Attributes:
        background: the thread of the loop.
    """

    def __init__(self, target: Target) -> None:
        """Start the thread, open the journal. Raises UsageError or TransportError for bad surroundings."""
        self._args = target.args
        self._terms = choose_terms(target.args, target.deployment.region)
        self._pacer = open_pacer(self._terms)
        self._record = contextlib.ExitStack()
        self._run_id = make_run_id()
        self._ledger = self._record.enter_context(keep_record(self._run_id, self._terms.place))
        self._stack = contextlib.AsyncExitStack()
        self._services: dict[str, ChatService] = {}
        self.background = Background()

    def prepare(self, planned: Planned, queue_names: Mapping[str, str]) -> Manner:
        """Return how the chat is held.

        Raises UsageError where an agent is online in a queue that the chat does not allow.
        """
        queues = check_agents(self._args, [planned], self._terms, queue_names)
        return Manner(
            1,
            queue_names=queue_names,
            listed_queues={each.id: each.name for each in queues},
            watches_queues=not self._terms.place.is_loopback,
            run_id=self._run_id,
            ledger=self._ledger,
            pacer=self._pacer,
        )

    async def hold(self, planned: Planned, manner: Manner) -> ChatResult:
        """Hold one chat, in the loop of `background`. Raises TransportError when no service can be set up."""
        region = planned.held.region if planned.held is not None else None
        if region is not None and region not in self._services:
            service = open_service(Access(region), pacer=self._pacer)
            self._services[region] = await self._stack.enter_async_context(service)
        results = [each async for each in run_chats([planned], manner, self._services)]
        return results[0]

    def close(self) -> None:
        """Close the services and the journal, and end the thread."""
        with self._record:
            self.background.run(self._stack.aclose())
            self.background.close()


_KEY = pytest.StashKey[Hall]()


def find_hall(config: pytest.Config) -> Hall:
    """Return the hall of this pytest process, made with the first call. Raises what making it raises."""
    if _KEY not in config.stash:
        config.stash[_KEY] = Hall(find_target(config))
        config.add_cleanup(config.stash[_KEY].close)
    return config.stash[_KEY]
