"""What flow logs call each action type: the names of the blocks of the designer before the Flow language.

Sources: sample entries of AWS's documentation and of public repositories. A type that has no name there has
its own (assumed).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_NAMES: Final[Mapping[str, str]] = {
    "Compare": "CheckAttribute",
    "ConnectParticipantWithLexBot": "GetUserInput",
    "CreateWisdomSession": "SetWisdomAssistant",
    "DequeueContactAndTransferToQueue": "Transfer",
    "DisconnectParticipant": "Disconnect",
    "EndFlowExecution": "Resume",
    "EndFlowModuleExecution": "ReturnFromFlowModule",
    "InvokeLambdaFunction": "InvokeExternalResource",
    "MessageParticipant": "PlayPrompt",
    "MessageParticipantIteratively": "LoopPrompts",
    "TransferContactToQueue": "Transfer",
    "TransferParticipantToThirdParty": "Transfer",
    "TransferToFlow": "Transfer",
    "UpdateContactAttributes": "SetAttributes",
    "UpdateContactCallbackNumber": "SetCallbackNumber",
    "UpdateContactData": "SetContactData",
    "UpdateContactEventHooks": "SetEventHook",
    "UpdateContactMediaStreamingBehavior": "StartMediaStreaming",
    "UpdateContactRecordingAndAnalyticsBehavior": "SetRecordingBehavior",
    "UpdateContactRecordingBehavior": "SetRecordingBehavior",
    "UpdateContactRoutingBehavior": "UpdateRoutingPriority",
    "UpdateContactTargetQueue": "SetQueue",
    "UpdateContactTextToSpeechVoice": "SetVoice",
    "UpdateFlowAttributes": "SetFlowAttributes",
    "UpdateFlowLoggingBehavior": "SetLoggingBehavior",
    "UpdatePreviousContactParticipantState": "HoldParticipant",
}
_STORES_INPUT: Final = "StoreUserInput"
_GETS_INPUT: Final = "GetUserInput"
_STAFFING: Final = ("NumberOfAgentsAvailable", "NumberOfAgentsStaffed", "NumberOfAgentsOnline")


def name_in_log(action_type: str, parameters: Mapping[str, object]) -> str:
    """Return ``ContactFlowModuleType`` of an action's log entries. Pure."""
    name = _NAMES.get(action_type)
    if name is not None:
        return name
    if action_type == "GetParticipantInput":
        return _STORES_INPUT if str(parameters.get("StoreInput")).lower() == "true" else _GETS_INPUT
    if action_type == "CheckMetricData":
        return "CheckStaffing" if parameters.get("MetricType") in _STAFFING else "CheckQueueStatus"
    return action_type
