"""What is known of each action type: a table, with a source for each row.

Sources: ``D`` AWS's own page of that action (developer guide, "flow language actions"), ``S`` found by
third parties who probed the live service, ``C`` seen in real exports. Where they disagree, S and C win.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_INBOUND = frozenset({"CONTACT_FLOW"})
_TRANSFERS = frozenset({"AGENT_TRANSFER", "QUEUE_TRANSFER"})
_QUEUE = frozenset({"CUSTOMER_QUEUE"})
_HOLDS = frozenset({"CUSTOMER_HOLD", "AGENT_HOLD"})
_WHISPERS = frozenset({"CUSTOMER_WHISPER", "AGENT_WHISPER", "OUTBOUND_WHISPER"})

FLOW_TYPES = _INBOUND | _TRANSFERS | _QUEUE | _HOLDS | _WHISPERS | {"CAMPAIGN"}

_ANY: frozenset[str] = frozenset()
_IN = _INBOUND | _TRANSFERS
_IN_CQ = _IN | _QUEUE

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
_EQUALS = ("Equals",)
_NUMERIC = tuple(name for name in ALL_OPERATORS if name.startswith("Number"))
_TERMINAL = "terminal"
_MAY_END = "may end"


@dataclass(frozen=True, slots=True)
class ActionRule:
    """What Connect surely asks of one action type.

    Attributes:
        source: where the row comes from (see the module).
        required: parameters; ``A|B`` one of them, ``A.B`` nested.
        errors: error branches that must be there.
        no_errors: error branches that must not be there.
        operators: of its conditions; empty when it supports none, None when that is not certain.
        results: operands that its conditions must have, all of them; empty when they are free.
        going_on: ``NextAction`` is `terminal` (not needed), `may end` (may be missing) or needed.
        flow_types: where it may stand; empty when it may stand everywhere or that is not certain.
    """

    source: str
    required: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    no_errors: tuple[str, ...] = ()
    operators: tuple[str, ...] | None = ()
    results: tuple[str, ...] = ()
    going_on: str = ""
    flow_types: frozenset[str] = _ANY

    @property
    def needs_next(self) -> bool:
        """Whether the service refuses the action without NextAction."""
        return not self.going_on


_N = ("NoMatchingError",)
_N_NC = ("NoMatchingError", "NoMatchingCondition")

RULES: Mapping[str, ActionRule] = {
    # participant
    "MessageParticipant": ActionRule(
        "D, errors C", ("Text|SSML|PromptId|Media",), flow_types=_IN_CQ | _WHISPERS
    ),
    "MessageParticipantIteratively": ActionRule(
        "D, S", ("Messages",), operators=_EQUALS, going_on=_MAY_END, flow_types=_QUEUE | _HOLDS
    ),
    "GetParticipantInput": ActionRule(
        "D, S", ("InputTimeLimitSeconds",), _N, operators=_EQUALS, flow_types=_IN_CQ
    ),
    "ConnectParticipantWithLexBot": ActionRule(
        "D, timeout C", ("LexV2Bot.AliasArn|LexBot.Name",), _N_NC, operators=_EQUALS, flow_types=_IN_CQ
    ),
    "ShowView": ActionRule(
        "D, C",
        ("ViewResource.Id", "InvocationTimeLimitSeconds"),
        (*_N_NC, "TimeLimitExceeded"),
        operators=_EQUALS,
    ),
    "DisconnectParticipant": ActionRule("D, S", going_on=_TERMINAL, flow_types=_IN_CQ),
    "TransferParticipantToThirdParty": ActionRule(
        "D, S", ("ThirdPartyPhoneNumber",), _N, going_on=_MAY_END, flow_types=_IN_CQ
    ),
    "AuthenticateParticipant": ActionRule("second-hand", operators=None),
    "CreatePersistentContactAssociation": ActionRule("second-hand", operators=None),
    "LoadContactContent": ActionRule("second-hand", operators=None),
    # contact
    "UpdateContactAttributes": ActionRule("D, C", ("Attributes",), _N),
    "UpdateContactData": ActionRule("D", (), _N),
    "UpdateContactTargetQueue": ActionRule("D", ("QueueId|AgentId",), _N, flow_types=_IN),
    "TransferContactToQueue": ActionRule("D", (), ("QueueAtCapacity", *_N), flow_types=_IN),
    "DequeueContactAndTransferToQueue": ActionRule(
        "D", ("QueueId|AgentId",), ("QueueAtCapacity", *_N), going_on=_MAY_END, flow_types=_QUEUE
    ),
    "TransferContactToAgent": ActionRule("D", going_on=_TERMINAL, flow_types=_TRANSFERS),
    "UpdateContactEventHooks": ActionRule("D, C", (), _N),
    "UpdateContactRecordingBehavior": ActionRule("D, C"),
    "UpdateContactRecordingAndAnalyticsBehavior": ActionRule("D, C", (), (*_N, "ChannelMismatch")),
    "UpdateContactMediaProcessing": ActionRule("D", ("ChatProcessor",), (*_N, "ChannelMismatch")),
    "UpdateContactMediaStreamingBehavior": ActionRule("D, C", (), _N),
    "UpdateContactTextToSpeechVoice": ActionRule("D, errors C"),
    "UpdateContactRoutingBehavior": ActionRule("D, C"),
    "UpdateContactRoutingCriteria": ActionRule("S, C", ("RoutingCriteria",)),
    "UpdateContactCallbackNumber": ActionRule(
        "D", ("CallbackNumber",), ("InvalidCallbackNumber", "CallbackNumberNotDialable")
    ),
    "UpdatePreviousContactParticipantState": ActionRule("D", ("PreviousContactParticipantState",), _N),
    "CompleteOutboundCall": ActionRule("D"),
    "CreateTask": ActionRule("D", ("Name",), _N),
    "CreateCase": ActionRule("D", ("CaseTemplateId",), _N),
    "UpdateCase": ActionRule("D", ("CaseId",), _N),
    "GetCase": ActionRule("D", (), _N),
    "CreateWisdomSession": ActionRule("D", ("WisdomAssistantArn",), _N),
    "StartOutboundChatContact": ActionRule("D", (), _N),
    "TagContact": ActionRule("S", ("Tags",), _N),
    "UntagContact": ActionRule("S", ("TagKeys",), _N),
    "ResumeContact": ActionRule("D"),
    "InvokeFlowModule": ActionRule("D, C", ("FlowModuleId",), _N, operators=_EQUALS),
    "EndFlowModuleExecution": ActionRule("D", going_on=_TERMINAL),
    # flow control
    "Compare": ActionRule(
        "D, S", ("ComparisonValue",), ("NoMatchingCondition",), _N, operators=ALL_OPERATORS
    ),
    "CheckHoursOfOperation": ActionRule(
        "D", (), _N, operators=_EQUALS, results=("True", "False"), flow_types=_IN_CQ
    ),
    "CheckMetricData": ActionRule("D, S", ("MetricType",), _N_NC, operators=(*_EQUALS, *_NUMERIC)),
    "GetMetricData": ActionRule("D", (), _N),
    "DistributeByPercentage": ActionRule("D", (), ("NoMatchingCondition",), operators=("NumberLessThan",)),
    "Loop": ActionRule("D, C", (), operators=_EQUALS, results=("ContinueLooping", "DoneLooping")),
    "Wait": ActionRule("D, S", ("TimeLimitSeconds",), _N, operators=_EQUALS),
    "TransferToFlow": ActionRule("D", ("ContactFlowId",), _N, going_on=_MAY_END, flow_types=_IN),
    "EndFlowExecution": ActionRule("D, S", going_on=_TERMINAL, flow_types=_WHISPERS | _QUEUE),
    "UpdateFlowAttributes": ActionRule("S, C", ("FlowAttributes",), _N),
    "UpdateFlowLoggingBehavior": ActionRule("D, C", ("FlowLoggingBehavior",)),
    "CheckOutboundCallStatus": ActionRule("D", (), _N, operators=_EQUALS),
    "CheckVoiceId": ActionRule("D", ("CheckVoiceIdOption",), _N, operators=_EQUALS),
    "StartVoiceIdStream": ActionRule("D", (), _N),
    "EvaluateDataTable": ActionRule("second-hand", operators=None),
    "ListDataTable": ActionRule("second-hand", operators=None),
    "WriteDataTable": ActionRule("second-hand", operators=None),
    "CheckSegmentMembership": ActionRule("second-hand", operators=None),
    "RouteContactToAgent": ActionRule("second-hand", operators=None, going_on=_MAY_END),
    # interactions
    "InvokeLambdaFunction": ActionRule("D, C", ("LambdaFunctionARN",), _N),
    "CreateCallbackContact": ActionRule("D", (), _N, going_on=_MAY_END),
    "GetCustomerProfile": ActionRule("D", ("ProfileRequestData",), _N),
    "CreateCustomerProfile": ActionRule("D", ("ProfileRequestData",), _N),
    "UpdateCustomerProfile": ActionRule("D", ("ProfileRequestData",), _N),
    "GetCustomerProfileObject": ActionRule("D", ("ProfileRequestData",), _N),
    "GetCalculatedAttributesForCustomerProfile": ActionRule("D", ("ProfileRequestData",), _N),
    "AssociateContactToCustomerProfile": ActionRule("D", ("ProfileRequestData",), _N),
}

NUMBER_RANGES: Mapping[tuple[str, str], tuple[int, int]] = {
    ("Loop", "LoopCount"): (0, 100),
    ("InvokeLambdaFunction", "InvocationTimeLimitSeconds"): (1, 8),
    ("Wait", "TimeLimitSeconds"): (1, 604_800),
    ("GetParticipantInput", "InputTimeLimitSeconds"): (1, 2**31 - 1),
}
"""Limits of numbers that are written out (D)."""

LEGACY_NAMES: Mapping[str, str] = {
    "CheckAttribute": "Compare",
    "CheckContactAttributes": "Compare",
    "CheckStaffing": "CheckMetricData",
    "CheckQueueStatus": "CheckMetricData",
    "Disconnect": "DisconnectParticipant",
    "GetUserInput": "ConnectParticipantWithLexBot",
    "InvokeExternalResource": "InvokeLambdaFunction",
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
}
"""Names that look right but are not the Flow language's, and the type that is meant (S, C)."""

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
