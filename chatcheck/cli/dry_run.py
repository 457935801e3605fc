"""What `run --dry-run` prints: the chats that would be held, in order, and what that costs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatcheck.cli.run_terms import Terms, count_contacts, describe_size
from chatcheck.planning import Planned


def describe_plan(planned: Sequence[Planned], terms: Terms, retries: int | None) -> str:
    """Return a line for each chat, and a last one with the number of contacts."""
    fewest, most = count_contacts(planned, retries)
    size = describe_size(fewest, most, terms)
    return "\n".join([*_describe_chats(planned), f"would start {size}"])


def _describe_chats(planned: Sequence[Planned]) -> Iterator[str]:
    for each in planned:
        name = f"{each.spec.file} › {each.chat.name}"
        if each.held is None:
            yield f"skip   {name}   {each.chat.skip}"
            continue
        flow = each.chat.flow or each.held.document["ContactFlowId"]
        yield f"start  {name}   flow {flow}, instance {each.held.document['InstanceId']}"
