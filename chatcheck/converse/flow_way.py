"""The way of one contact through its flows, as the transcript records it for `after.visited`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chatcheck.converse.flow_contents import collect_contents, list_blocks
from chatcheck.converse.log_patience import Quiet
from chatcheck.converse.log_ports import FlowContent
from chatcheck.converse.ports import ChatService, Stamp
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import suggest
from chatcheck.flow_log import Entry, name_flows, read_log
from chatcheck.judge.after_visited import is_named

Json = Any


@dataclass(slots=True)
class FlowWay:
    """Reads the flow log of one contact, as often as it is asked.

    Attributes:
        flow_names: names of the deployment's flows by id.
        since: when the chat began.
    """

    service: ChatService
    stamp: Stamp
    instance_id: str
    contact_id: str
    flow_names: Mapping[str, str]
    since: datetime
    _quiet: Quiet = field(init=False)
    _contents: dict[str, FlowContent] | None = None
    _may_describe: bool = True

    def __post_init__(self) -> None:
        """Nothing was read yet."""
        self._quiet = Quiet(self.stamp)

    @property
    def has_settled(self) -> bool:
        """Whether the absence of a block can be believed."""
        return self._quiet.has_settled()

    async def read(self, asked: Sequence[str]) -> Mapping[str, Json] | None:
        """Return the path, and for each asked name whether there is such a block; None without entries.

        Talks to AWS. Raises TransportError.
        """
        lines = await self.service.read_flow_log(self.instance_id, [self.contact_id], self.since)
        self._quiet.note(lines)
        entries = read_log(each.message for each in lines).of([self.contact_id]).entries
        if not entries:
            return None
        await self._find_contents(entries)
        names = self._name(entries)
        path = [{"flow": names[each.flow_id], "block": each.identifier} for each in _drop_repeats(entries)]
        return {"path": path, "asked": {name: self._look_up(name, names) for name in asked}}

    async def _find_contents(self, entries: Sequence[Entry]) -> None:
        """Ask once; who may not describe flows goes without: then names cannot be checked."""
        if self._contents is not None or not self._may_describe:
            return
        modules = {each.flow_id for each in entries if each.is_module}
        flows = {*self.flow_names, *(each.flow_id for each in entries)} - modules
        try:
            self._contents = await collect_contents(
                self.service, self.instance_id, sorted(flows), sorted(modules)
            )
        except ServiceRefusal as refusal:
            if not refusal.is_denied:
                raise
            self._may_describe = False

    def _name(self, entries: Sequence[Entry]) -> Mapping[str, str]:
        known = {each.id: each.name for each in (self._contents or {}).values()}
        logged = {each.flow_id: each.flow_name for each in entries}
        return name_flows(self.flow_names, {**logged, **known})

    def _look_up(self, name: str, names: Mapping[str, str]) -> Mapping[str, Json]:
        if self._contents is None:
            return {"exists": None, "near": ""}
        there = [(names[each.id], block) for each in self._contents.values() for block in list_blocks(each)]
        if any(is_named(name, flow, block) for flow, block in there):
            return {"exists": True, "near": ""}
        where, slash, block = name.rpartition("/")
        near = suggest(block, {each for flow, each in there if not slash or where.partition(":")[2] == flow})
        found = near.split("`")[1] if near.startswith("did you mean") else ""
        return {"exists": False, "near": f"{where}{slash}{found}" if found else ""}


def _drop_repeats(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries but for those of the block before: one for each attribute that it sets."""
    last: tuple[str, str] | None = None
    for entry in entries:
        if (entry.flow_id, entry.identifier) != last:
            yield entry
        last = entry.flow_id, entry.identifier
