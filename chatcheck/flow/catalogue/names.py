"""Names and limits of the language: operators, names that are not its own, identifiers, sizes."""

from __future__ import annotations

from collections.abc import Mapping

ALL_OPERATORS = (
    "Equals",
    "TextStartsWith",
    "TextEndsWith",
    "TextContains",
    "NumberGreaterThan",
    "NumberGreaterOrEqualTo",
    "NumberLessThan",
    "NumberLessOrEqualTo",
    "KeyExists",
)
"""Of conditions; the last one is undocumented and accepted (S)."""

REFUSED_OPERATORS: Mapping[str, str] = {
    "StartsWith": "TextStartsWith",
    "EndsWith": "TextEndsWith",
    "Contains": "TextContains",
    "GreaterThan": "NumberGreaterThan",
    "GreaterThanOrEqualTo": "NumberGreaterOrEqualTo",
    "LessThan": "NumberLessThan",
    "LessThanOrEqualTo": "NumberLessOrEqualTo",
    "NumericLessThan": "NumberLessThan",
}
"""Operators of the old export format, or misspelt on AWS's pages, and the one that is meant (S, C)."""

LEGACY_NAMES: Mapping[str, str] = {
    "CheckAttribute": "Compare",
    "CheckContactAttributes": "Compare",
    "CheckStaffing": "CheckMetricData",
    "CheckQueueStatus": "CheckMetricData",
    "Disconnect": "DisconnectParticipant",
    "EvaluateDataTable": "EvaluateDataTableValues",
    "GetUserInput": "ConnectParticipantWithLexBot",
    "InvokeExternalResource": "InvokeLambdaFunction",
    "ListDataTable": "ListDataTableValues",
    "LoopPrompts": "MessageParticipantIteratively",
    "PlayPrompt": "MessageParticipant",
    "Resume": "EndFlowExecution",
    "SetAttributes": "UpdateContactAttributes",
    "SetCallbackNumber": "UpdateContactCallbackNumber",
    "SetContactFlow": "UpdateContactEventHooks",
    "SetEventHook": "UpdateContactEventHooks",
    "SetLoggingBehavior": "UpdateFlowLoggingBehavior",
    "SetQueue": "UpdateContactTargetQueue",
    "SetRecordingBehavior": "UpdateContactRecordingBehavior",
    "SetVoice": "UpdateContactTextToSpeechVoice",
    "StartMediaStreaming": "UpdateContactMediaStreamingBehavior",
    "StoreUserInput": "GetParticipantInput",
    "TransferContactToFlow": "TransferToFlow",
    "TransferParticipantToQueue": "TransferContactToQueue",
    "TransferToQueue": "TransferContactToQueue",
    "UnTagContact": "UntagContact",
    "UpdateRoutingCriteria": "UpdateContactRoutingCriteria",
    "UpdateRoutingPriority": "UpdateContactRoutingBehavior",
    "WriteDataTable": "UpsertDataTableValues",
}
"""Names that look right but are not the Flow language's, and the type that is meant (S, C).

Some are blocks of the old export format, some AWS's pages misspell, some people and models invent.
"""

INVENTED_NAMES: frozenset[str] = frozenset({"Start"})
"""Names that mean nothing here: the entry point is the document's StartAction, not an action (C)."""

IDENTIFIER_LIMIT_CHARS = 50
IDENTIFIER_FORBIDDEN_CHARS = frozenset("%:(\\/)=$,;[]{}")
IDENTIFIER_FORBIDDEN = frozenset(
    {
        "__proto__",
        "constructor",
        "__defineGetter__",
        "__defineSetter__",
        "toString",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "valueOf",
    }
)
ACTION_LIMIT = 250
CONTENT_LIMIT_CHARS = 256_000
