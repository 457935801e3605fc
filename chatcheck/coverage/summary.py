"""Coverage for the terminal: per cent of each flow, and what is missing, by name. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.coverage.measure import Coverage, FlowCoverage, Share, State

_STATES: tuple[tuple[State, str], ...] = (
    ("not observable", "not observable, logging is off there"),
    ("unreachable", "never reached on a chat"),
)


def render(coverage: Coverage) -> str:
    """Return the lines, without a newline at the end."""
    return "\n".join(_list_lines(coverage))


def _list_lines(coverage: Coverage) -> Iterator[str]:
    width = max((len(_title(each)) for each in coverage.flows), default=0)
    yield "coverage"
    for flow in coverage.flows:
        yield f"  {_title(flow):<{width}}  {_describe(flow.block_share, flow.way_share)}"
        yield from _list_missing(flow)
    if len(coverage.flows) > 1:
        yield f"  {'all':<{width}}  {_describe(coverage.block_share, coverage.way_share)}"


def _title(flow: FlowCoverage) -> str:
    return f"{'module' if flow.shape.is_module else 'flow'} {flow.shape.name}"


def _describe(blocks: Share, ways: Share) -> str:
    return f"blocks {_write(blocks)}, branches {_write(ways)}"


def _write(share: Share) -> str:
    return (
        f"{share.percent:5.1f} % ({share.exercised}/{share.countable})" if share.countable else "none to see"
    )


def _list_missing(flow: FlowCoverage) -> Iterator[str]:
    place = f"{flow.shape.file}:" if flow.shape.file else ""
    for each in flow.blocks:
        if each.state == "missing":
            block = each.block
            where = f"  {place}{block.line}" if place and block.line else ""
            says = f' "{block.says}"' if block.says else ""
            yield f"    block   {block.identifier} ({block.type}{says}){where}"
    missing_blocks = {each.block.identifier for each in flow.blocks if each.state == "missing"}
    for way in flow.ways:
        if way.state == "missing" and way.way.source not in missing_blocks:
            yield f"    branch  {way.way.source} -> {way.way.target}: {way.way.label}"
    for state, words in _STATES:
        names = [each.block.identifier for each in flow.blocks if each.state == state]
        if names:
            yield f"    left out ({words}): {', '.join(names)}"
    if flow.unknown:
        yield f"    executed, but not in its content now: {', '.join(flow.unknown)}"
