"""Contact actions that choose who serves it: queues, priorities, agents, callbacks."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue.parameter import (
    JSON,
    LIST,
    OBJECT,
    PATH,
    PATH_ONLY,
    STATIC,
    Parameter,
    at_most_one,
    exactly_one,
)
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, fails, works
from chatcheck.flow.catalogue.shared import (
    FAILURE,
    IN,
    IN_CQ,
    MODULES,
    OUTBOUND,
    QUEUE,
    QUEUE_OR_AGENT,
    RARE_FAILURE,
    TRANSFERS,
    UNSURE_PARAMETERS,
    UNSURE_TYPES,
    VOICE,
    dev,
)

_FULL = ErrorRule("QueueAtCapacity")

RULES: Mapping[str, ActionRule] = {
    "UpdateContactTargetQueue": ActionRule(
        "D",
        dev("contact-actions-updatecontacttargetqueue"),
        works("The queue is chosen that a later transfer goes to."),
        QUEUE_OR_AGENT,
        (exactly_one("QueueId", "AgentId"),),
        errors=(FAILURE,),
        flow_types=IN,
    ),
    "TransferContactToQueue": ActionRule(
        "D",
        dev("contact-actions-transfercontacttoqueue"),
        works("The chat goes to its target queue and this flow is over; without a target it fails."),
        errors=(_FULL, FAILURE),
        ends="on success",
        flow_types=IN,
    ),
    "DequeueContactAndTransferToQueue": ActionRule(
        "D",
        dev("contact-actions-dequeuecontactandtransfertoqueue"),
        works("The waiting chat goes to another queue, at most 11 times."),
        QUEUE_OR_AGENT,
        (at_most_one("QueueId", "AgentId"),),
        errors=(_FULL, FAILURE),
        ends="on success",
        needs_next=False,
        flow_types=QUEUE | MODULES,
    ),
    "TransferContactToAgent": ActionRule(
        "D",
        dev("contact-actions-transfercontacttoagent"),
        fails("It is for voice: a chat fails, and there is no branch that could catch it."),
        ends="always",
        needs_next=False,
        channels=VOICE,
        flow_types=TRANSFERS | MODULES,
    ),
    "UpdateContactRoutingBehavior": ActionRule(
        "D, C",
        dev("contact-actions-updatecontactroutingbehavior"),
        works("The chat's place in the queue changes: its priority (5 by default) or its age."),
        (
            Parameter("QueuePriority", STATIC, at_least=1, at_most=2**63 - 1),
            Parameter("QueueTimeAdjustmentSeconds", STATIC, at_least=-(2**63), at_most=2**63 - 1),
        ),
        (at_most_one("QueuePriority", "QueueTimeAdjustmentSeconds"),),
        flow_types=IN_CQ,
        unsure=UNSURE_TYPES,
    ),
    "UpdateContactRoutingCriteria": ActionRule(
        "S, C; AWS's page calls it UpdateRoutingCriteria, a name that is refused",
        dev("flow-control-actions-updateroutingcriteria"),
        works("What an agent must have to get this chat is set."),
        (
            Parameter(
                "RoutingCriteria",
                OBJECT,
                required=True,
                members=(Parameter("Steps", LIST, item=Parameter("", JSON)),),
            ),
        ),
        errors=(RARE_FAILURE,),
        flow_types=IN_CQ,
        unsure=UNSURE_PARAMETERS,
        documented=False,
    ),
    "UpdateContactCallbackNumber": ActionRule(
        "D",
        dev("contact-actions-updatecontactcallbacknumber"),
        fails("A chat takes the branch for an invalid number.", "InvalidCallbackNumber"),
        (Parameter("CallbackNumber", PATH_ONLY, required=True),),
        errors=(ErrorRule("InvalidCallbackNumber"), ErrorRule("CallbackNumberNotDialable")),
        channels=VOICE,
        flow_types=IN_CQ,
    ),
    "UpdatePreviousContactParticipantState": ActionRule(
        "D",
        dev("contact-actions-updatepreviouscontactparticipantstate"),
        fails("Nobody is put on hold: a chat takes the error branch."),
        (
            Parameter(
                "PreviousContactParticipantState",
                STATIC,
                required=True,
                values=("AgentOnHold", "CustomerOnHold", "OffHold"),
            ),
        ),
        errors=(FAILURE,),
        channels=VOICE,
        flow_types=IN,
    ),
    "CompleteOutboundCall": ActionRule(
        "D",
        dev("contact-actions-completeoutboundcall"),
        fails("There is no outbound call: a chat has no use of it, and it has no error branch."),
        (Parameter("CallerId", OBJECT, members=(Parameter("Number", PATH),)),),
        channels=VOICE,
        flow_types=OUTBOUND | MODULES,
    ),
}
