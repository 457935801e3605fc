"""Actions that steer the flow: comparisons, loops, waits, transfers, logging."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue.names import ALL_OPERATORS
from chatcheck.flow.catalogue.parameter import (
    LIST,
    MAP,
    OBJECT,
    PATH,
    PATH_ONLY,
    STATIC,
    TEXT,
    Parameter,
    When,
    at_most_one,
)
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, ResultRule, fails, works
from chatcheck.flow.catalogue.shared import (
    CHAT,
    EVERYWHERE,
    FAILURE,
    IN,
    IN_CQ,
    MODULES,
    OUTBOUND,
    QUEUE,
    QUEUE_OR_AGENT,
    RARE_FAILURE,
    SWITCH,
    UNMATCHED,
    UNSURE_PARAMETERS,
    UNSURE_TYPES,
    VOICE,
    WHISPERS,
    dev,
)

_NUMERIC = tuple(name for name in ALL_OPERATORS if name.startswith("Number"))
_TIME_LIMIT = Parameter("TimeLimitSeconds", PATH, required=True, at_least=1, at_most=604_800)
_WAIT_EVENTS = ("CustomerReturned", "BotParticipantDisconnected")
_CALL_STATES = ("CallAnswered", "VoicemailBeep", "VoicemailNoBeep", "NotDetected")

RULES: Mapping[str, ActionRule] = {
    "Compare": ActionRule(
        "D, S",
        dev("flow-control-actions-compare"),
        works("The first condition that is true of the value decides; none is true: NoMatchingCondition."),
        (Parameter("ComparisonValue", PATH_ONLY, required=True),),
        errors=(UNMATCHED,),
        result=ResultRule("the value at the path", ALL_OPERATORS, at_least=1),
        flow_types=EVERYWHERE,
    ),
    "CheckHoursOfOperation": ActionRule(
        "D",
        dev("flow-control-actions-checkhoursofoperation"),
        works("It is asked whether the hours of operation are open now."),
        (Parameter("HoursOfOperationId", PATH, refers_to="hours"),),
        errors=(FAILURE,),
        result=ResultRule("whether it is open", operands=("True", "False"), needed=("True", "False")),
        flow_types=IN_CQ,
    ),
    "CheckMetricData": ActionRule(
        "D, S",
        dev("flow-control-actions-checkmetricdata"),
        works("A number of the queue is compared; an age is in milliseconds."),
        (
            Parameter(
                "MetricType",
                STATIC,
                required=True,
                values=(
                    "NumberOfAgentsAvailable",
                    "NumberOfAgentsStaffed",
                    "NumberOfAgentsOnline",
                    "OldestContactInQueueAgeSeconds",
                    "NumberOfContactsInQueue",
                ),
            ),
            *QUEUE_OR_AGENT,
        ),
        (at_most_one("QueueId", "AgentId"),),
        errors=(FAILURE, UNMATCHED),
        result=ResultRule("the metric", ("Equals", *_NUMERIC), pattern=r"[0-9]+|\$.*"),
        flow_types=IN_CQ,
    ),
    "GetMetricData": ActionRule(
        "D",
        dev("flow-control-actions-getmetricdata"),
        works("The queue's numbers are put into $.Metrics."),
        (*QUEUE_OR_AGENT, Parameter("QueueChannel", PATH, values=("Voice", "Chat"))),
        (at_most_one("QueueId", "AgentId"),),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "DistributeByPercentage": ActionRule(
        "D",
        dev("flow-control-actions-distributebypercentage"),
        works("Chance decides: a number from 1 to 100 against a chain of thresholds."),
        errors=(UNMATCHED,),
        result=ResultRule("a random number from 1 to 100", ("NumberLessThan",), pattern="[0-9]{1,3}"),
        flow_types=IN_CQ | OUTBOUND,
        unsure=UNSURE_TYPES,
    ),
    "Loop": ActionRule(
        "D, error branch C",
        dev("flow-control-actions-loop"),
        works("ContinueLooping as often as LoopCount says, then DoneLooping once; then it counts anew."),
        (Parameter("LoopCount", PATH, required=True, at_least=0, at_most=100),),
        errors=(RARE_FAILURE,),
        result=ResultRule(
            "whether to go on",
            operands=("ContinueLooping", "DoneLooping"),
            needed=("ContinueLooping", "DoneLooping"),
        ),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
    "Wait": ActionRule(
        "D, TimeLimitSeconds S, C",
        dev("flow-control-actions-wait"),
        works("The flow pauses, without a word, until the time is over or the customer writes."),
        (
            _TIME_LIMIT,
            Parameter("Events", LIST, item=Parameter("", STATIC, values=_WAIT_EVENTS)),
            Parameter("ContinueExecution", STATIC, documented=False),
            Parameter("MinimumWaitTimeSeconds", PATH, at_least=0, documented=False),
        ),
        errors=(
            FAILURE,
            ErrorRule("ParticipantNotFound", required=False, when=When("Events", _WAIT_EVENTS[1:])),
        ),
        result=ResultRule(
            "that the time is over, or the event",
            operands=("WaitCompleted", *_WAIT_EVENTS),
            needed=("WaitCompleted",),
            needed_from="Events",
        ),
        channels=CHAT | {"TASK", "EMAIL"},
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
    "TransferToFlow": ActionRule(
        "D",
        dev("flow-control-actions-transfertoflow"),
        works("The chat goes on in another flow; this one is over."),
        (Parameter("ContactFlowId", PATH, required=True, refers_to="flow"),),
        errors=(FAILURE,),
        ends="on success",
        flow_types=IN,
    ),
    "EndFlowExecution": ActionRule(
        "D, S",
        dev("flow-control-actions-endflowexecution"),
        works("The flow is over; a chat in a queue goes on waiting, one that is in none ends."),
        ends="always",
        needs_next=False,
        flow_types=WHISPERS | QUEUE | MODULES,
    ),
    "UpdateFlowAttributes": ActionRule(
        "D, shape and error branch S, C",
        dev("flow-control-actions-updateflowattributes"),
        works("Attributes of this flow alone are set, all or none."),
        (
            Parameter(
                "FlowAttributes",
                MAP,
                required=True,
                item=Parameter(
                    "",
                    OBJECT,
                    members=(
                        Parameter("Value", TEXT, required=True),
                        Parameter("Type", STATIC, values=("String",)),
                    ),
                ),
            ),
        ),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "UpdateFlowLoggingBehavior": ActionRule(
        "D, C",
        dev("flow-control-actions-updateflowloggingbehavior"),
        works("Flow logs are switched, for this flow and those after it."),
        (Parameter("FlowLoggingBehavior", STATIC, required=True, values=SWITCH),),
        flow_types=EVERYWHERE,
    ),
    "CheckOutboundCallStatus": ActionRule(
        "D",
        dev("flow-control-actions-checkoutboundcallstatus"),
        fails("There is no outbound call: a chat takes the error branch."),
        errors=(FAILURE,),
        result=ResultRule("what answered the call", operands=_CALL_STATES),
        channels=VOICE,
        flow_types=EVERYWHERE,
        unsure=frozenset({"conditions", "flow types"}),
    ),
    "CheckVoiceId": ActionRule(
        "D; Voice ID was shut down in May 2026",
        dev("flow-control-actions-checkvoiceid"),
        fails("There is no voice to know: a chat takes the error branch."),
        (Parameter("CheckVoiceIdOption", STATIC, required=True),),
        errors=(FAILURE,),
        result=ResultRule("what Voice ID found"),
        channels=VOICE,
        flow_types=IN_CQ | WHISPERS,
    ),
    "StartVoiceIdStream": ActionRule(
        "D; Voice ID was shut down in May 2026",
        dev("flow-control-actions-startvoiceidstream"),
        fails("There is no voice to stream: a chat takes the error branch."),
        errors=(FAILURE,),
        channels=VOICE,
        flow_types=IN_CQ | WHISPERS,
    ),
}
