"""Where all chats of a pytest process are held: one loop, and one opened service for each Region.

They are as kind to others as those of `chatcheck run`: paced together with all runs of this machine,
kept from agents, marked, and written down before they start.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from dataclasses import dataclass, field, replace

import pytest

from chatcheck.cli.output import complain
from chatcheck.cli.run_record import keep_record, make_run_id
from chatcheck.cli.run_safety import UNCHECKED, ask_queues, find_staffed
from chatcheck.cli.run_terms import Terms, choose_terms, open_pacer
from chatcheck.converse.access import Access
from chatcheck.converse.agents import Queue
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.ports import ChatService, Ledger
from chatcheck.converse.services import open_service
from chatcheck.errors import ChatcheckError, UsageError, format_diagnostic
from chatcheck.planning import Planned
from chatcheck.report.result import ChatResult
from chatcheck.session import Manner, run_chats
from chatcheck.testing.background import Background
from chatcheck.testing.deployment import read_args, rename_in, rename_options


@dataclass(frozen=True, slots=True)
class _Region:
    """What was opened for one Region; `queues` are those of the instances that were asked, by instance."""

    terms: Terms
    run_id: str
    pacer: Pacer
    ledger: Ledger
    service: ChatService
    queues: dict[str, tuple[Queue, ...]] = field(default_factory=dict)


class Hall:
    """Opened with the first chat, closed with the run.

    Attributes:
        background: the thread of the loop.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        """Start the thread; nothing is opened yet. `args` are those of `chatcheck run`."""
        self.background = Background()
        self._args = args
        self._stack = contextlib.AsyncExitStack()
        self._regions: dict[str, _Region] = {}
        self._opening = asyncio.Lock()

    async def hold(self, planned: Planned, manner: Manner) -> ChatResult:
        """Hold one chat, in the loop of `background`.

        Raises TransportError when no service can be set up, UsageError when the chat must not be held
        while agents are online.
        """
        services: dict[str, ChatService] = {}
        if planned.held is not None:
            async with self._opening:
                region = await self._open(planned.held.region)
                manner = await self._be_kind(planned, manner, region)
            services[planned.held.region] = region.service
        results = [each async for each in run_chats([planned], manner, services)]
        return results[0]

    def close(self) -> None:
        """Close the services, and end the thread."""
        self.background.run(self._stack.aclose())
        self.background.close()

    async def _open(self, name: str) -> _Region:
        if name not in self._regions:
            terms = await asyncio.to_thread(choose_terms, self._args, name)
            pacer = await asyncio.to_thread(open_pacer, terms)
            run_id = make_run_id()
            ledger = self._stack.enter_context(keep_record(run_id, terms.place))
            service = await self._stack.enter_async_context(open_service(Access(name), pacer=pacer))
            self._regions[name] = _Region(terms, run_id, pacer, ledger, service)
            if self._args.no_agent_check and not terms.place.is_loopback:
                complain(format_diagnostic(rename_in(UNCHECKED)))
        return self._regions[name]

    async def _be_kind(self, planned: Planned, manner: Manner, region: _Region) -> Manner:
        """Keep the chat from agents, and let it be held as all others of the run."""
        is_watched = not (region.terms.place.is_loopback or self._args.no_agent_check)
        queues: tuple[Queue, ...] = ()
        if is_watched and planned.held is not None:
            instance_id = str(planned.held.document["InstanceId"])
            if instance_id not in region.queues:
                region.queues[instance_id] = await _ask_queues(region.terms.place.region, instance_id)
            queues = region.queues[instance_id]
            findings = list(find_staffed([planned], queues, manner.queue_names))
            if findings:
                raise rename_options(UsageError(findings))
        return replace(
            manner,
            run_id=region.run_id,
            pacer=region.pacer,
            ledger=region.ledger,
            watches_queues=is_watched,
            listed_queues={each.id: each.name for each in queues},
        )


async def _ask_queues(region: str, instance_id: str) -> tuple[Queue, ...]:
    try:
        return await asyncio.to_thread(ask_queues, region, instance_id)
    except ChatcheckError as error:
        raise rename_options(error) from None


_KEY = pytest.StashKey[Hall]()


def find_hall(config: pytest.Config) -> Hall:
    """Return the hall of this pytest process, made with the first call."""
    if _KEY not in config.stash:
        config.stash[_KEY] = Hall(read_args(config))
    return config.stash[_KEY]


def close_hall(config: pytest.Config) -> None:
    """Close the hall of this pytest process, if there is one."""
    hall = config.stash.get(_KEY, None)
    if hall is not None:
        del config.stash[_KEY]
        hall.close()
