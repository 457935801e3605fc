"""The export format before the Flow language: recognised, and explained block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chatcheck.flow.findings import Findings, join

Json = Any

BLOCKS: Mapping[str, str] = {
    "CheckAttribute": "Compare",
    "CheckHoursOfOperation": "CheckHoursOfOperation",
    "CheckQueueStatus": "CheckMetricData",
    "CheckStaffing": "CheckMetricData",
    "Disconnect": "DisconnectParticipant",
    "GetUserInput": "GetParticipantInput or ConnectParticipantWithLexBot",
    "GetUserInput/Digits": "GetParticipantInput",
    "GetUserInput/Lex": "ConnectParticipantWithLexBot",
    "InvokeExternalResource": "InvokeLambdaFunction",
    "Loop": "Loop",
    "LoopPrompts": "MessageParticipantIteratively",
    "PlayPrompt": "MessageParticipant",
    "Resume": "EndFlowExecution",
    "SetAttributes": "UpdateContactAttributes",
    "SetContactFlow": "UpdateContactEventHooks",
    "SetEventHook": "UpdateContactEventHooks",
    "SetLoggingBehavior": "UpdateFlowLoggingBehavior",
    "SetQueue": "UpdateContactTargetQueue",
    "SetRecordingBehavior": "UpdateContactRecordingBehavior",
    "SetVoice": "UpdateContactTextToSpeechVoice",
    "StoreUserInput": "GetParticipantInput",
    "Transfer": "TransferContactToQueue or TransferToFlow",
    "Transfer/Flow": "TransferToFlow",
    "Transfer/PhoneNumber": "TransferParticipantToThirdParty",
    "Transfer/Queue": "TransferContactToQueue",
    "UpdateRoutingPriority": "UpdateContactRoutingBehavior",
    "Wait": "Wait",
}
"""A block, with its target where that decides, and the action that it became (AWS's exports, C)."""

_KEYS = ("modules", "start")


def is_legacy(document: Mapping[str, Json]) -> bool:
    """Tell whether a document is an old export. Pure."""
    return "Actions" not in document and all(key in document for key in _KEYS)


def report_legacy(document: Mapping[str, Json], findings: Findings) -> None:
    """Note that it is one, how to get it in the Flow language, and what its blocks became."""
    blocks = sorted(set(_list_blocks(document["modules"])))
    became = [f"{block} is {BLOCKS.get(block, 'not known')} now" for block in blocks]
    findings.add(
        ("modules",),
        "CF106",
        "this is a flow in the old export format (`modules` and `start`), not in the Flow language",
        why="neither the API nor CloudFormation accepts it; only the console's import converted it",
        fix="take the content that `aws connect describe-contact-flow` shows, or export it again from "
        "today's designer; by hand, each module becomes an action, its branch Success is NextAction, Error "
        "is the error NoMatchingError, a value is a condition" + (f"; {join(became)}" if became else ""),
    )


def _list_blocks(modules: Json) -> Iterator[str]:
    for module in modules if isinstance(modules, list) else ():
        if isinstance(module, dict) and isinstance(module.get("type"), str):
            target = module.get("target")
            block = f"{module['type']}/{target}" if isinstance(target, str) else module["type"]
            yield block if block in BLOCKS else module["type"]
