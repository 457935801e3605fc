"""Before a run on a live instance: agents who are online are not offered chats that nobody meant for them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chatcheck.cli.output import complain
from chatcheck.cli.run_terms import Terms
from chatcheck.converse.access import Access
from chatcheck.converse.agents import Queue, list_queues
from chatcheck.converse.refusals import DENIED
from chatcheck.errors import Diagnostic, TransportError, UsageError, format_diagnostic
from chatcheck.planning import Planned

UNCHECKED = Diagnostic(
    "U518",
    "NOT CHECKED whether agents are online: --no-agent-check",
    why="agents who are online may be offered these chats, in any queue that the flows reach",
    severity="warning",
)


def check_agents(
    args: argparse.Namespace, planned: Sequence[Planned], terms: Terms, names: Mapping[str, str]
) -> tuple[Queue, ...]:
    """Refuse the run when an agent is online in a queue that a chat does not allow; returns all queues.

    Asks the instance, but not where the endpoint is this machine: nobody waits there. `names` are the
    deployment's names of queues, by id. Raises UsageError with a finding for each such queue,
    TransportError when it cannot be found out.
    """
    held = [each for each in planned if each.held is not None]
    if terms.place.is_loopback or not held:
        return ()
    if args.no_agent_check:
        complain(format_diagnostic(UNCHECKED))
        return ()
    queues: tuple[Queue, ...] = ()
    for instance_id in sorted({str(each.held.document["InstanceId"]) for each in planned if each.held}):
        queues += ask_queues(terms.place.region, instance_id)
    findings = list(find_staffed(held, queues, names))
    if findings:
        raise UsageError(findings)
    return queues


def find_staffed(
    held: Iterable[Planned], queues: Iterable[Queue], names: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield a finding for each queue with agents online that is not allowed by every chat. Pure.

    `names` are the deployment's, by id.
    """
    held = list(held)
    for queue in queues:
        known = {queue.id, queue.name, names.get(queue.id, queue.name)}
        against = [each for each in held if known.isdisjoint(each.chat.allow_queues)]
        if queue.agents and against:
            yield _refuse(queue, names.get(queue.id, queue.name), against)


def _refuse(queue: Queue, name: str, against: Sequence[Planned]) -> Diagnostic:
    first = against[0].chat
    agents = "1 agent is" if queue.agents == 1 else f"{queue.agents} agents are"
    more = f", nor do {len(against) - 1} more chats" if len(against) > 1 else ""
    what = f"{agents} online in the queue `{name}`, which the chat `{first.name}` does not allow{more}"
    why = "nothing was started: an agent could be offered a chat that no customer began"
    fix = (
        f"wait until nobody is online; or write `allow_queues: [{name}]` into the spec when its agents "
        "know of it; or add --no-agent-check"
    )
    return Diagnostic("U517", what, first.position, first.snippet, why, fix)


def ask_queues(region: str, instance_id: str) -> tuple[Queue, ...]:
    """Return an instance's queues, with the agents online. Raises TransportError that says what it means."""
    try:
        return list_queues(Access(region), instance_id)
    except TransportError as failure:
        cause = failure.diagnostics[0]
    what = "whether agents are online cannot be found out, so nothing was started"
    why = "; ".join(filter(None, (cause.what, cause.why)))
    mend = "allow connect:ListQueues and connect:GetCurrentMetricData on the instance"
    if cause.code != DENIED and cause.fix:
        mend = cause.fix
    fix = f"{mend}; or add --no-agent-check"
    raise TransportError(Diagnostic("C344", what, why=why, fix=fix))
