"""What a flow names outside itself has to be there: queues, hours, flows, modules, functions, bots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chatcheck.emulator.connect.models import ConnectBackend
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.lex.models import lex_backend
from chatcheck.emulator.routes import ServiceError
from chatcheck.flow.jsonpath import find_paths
from chatcheck.flow.model import Action, Flow

Json = Any
Check = Callable[[ConnectBackend, str, str], None]

behaviour(
    "publishing",
    "a queue, hours, flow or module that a flow names by id or ARN must exist on the instance; what is named "
    "by a JSONPath is not looked at",
    "observed",
    "public probes of CreateContactFlow",
)
behaviour(
    "publishing",
    "a function that a flow names must be associated with the instance; so must a bot alias, and be built",
    "observed",
    "public probes of CreateContactFlow; that the alias must be built is assumed",
)


def find_broken_references(backend: ConnectBackend, instance_id: str, flow: Flow) -> list[str]:
    """Return a sentence for each static reference that leads nowhere, in document order."""
    problems = []
    for action in flow.actions.values():
        for check, ref in _list_references(action):
            try:
                check(backend, instance_id, ref)
            except ServiceError as error:
                problems.append(f"{error.message} (action `{action.identifier}`)")
    return problems


def _list_references(action: Action) -> Iterator[tuple[Check, str]]:
    for kind, *path in _REFERENCES.get(action.type, ()):
        for value in _reach(action.parameters, path):
            if isinstance(value, str) and value and not find_paths(value):
                yield _CHECKS[kind], value


def _reach(parameters: Json, path: list[str]) -> list[Json]:
    value = parameters
    for name in path:
        if not isinstance(value, dict):
            return []
        if name == "*":
            return list(value.values())
        value = value.get(name)
    return [value]


def _require_lambda(backend: ConnectBackend, instance_id: str, ref: str) -> None:
    if not backend.lambda_is_associated(instance_id, ref):
        message = f"The Lambda function {ref} is not associated with the instance."
        raise ServiceError("InvalidParameterException", message)


def _require_bot(backend: ConnectBackend, instance_id: str, ref: str) -> None:
    if not backend.bot_is_associated(instance_id, ref):
        message = f"The bot alias {ref} is not associated with the instance."
        raise ServiceError("InvalidParameterException", message)
    require_built(backend, ref)


def require_built(backend: ConnectBackend, alias_arn: str) -> None:
    """Raise ServiceError unless the alias exists and has an enabled locale that is built."""
    store = lex_backend(_get_region(alias_arn, backend.region), backend.account_id)
    alias = store.find_alias(alias_arn)
    enabled = [locale for locale, is_on in alias.locales.items() if is_on]
    store.alias(alias_arn, enabled[0] if enabled else None)


def _get_region(arn: str, default: str) -> str:
    parts = arn.split(":")
    return parts[3] if len(parts) > 3 else default


_CHECKS: dict[str, Check] = {
    "queue": lambda backend, instance_id, ref: _discard(backend.queue(instance_id, ref)),
    "hours": lambda backend, instance_id, ref: _discard(backend.hours(instance_id, ref)),
    "flow": lambda backend, instance_id, ref: _discard(backend.contact_flow(instance_id, ref)),
    "module": lambda backend, instance_id, ref: _discard(backend.module(instance_id, ref)),
    "lambda": _require_lambda,
    "bot": _require_bot,
}
_REFERENCES: dict[str, tuple[tuple[str, ...], ...]] = {
    "UpdateContactTargetQueue": (("queue", "QueueId"),),
    "DequeueContactAndTransferToQueue": (("queue", "QueueId"),),
    "CheckMetricData": (("queue", "QueueId"),),
    "GetMetricData": (("queue", "QueueId"),),
    "CheckHoursOfOperation": (("hours", "HoursOfOperationId"),),
    "TransferToFlow": (("flow", "ContactFlowId"),),
    "CreateTask": (("flow", "ContactFlowId"),),
    "CreateCallbackContact": (("flow", "ContactFlowId"), ("queue", "QueueId")),
    "UpdateContactEventHooks": (("flow", "EventHooks", "*"),),
    "InvokeFlowModule": (("module", "FlowModuleId"),),
    "InvokeLambdaFunction": (("lambda", "LambdaFunctionARN"),),
    "ConnectParticipantWithLexBot": (("bot", "LexV2Bot", "AliasArn"),),
}


def _discard(_found: object) -> None:
    """Take what a look-up found: only that it was found counts."""
