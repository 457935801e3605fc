"""What people call an action: the name of its block in the flow designer, and the block's group there.

Source: the block list of AWS's administrator guide; a type that one block stands for in several ways has
the name that says most.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from chatcheck.flow.model import Action

Group = Literal["interact", "set", "check", "integrate", "logic", "end", "unknown"]

_INTERACT: Mapping[str, str] = {
    "MessageParticipant": "Play prompt",
    "MessageParticipantIteratively": "Loop prompts",
    "GetParticipantInput": "Get customer input",
    "ConnectParticipantWithLexBot": "Get customer input",
    "ShowView": "Show view",
    "AuthenticateParticipant": "Authenticate customer",
    "CreatePersistentContactAssociation": "Create persistent contact association",
    "LoadContactContent": "Get stored content",
    "StartOutboundChatContact": "Send message",
    "StartOutboundEmailContact": "Send message",
    "UpdateContactMediaStreamingBehavior": "Media streaming",
    "UpdatePreviousContactParticipantState": "Hold customer or agent",
}
_SET: Mapping[str, str] = {
    "UpdateContactAttributes": "Set contact attributes",
    "UpdateFlowAttributes": "Set flow attributes",
    "UpdateContactData": "Set contact data",
    "UpdateContactTargetQueue": "Set working queue",
    "UpdateContactEventHooks": "Set event flow",
    "UpdateContactRecordingBehavior": "Set recording behavior",
    "UpdateContactRecordingAndAnalyticsBehavior": "Set recording and analytics behavior",
    "UpdateContactMediaProcessing": "Set message processing",
    "UpdateContactTextToSpeechVoice": "Set voice",
    "UpdateContactRoutingBehavior": "Change routing priority / age",
    "UpdateContactRoutingCriteria": "Set routing criteria",
    "UpdateContactCallbackNumber": "Set callback number",
    "UpdateFlowLoggingBehavior": "Set logging behavior",
    "CreateWisdomSession": "Connect assistant",
    "TagContact": "Contact tags",
    "UntagContact": "Contact tags",
    "StartVoiceIdStream": "Set Voice ID",
}
_CHECK: Mapping[str, str] = {
    "Compare": "Check contact attributes",
    "CheckHoursOfOperation": "Check hours of operation",
    "CheckMetricData": "Check queue or staffing",
    "GetMetricData": "Get metrics",
    "CheckOutboundCallStatus": "Check call progress",
    "CheckVoiceId": "Check Voice ID",
    "CheckSegmentMembership": "Check segment membership",
}
_INTEGRATE: Mapping[str, str] = {
    "InvokeLambdaFunction": "AWS Lambda function",
    "InvokeFlowModule": "Invoke module",
    "CreateTask": "Create task",
    "CreateCase": "Create case",
    "UpdateCase": "Update case",
    "GetCase": "Get case",
    "CreateCallbackContact": "Transfer to callback queue",
    "GetCustomerProfile": "Get customer profile",
    "CreateCustomerProfile": "Create customer profile",
    "UpdateCustomerProfile": "Update customer profile",
    "GetCustomerProfileObject": "Get customer profile object",
    "GetCalculatedAttributesForCustomerProfile": "Get calculated attributes",
    "AssociateContactToCustomerProfile": "Associate contact to profile",
    "EvaluateDataTableValues": "Data table: evaluate",
    "ListDataTableValues": "Data table: list",
    "UpsertDataTableValues": "Data table: write",
    "CreateContact": "Create contact",
}
_LOGIC: Mapping[str, str] = {
    "DistributeByPercentage": "Distribute by percentage",
    "Loop": "Loop",
    "Wait": "Wait",
    "ResumeContact": "Resume contact",
    "CompleteOutboundCall": "Complete outbound call",
}
_END: Mapping[str, str] = {
    "DisconnectParticipant": "Disconnect",
    "EndFlowExecution": "End flow / resume",
    "EndFlowModuleExecution": "Return from module",
    "TransferContactToQueue": "Transfer to queue",
    "DequeueContactAndTransferToQueue": "Transfer to queue",
    "TransferContactToAgent": "Transfer to agent",
    "RouteContactToAgent": "Transfer to agent",
    "TransferToFlow": "Transfer to flow",
    "TransferParticipantToThirdParty": "Transfer to phone number",
}
_GROUPS: tuple[tuple[Group, Mapping[str, str]], ...] = (
    ("interact", _INTERACT),
    ("set", _SET),
    ("check", _CHECK),
    ("integrate", _INTEGRATE),
    ("logic", _LOGIC),
    ("end", _END),
)
_BLOCKS: Mapping[str, tuple[str, Group]] = {
    type_: (name, group) for group, names in _GROUPS for type_, name in names.items()
}


def name_block(action: Action) -> tuple[str, Group]:
    """Return the block's name and group; an unknown type is named as it is written. Pure."""
    if action.type == "GetParticipantInput" and str(action.parameters.get("StoreInput")).lower() == "true":
        return "Store customer input", "interact"
    return _BLOCKS.get(action.type, (action.type, "unknown"))
