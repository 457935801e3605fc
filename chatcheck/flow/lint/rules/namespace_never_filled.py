"""Attribute roots that no action of the flow fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.lint.context import Context, Read
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Action

_PROFILES = (
    "GetCustomerProfile",
    "CreateCustomerProfile",
    "UpdateCustomerProfile",
    "GetCustomerProfileObject",
    "GetCalculatedAttributesForCustomerProfile",
    "AssociateContactToCustomerProfile",
)
FILLERS: Mapping[str, tuple[str, ...]] = {
    "Case": ("GetCase", "CreateCase", "UpdateCase"),
    "Customer": _PROFILES,
    "DataTableList": ("ListDataTableValues",),
    "DataTables": ("EvaluateDataTableValues",),
    "External": ("InvokeLambdaFunction",),
    "LambdaInvocation": ("InvokeLambdaFunction",),
    "Lex": ("ConnectParticipantWithLexBot",),
    "Loop": ("Loop",),
    "Metrics": ("GetMetricData",),
    "StoredCustomerInput": ("GetParticipantInput",),
    "Task": ("CreateTask",),
    "Views": ("ShowView",),
    "Wisdom": ("CreateWisdomSession",),
}


def _check(context: Context) -> Iterator[Spot]:
    seen: set[str] = set()
    for read in context.reads:
        root = read.names[0]
        what = _tell_flow_attribute(context, read) if root == "FlowAttributes" else _tell_root(context, root)
        key = ".".join(read.names[:2]) if root == "FlowAttributes" else root
        if what and key not in seen:
            seen.add(key)
            yield spot(read.action, what, *read.path)


def _tell_root(context: Context, root: str) -> str:
    fillers = FILLERS.get(root)
    if fillers is None or any(_fills(each) for each in context.list_actions(*fillers)):
        return ""
    others_fill = context.flow_type not in ("", "CONTACT_FLOW") or context.is_entered_from_elsewhere
    if others_fill and not context.is_module:
        return ""
    doing = "none waits for its answer" if any(context.list_actions(*fillers)) else "there is none"
    return f"`$.{root}` is read here; {' or '.join(fillers[:3])} would fill it, and in this flow {doing}"


def _fills(action: Action) -> bool:
    return to_text(action.parameters.get("InvocationType")).upper() != "ASYNCHRONOUS"


def _tell_flow_attribute(context: Context, read: Read) -> str:
    for action in context.list_actions("UpdateFlowAttributes"):
        given = action.parameters.get("FlowAttributes")
        if not isinstance(given, dict) or len(read.names) < 2 or read.names[1] in given:
            return ""
        if any("$." in key for key in given):
            return ""
    return f"the flow attribute `{'.'.join(read.names[1:2])}` is read here, and this flow never sets it"


RULE = Rule(
    "CF309",
    "attributes of an action that never happened",
    "warning",
    why="such values come from an action before, in the same flow: without it they are empty",
    fix="put the action before, or read from where the value really is",
    source="developer guide, attributes; administrator guide, flow modules",
    check=_check,
)
