"""`run --coverage`: which blocks and branches of the flows the chats of a run exercised."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from chatcheck.cli.coverage_options import CoverageRequest
from chatcheck.cli.coverage_reports import judge_share, write_reports
from chatcheck.cli.flow_sources import FLOWS, find_source
from chatcheck.cli.output import complain, say
from chatcheck.cli.reports import read_stream
from chatcheck.cli.run_ending import EXIT_INTERRUPTED
from chatcheck.cli.signals import obey_signals
from chatcheck.converse.access import Access
from chatcheck.converse.flow_contents import collect_contents
from chatcheck.converse.log_patience import await_flow_log
from chatcheck.converse.log_ports import FlowContent, LogService
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.services import open_service
from chatcheck.coverage import summary
from chatcheck.coverage.measure import Coverage, describe_path, is_complete, measure
from chatcheck.coverage.shape import Shape, read_shape
from chatcheck.errors import Diagnostic, FlowError, TransportError, format_diagnostic
from chatcheck.flow.parse import parse_flow
from chatcheck.flow_log import Log, name_flows, read_flow_id, read_log
from chatcheck.planning import Planned
from chatcheck.render.deployment import Deployment
from chatcheck.report import json_report as results_json

PATIENCE_S: Final = 90.0
STOPPING: Final = "stopping: there is no coverage; the reports are written"
EXIT_FAILED: Final = 1
EXIT_BROKEN: Final = 3


@dataclass(frozen=True, slots=True)
class Held:
    """What was held: the contacts of the run's chats, the flows they began in, and since when."""

    contact_ids: tuple[str, ...]
    entry_flows: frozenset[str]
    since: datetime


def add_coverage(
    request: CoverageRequest,
    planned: Sequence[Planned],
    deployment: Deployment,
    stream: Path,
    pacer: Pacer,
) -> int:
    """Measure, tell and report the coverage of a run, and note each chat's path in its stream.

    Talks to AWS. Returns 0; 1 where it is less than was asked; 3 where it was asked for and cannot be had;
    130 when a signal ends the wait. Raises UsageError when a report cannot be written.
    """
    held = _read_held(planned, stream)
    if held is None:
        return _give_up(request, Diagnostic("V421", "no coverage: no chat was held"))
    try:
        coverage = asyncio.run(_measure(deployment, held, pacer))
    except asyncio.CancelledError:
        return EXIT_INTERRUPTED
    except TransportError as failure:
        cause = failure.diagnostics[0]
        return _give_up(request, cause._replace(what=f"no coverage: {cause.what}"))
    if isinstance(coverage, Diagnostic):
        return _give_up(request, coverage)
    say(summary.render(coverage))
    for each in _list_doubts(coverage):
        complain(format_diagnostic(each))
    _note_paths(coverage, stream)
    write_reports(request.reports, coverage)
    return judge_share(coverage, request.fail_under)


def _read_held(planned: Sequence[Planned], stream: Path) -> Held | None:
    transcripts = [each.transcript for each in read_stream(stream) if each.transcript is not None]
    begun = [each for each in transcripts if each.contact_id]
    if not begun:
        return None
    flows = {
        read_flow_id(str(each.held.document["ContactFlowId"])) for each in planned if each.held is not None
    }
    since = min(datetime.fromisoformat(each.started) for each in begun)
    return Held(tuple(each.contact_id for each in begun), frozenset(flows), since)


async def _measure(deployment: Deployment, held: Held, pacer: Pacer) -> Coverage | Diagnostic:
    obey_signals(asyncio.current_task(), STOPPING)
    async with open_service(Access(deployment.region), pacer=pacer) as service:
        contents = await collect_contents(
            service, deployment.instance_id, {*deployment.flows.values(), *held.entry_flows}
        )
        shapes = _read_shapes(deployment, contents)
        log = await _await_log(service, deployment, held, shapes)
        executed = {each.flow_id: each.is_module for each in log.entries if each.flow_id not in contents}
        if executed:
            flows = [each for each, is_module in executed.items() if not is_module]
            modules = [each for each, is_module in executed.items() if is_module]
            contents |= await collect_contents(service, deployment.instance_id, flows, modules)
            shapes = _read_shapes(deployment, contents)
        if not log.entries:
            return await _explain_silence(service, deployment, shapes)
    return measure(log, shapes, held.contact_ids, held.entry_flows)


async def _await_log(
    service: LogService, deployment: Deployment, held: Held, shapes: Collection[Shape]
) -> Log:
    """Wait for the log, unless nothing can be in it."""
    patience_s = PATIENCE_S if any(each.switches_on for each in shapes) else 0.0
    if patience_s and not await service.is_flow_logging_on(deployment.instance_id):
        patience_s = 0.0
    contacts = held.contact_ids
    messages = await await_flow_log(
        service,
        deployment.instance_id,
        contacts,
        held.since,
        patience_s,
        lambda some: is_complete(read_log(some), shapes, contacts),
    )
    return read_log(messages).of(contacts)


async def _explain_silence(
    service: LogService, deployment: Deployment, shapes: Collection[Shape]
) -> Diagnostic:
    what = "no coverage: the flow log tells nothing of the run's contacts"
    if not await service.is_flow_logging_on(deployment.instance_id):
        why = f"the instance {deployment.instance_id} writes no flow logs"
        return Diagnostic("V422", what, why=why, fix="switch them on: its attribute CONTACTFLOW_LOGS")
    if not any(each.switches_on for each in shapes):
        why = "no block of the flows switches logging on"
        fix = "begin the flow with UpdateFlowLoggingBehavior, FlowLoggingBehavior Enabled"
        return Diagnostic("V422", what, why=why, fix=fix)
    why = f"nothing came within {PATIENCE_S:g} s, and CloudWatch may take longer"
    return Diagnostic("V422", what, why=why, fix="look into the instance's log group, and run again")


def _read_shapes(deployment: Deployment, contents: dict[str, FlowContent]) -> list[Shape]:
    names = name_flows(deployment.flow_names, {each.id: each.name for each in contents.values()})
    shapes = []
    for content in contents.values():
        name = names[content.id]
        source = find_source(FLOWS, name)
        try:
            flow = parse_flow(content.content, name)
        except FlowError as error:
            cause = error.diagnostics[0]
            what = f"the content of `{name}` cannot be read: {cause.what}"
            complain(format_diagnostic(cause._replace(what=what, severity="warning")))
            continue
        shapes.append(
            read_shape(
                flow, content.id, name, is_module=content.is_module, file=source.file, lines=source.lines
            )
        )
    return shapes


def _list_doubts(coverage: Coverage) -> list[Diagnostic]:
    doubts = []
    if coverage.silent:
        number, total = len(coverage.silent), len(coverage.silent) + len(coverage.paths)
        what = f"the flow log tells nothing of {number} of {total} contacts: {', '.join(coverage.silent[:5])}"
        why = "what they exercised is not in the numbers"
        doubts.append(Diagnostic("V423", what, why=why, severity="warning"))
    if coverage.foreign:
        what = f"flows were executed whose content is not there: {', '.join(coverage.foreign)}"
        doubts.append(Diagnostic("V423", what, severity="warning"))
    return doubts


def _note_paths(coverage: Coverage, stream: Path) -> None:
    """Write each chat's path beside its result, one result at a time."""
    shapes = {each.shape.flow_id: each.shape for each in coverage.flows}
    noted = stream.with_suffix(".paths")
    with noted.open("w", encoding="utf-8") as lines:
        for result in read_stream(stream):
            contact = result.transcript.contact_id if result.transcript else ""
            path = describe_path(coverage.paths.get(contact, ()), shapes)
            lines.write(results_json.write_line(replace(result, path=path)) + "\n")
    noted.replace(stream)


def _give_up(request: CoverageRequest, diagnostic: Diagnostic) -> int:
    """Say why there is no coverage: an error only where a number was asked for."""
    is_needed = request.fail_under is not None
    severity = "error" if is_needed else "warning"
    complain(format_diagnostic(diagnostic._replace(severity=severity)))
    return EXIT_BROKEN if is_needed else 0
