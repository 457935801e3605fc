"""Actions with effects outside the contact: functions, callbacks, customer profiles, data tables."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue.parameter import MAP, OBJECT, PATH, STATIC, TEXT, Parameter, at_most_one
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, works
from chatcheck.flow.catalogue.shared import (
    ANY_TEXT,
    EVERYWHERE,
    FAILURE,
    IN_CQ,
    PROFILE_DATA,
    QUEUE_OR_AGENT,
    UNSURE_ERRORS,
    UNSURE_PARAMETERS,
    dev,
)

_PROFILE = "The answer's fields are in $.Customer, where customer profiles are set up; else the error branch."
_DELAY_LIMIT_S = 259_200
_NONE_FOUND = ErrorRule("NoneFoundError", required=False)


def _profile(source: str, name: str, *errors: ErrorRule) -> ActionRule:
    return ActionRule(
        source,
        dev(f"interactions-{name}"),
        works(_PROFILE),
        PROFILE_DATA,
        errors=(*errors, FAILURE),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS | UNSURE_ERRORS,
    )


RULES: Mapping[str, ActionRule] = {
    "InvokeLambdaFunction": ActionRule(
        "D, C",
        dev("interactions-invokelambdafunction"),
        works("The function is called and its answer put into $.External; it has 1 to 8 seconds."),
        (
            Parameter("LambdaFunctionARN", TEXT, required=True, refers_to="lambda"),
            Parameter("InvocationTimeLimitSeconds", STATIC, at_least=1, at_most=8),
            Parameter("InvocationType", STATIC, values=("SYNCHRONOUS", "ASYNCHRONOUS")),
            Parameter("LambdaInvocationAttributes", MAP, item=ANY_TEXT),
            Parameter(
                "ResponseValidation",
                OBJECT,
                members=(Parameter("ResponseType", STATIC, required=True, values=("STRING_MAP", "JSON")),),
            ),
        ),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "CreateCallbackContact": ActionRule(
        "D",
        dev("interactions-createcallbackcontact"),
        works("A callback by telephone is put into a queue; the chat goes on."),
        (
            *QUEUE_OR_AGENT,
            Parameter("InitialCallDelaySeconds", STATIC, required=True, at_least=1, at_most=_DELAY_LIMIT_S),
            Parameter("MaximumConnectionAttempts", STATIC, required=True, at_least=1),
            Parameter("RetryDelaySeconds", STATIC, required=True, at_least=1, at_most=_DELAY_LIMIT_S),
            Parameter("ContactFlowId", PATH, refers_to="flow"),
            Parameter("CallerId", PATH),
        ),
        (at_most_one("QueueId", "AgentId"),),
        errors=(FAILURE,),
        flow_types=IN_CQ,
    ),
    "GetCustomerProfile": _profile(
        "D, C", "getcustomerprofile", ErrorRule("MultipleFoundError", required=False), _NONE_FOUND
    ),
    "CreateCustomerProfile": _profile("D, C", "createcustomerprofile"),
    "UpdateCustomerProfile": _profile("D", "updatecustomerprofile"),
    "GetCustomerProfileObject": _profile("D", "getcustomerprofileobject", _NONE_FOUND),
    "GetCalculatedAttributesForCustomerProfile": _profile(
        "D", "getcalculatedattributesforcustomerprofile", _NONE_FOUND
    ),
    "AssociateContactToCustomerProfile": _profile("D, C", "associatecontacttocustomerprofile"),
}
