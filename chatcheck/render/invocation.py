"""A chat and a deployment made into the exact StartChatContact input.

Pure but for reading botocore's model of the operation from disk, against which the document is
checked once more when the placeholders are filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chatcheck.errors import ChatcheckError, Diagnostic, RenderError
from chatcheck.render.deployment import Deployment
from chatcheck.render.document_rules import find_problems
from chatcheck.render.identifier import read_flow_id, read_instance_id
from chatcheck.render.problem import Problem
from chatcheck.render.service_model import load_input_shape
from chatcheck.render.substitute import describe_unknown, substitute
from chatcheck.source import Position
from chatcheck.spec.model import Chat
from chatcheck.spec.placeholder import find_names

Json = Any
Place = tuple[Position, str]


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of StartChatContact.

    Attributes:
        region: where to call.
        document: the exact input, `InstanceId` and `ContactFlowId` included; no placeholders.
        name: of the chat, for people.
    """

    region: str
    document: dict[str, Json]
    name: str


def render(chat: Chat, deployment: Deployment, values: Mapping[str, str]) -> Invocation:
    """Return the invocation that starts `chat`.

    Pure. Raises RenderError holding every finding of the chat, each at its place in the spec: an
    unknown flow or queue, a placeholder without a value, a document the service would refuse.
    """
    findings = [*_find_unknown(chat, values), *_find_unknown_queue(chat, deployment)]
    ids = _resolve_ids(chat, deployment, values, findings)
    if findings:
        raise RenderError(findings)
    document = {**ids, **substitute(dict(chat.start), values), **ids}
    problems = find_problems(load_input_shape(), document)
    if problems:
        raise RenderError([locate_problem(problem, chat) for problem in problems])
    return Invocation(deployment.region, document, chat.name)


def _find_unknown(chat: Chat, values: Mapping[str, str]) -> Iterator[Diagnostic]:
    for path, text in _list_texts(dict(chat.start), ""):
        for name in find_names(text):
            if name not in values:
                yield _at(describe_unknown(name, values), _find_place(chat, path))


def _list_texts(value: Json, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from _list_texts(each, f"{path}.{key}".lstrip("."))


def _find_unknown_queue(chat: Chat, deployment: Deployment) -> tuple[Diagnostic, ...]:
    """Queues of ids given one by one are not known, and so not checked."""
    if chat.after is None or chat.after.queue is None or not deployment.file:
        return ()
    try:
        deployment.queue_id(chat.after.queue)
    except ChatcheckError as error:
        place = chat.after.positions.get("queue", (chat.after.position, ""))
        return tuple(_at(each, place) for each in error.diagnostics)
    return ()


def _resolve_ids(
    chat: Chat, deployment: Deployment, values: Mapping[str, str], findings: list[Diagnostic]
) -> dict[str, str]:
    ids = {"InstanceId": deployment.instance_id}
    readers = {"InstanceId": read_instance_id, "ContactFlowId": read_flow_id}
    for key, read in readers.items():
        if key not in chat.start or findings:
            continue
        try:
            ids[key] = read(str(substitute(chat.start[key], values)))
        except ChatcheckError as error:
            findings.extend(_at(each, _find_place(chat, key)) for each in error.diagnostics)
    if chat.flow is not None and "ContactFlowId" not in chat.start:
        try:
            ids["ContactFlowId"] = deployment.flow_id(chat.flow)
        except ChatcheckError as error:
            place = chat.flow_position or (chat.position, chat.snippet)
            findings.extend(_at(each, place) for each in error.diagnostics)
    return ids


def locate_problem(problem: Problem, chat: Chat) -> Diagnostic:
    """Return the diagnostic for a problem of the chat's document, at its place in the spec. Pure."""
    diagnostic = Diagnostic(problem.code, problem.what, why=problem.why, fix=problem.fix)
    return _at(diagnostic, _find_place(chat, ".".join(map(str, problem.path))))


def _find_place(chat: Chat, path: str) -> Place:
    while path:
        if path in chat.start_positions:
            return chat.start_positions[path]
        path = path.rpartition(".")[0]
    return chat.position, chat.snippet


def _at(diagnostic: Diagnostic, place: Place) -> Diagnostic:
    return diagnostic._replace(position=place[0], snippet=place[1])
