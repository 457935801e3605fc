"""Ids and ARNs that are written out."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.arn import UUID, UUID_CHARS, is_arn, is_ours
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_NAMES = {
    "QueueId": "queue",
    "ContactFlowId": "flow",
    "ContactFlowArn": "flow",
    "FlowModuleId": "module",
    "HoursOfOperationId": "hours",
    "PromptId": "prompt",
    "LambdaFunctionARN": "lambda",
    "LambdaProcessorARN": "lambda",
    "AliasArn": "bot",
    "EventHooks": "flow",
    "ViewResource": "view",
}
"""The kind of reference that stands in a parameter of that name."""


def _check(context: Context) -> Iterator[Spot]:
    for text in context.texts:
        value = text.value
        if not value.startswith("arn:aws") and len(value) != UUID_CHARS:
            continue
        kind = next((_NAMES[name] for name in reversed(text.path) if name in _NAMES), "")
        if (is_arn(value) and is_ours(value)) or (kind and UUID.fullmatch(value)):
            hint = f", a reference is ${{{kind}:NAME}}" if kind else ""
            yield spot(text.action, f"`{value[:100]}` is written out{hint}", *text.path)


RULE = Rule(
    "CF314",
    "id written out",
    "warning",
    why="they are those of one instance: the flow fails, or leads elsewhere, in every other environment",
    fix="write a reference such as ${queue:support}, which is put in place at deployment",
    source="design of flow files: references",
    check=_check,
)
