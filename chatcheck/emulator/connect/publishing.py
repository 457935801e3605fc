"""Publishing a flow or module: parse it, check it as Connect does, refuse it with all its problems."""

from __future__ import annotations

from chatcheck.emulator.connect.cross_references import find_broken_references
from chatcheck.emulator.connect.models import ConnectBackend
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError
from chatcheck.errors import Diagnostic, FlowError
from chatcheck.flow.catalogue import CONTENT_LIMIT_CHARS, MODULE
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.validate import find_problems

behaviour(
    "publishing",
    "publishing validates the content and refuses it with 400 and all problems; saving validates nothing",
    "documented",
    "CreateContactFlow: Status, InvalidContactFlowException",
)
behaviour(
    "publishing",
    "the wording of a problem is ours",
    "assumed",
    "the service's texts are published for a few rules only",
)


def check_content(backend: ConnectBackend, instance_id: str, content: str, flow_type: str) -> Flow:
    """Return the parsed flow when it can be published; `flow_type` is the API's, or ``MODULE``.

    Raises ServiceError: ``InvalidContactFlowException`` (for a module ``InvalidContactFlowModuleException``),
    400, with every problem.
    """
    is_module = flow_type == MODULE
    try:
        flow = parse_flow(content, "content")
    except FlowError as error:
        raise _refuse([_describe(each) for each in error.diagnostics], is_module) from None
    problems = [each.message for each in find_problems(flow, flow_type, is_module)]
    if len(content) > CONTENT_LIMIT_CHARS:
        problems.append(
            f"The content has {len(content)} characters, at most {CONTENT_LIMIT_CHARS} are allowed"
        )
    problems += find_broken_references(backend, instance_id, flow)
    if problems:
        raise _refuse(list(dict.fromkeys(problems)), is_module)
    return flow


def _describe(diagnostic: Diagnostic) -> str:
    place = diagnostic.position
    where = f"line {place.line}, column {place.column}: " if place else ""
    why = f" ({diagnostic.why})" if diagnostic.why else ""
    return f"{where}{diagnostic.what}{why}"


def _refuse(problems: list[str], is_module: bool) -> ServiceError:
    found = [{"message": each} for each in problems]
    if is_module:
        message = "The flow module is not valid."
        extra = {"Problems": found, "problems": found}
        return ServiceError("InvalidContactFlowModuleException", message, 400, extra)
    return ServiceError("InvalidContactFlowException", "The flow is not valid.", 400, {"problems": found})
