"""The way of the contact through its flows, against the blocks that `after` names. Pure.

It was observed as ``visited``: ``path``, flow and block of each entry of the flow log in order, and
``asked``, for each name whether some flow of the deployment has such a block (null: it could not be found
out) and the nearest name. Null when nothing was logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chatcheck.errors import suggest
from chatcheck.judge.finding import Finding
from chatcheck.judge.readings import Reading, differ, fault, forbid, leave_open
from chatcheck.spec.model import After

Json = Any
Visit = tuple[str, str]
"""Flow and block."""
SHOWN_CHARS: Final = 90
NO_SUCH_BLOCK: Final = "no flow has this block"


def is_final(finding: Finding) -> bool:
    """Tell whether no later reading can undo a finding. Pure.

    The block was visited, there is none, or a placeholder has no value.
    """
    return finding.kind in ("forbidden", "unresolved") or finding.what == NO_SUCH_BLOCK


def check_visited(after: After, reading: Reading | None) -> Iterator[Finding]:
    """Yield a finding for each block that was not visited and should be, or the other way round."""
    key = "visited" if after.visited else "not_visited"
    path = None if reading is None or reading.value is None else _read_path(reading.value)
    if reading is None or (reading.value is not None and path is None):
        yield fault(after, key, reading, "the way through the flows")
    elif not path:
        what = "the flow log tells nothing of this contact"
        actual = (
            "no entry: flow logs are off at the instance (CONTACTFLOW_LOGS), no block of the flow switches "
            "them on (UpdateFlowLoggingBehavior), or CloudWatch takes longer than `within`"
        )
        yield leave_open(after, key, reading, what, "entries in the flow log", actual)
    else:
        yield from _check_names(after, reading, path)


def _check_names(after: After, reading: Reading, path: Sequence[Visit]) -> Iterator[Finding]:
    for name in after.visited:
        key = f"visited.{name}"
        if any(is_named(name, *visit) for visit in path):
            continue
        if unknown := _find_unknown(name, reading):
            yield differ(after, key, reading, NO_SUCH_BLOCK, name, unknown)
        else:
            what = "the contact did not come to the block"
            yield differ(after, key, reading, what, name, _hint(name, path) + _tell(path))
    for name in after.not_visited:
        key = f"not_visited.{name}"
        if any(is_named(name, *visit) for visit in path):
            what = "the contact came to a block that it must not come to"
            yield forbid(after, key, reading, what, f"not {name}", _tell(path, name))
        elif unknown := _find_unknown(name, reading):
            yield differ(after, key, reading, NO_SUCH_BLOCK, f"not {name}", unknown)
        elif name not in _asked(reading):
            yield leave_open(after, key, reading, "this block was not asked for then", name, _tell(path))


def is_named(name: str, flow: str, block: str) -> bool:
    """Tell whether a spec's name means this block. Pure."""
    where, slash, wanted = name.rpartition("/")
    return wanted == block and (not slash or where.partition(":")[2] == flow)


def _read_path(value: Json) -> list[Visit] | None:
    path = value.get("path") if isinstance(value, dict) else None
    if not isinstance(path, list):
        return None
    visits = [(each.get("flow"), each.get("block")) for each in path if isinstance(each, dict)]
    whole = [(flow, block) for flow, block in visits if isinstance(flow, str) and isinstance(block, str)]
    return whole if len(whole) == len(path) else None


def _asked(reading: Reading) -> Mapping[str, Json]:
    asked = reading.value.get("asked")
    return asked if isinstance(asked, dict) else {}


def _find_unknown(name: str, reading: Reading) -> str:
    """Return what to say of a name that no flow has, or nothing."""
    told = _asked(reading).get(name)
    if not isinstance(told, dict) or told.get("exists") is not False:
        return ""
    near = str(told.get("near") or "")
    return "no block of that name" + (f": did you mean `{near}`?" if near else "")


def _hint(name: str, path: Sequence[Visit]) -> str:
    block = name.rpartition("/")[2]
    elsewhere = [flow for flow, visited in path if visited == block]
    if elsewhere:
        return f"it came to `{block}` of {elsewhere[0]}; "
    near = suggest(block, {visited for _, visited in path})
    return f"{near} It came along " if near.startswith("did you mean") else ""


def _tell(path: Sequence[Visit], until: str = "") -> str:
    """Return the end of the way in one line, up to `until`; the flow's name stands where it changes.

    The transcript has all of it.
    """
    end = next((at for at, visit in enumerate(path) if until and is_named(until, *visit)), len(path) - 1)
    told = ""
    for at in range(end, -1, -1):
        flow, block = path[at]
        is_first = at == 0 or path[at - 1][0] != flow
        word = f"{flow}: {block}" if is_first else block
        longer = f"{word} -> {told}" if told else word
        if told and len(longer) > SHOWN_CHARS:
            return f"… -> {told}"
        told = longer
    return told
