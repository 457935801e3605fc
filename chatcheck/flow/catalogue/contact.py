"""Actions on the contact: its data, its routing, what hangs on it, modules."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue.parameter import (
    FLAG,
    JSON,
    LIST,
    MAP,
    OBJECT,
    PATH,
    STATIC,
    TEXT,
    Group,
    Parameter,
    When,
    at_least_one,
    at_most_one,
    exactly_one,
)
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, Failure, ResultRule, fails, works
from chatcheck.flow.catalogue.shared import (
    ANY_STATIC,
    ANY_TEXT,
    EMAIL,
    EVERYWHERE,
    FAILURE,
    MODULES,
    RARE_FAILURE,
    UNSURE_ERRORS,
    UNSURE_PARAMETERS,
    UNSURE_TYPES,
    dev,
)

_TARGET = Parameter("TargetContact", STATIC, values=("Current", "Related"))
_VOICE_ID = ("IsVoiceIdStreamingEnabled", "IsVoiceAuthenticationEnabled", "IsFraudDetectionEnabled")
_VOICE_ID_NUMBERS = (
    "VoiceAuthenticationThreshold",
    "VoiceAuthenticationResponseTime",
    "FraudDetectionThreshold",
)
_DATA = (
    Parameter("Name", TEXT),
    Parameter("Description", TEXT),
    Parameter("LanguageCode", TEXT),
    Parameter("CustomerId", TEXT),
    Parameter("WisdomSessionArn", TEXT),
    *(Parameter(name, STATIC, values=FLAG) for name in _VOICE_ID),
    *(Parameter(name, PATH, at_least=0) for name in _VOICE_ID_NUMBERS),
    Parameter("WatchlistId", PATH),
)
_HOOKS = (
    "AgentHold",
    "AgentWhisper",
    "CustomerHold",
    "CustomerQueue",
    "CustomerRemaining",
    "CustomerWhisper",
    "DefaultAgentUI",
    "DisconnectAgentUI",
    "PauseContact",
    "ResumeContact",
)
_DISABLED = (Parameter("DisableExecution", STATIC, values=FLAG),)
_CASE_LINK = Parameter("LinkContactToCase", STATIC, values=FLAG)
_CASE_FIELDS = Parameter("CaseRequestFields", MAP, item=ANY_TEXT)
_NOT_LINKED = ErrorRule("ContactNotLinked", required=False)
_ENDPOINT = (Parameter("Address", TEXT), Parameter("Type", STATIC))

RULES: Mapping[str, ActionRule] = {
    "UpdateContactAttributes": ActionRule(
        "D, TargetContact C",
        dev("contact-actions-updatecontactattributes"),
        works("The attributes are set, all or none; over 32 KB in all the error branch is taken."),
        (Parameter("Attributes", MAP, required=True, item=ANY_TEXT), _TARGET),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "UpdateContactData": ActionRule(
        "D, TargetContact C; References is documented and refused S",
        dev("contact-actions-updatecontactdata"),
        works("Fields of the contact are set; the customer sees nothing of it."),
        (*_DATA, _TARGET),
        (at_least_one(*(each.name for each in _DATA)),),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "UpdateContactEventHooks": ActionRule(
        "D, C",
        dev("contact-actions-updatecontacteventhooks"),
        works(
            "The flow for a later moment is set; hooks for hold take the error branch.",
            Failure(when=When("EventHooks.AgentHold")),
            Failure(when=When("EventHooks.CustomerHold")),
        ),
        (
            Parameter(
                "EventHooks",
                OBJECT,
                members=tuple(Parameter(name, PATH, refers_to="flow") for name in _HOOKS),
                groups=(exactly_one(*_HOOKS),),
            ),
            Parameter(
                "EventHooksConfiguration",
                OBJECT,
                members=tuple(Parameter(name, OBJECT, members=_DISABLED) for name in _HOOKS),
                documented=False,
            ),
        ),
        (Group(("EventHooks", "EventHooksConfiguration"), 1, 2),),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "CreateTask": ActionRule(
        "D",
        dev("createtask"),
        works("A task is made for an agent; its id is in $.Task.ContactId."),
        (
            Parameter("ContactFlowId", PATH, refers_to="flow"),
            Parameter("Name", TEXT, required=True),
            Parameter("Description", TEXT),
            Parameter("Attributes", MAP, item=ANY_TEXT),
            Parameter("References", MAP, item=Parameter("", JSON)),
            Parameter("DelaySeconds", PATH, at_least=1, at_most=518_400),
            Parameter("ScheduledTime", PATH),
            Parameter("TaskTemplateId", STATIC),
        ),
        (at_most_one("DelaySeconds", "ScheduledTime"),),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
    "CreateCase": ActionRule(
        "D, C",
        dev("createcase"),
        works("A case is opened; its fields are in $.Case."),
        (
            _CASE_LINK,
            Parameter("CaseTemplateId", PATH, required=True),
            _CASE_FIELDS,
            Parameter("ContactToLink", STATIC, documented=False),
        ),
        errors=(_NOT_LINKED, FAILURE),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
    "UpdateCase": ActionRule(
        "D, C",
        dev("updatecase"),
        works("A case is changed."),
        (
            _CASE_LINK,
            Parameter("CaseId", PATH, required=True),
            _CASE_FIELDS,
            Parameter("ContactToLink", STATIC, documented=False),
        ),
        errors=(_NOT_LINKED, FAILURE),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
    "GetCase": ActionRule(
        "D, C",
        dev("getcase"),
        works("A case is looked for; its fields are in $.Case."),
        (
            Parameter("CustomerId", PATH),
            _CASE_LINK,
            Parameter("GetLastUpdatedCase", STATIC, values=FLAG),
            _CASE_FIELDS,
            Parameter("CaseResponseFields", LIST, item=ANY_STATIC),
        ),
        errors=(
            _NOT_LINKED,
            ErrorRule("MultipleFound", required=False),
            ErrorRule("NoneFound", required=False),
            FAILURE,
        ),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
    "CreateWisdomSession": ActionRule(
        "D, channel C",
        dev("createwisdomsession"),
        works("A session of Amazon Q in Connect begins; its ARN is in $.Wisdom.SessionArn."),
        (Parameter("WisdomAssistantArn", TEXT, required=True),),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "StartOutboundChatContact": ActionRule(
        "D",
        dev("contact-actions-startoutboundchatcontact"),
        works("Another chat, by SMS, is begun; this one goes on."),
        (
            Parameter("SourceEndpoint", OBJECT, members=_ENDPOINT),
            Parameter("DestinationEndpoint", OBJECT, members=_ENDPOINT),
            Parameter("ContactFlowArn", TEXT, refers_to="flow"),
            Parameter("ContactSubtype", STATIC, values=("connect:SMS",)),
            Parameter("InitialSystemMessage", OBJECT, members=(Parameter("Content", TEXT),)),
            Parameter("RelatedContact", STATIC, values=("CURRENT",)),
        ),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS | UNSURE_TYPES,
    ),
    "TagContact": ActionRule(
        "D, error branch S",
        dev("contact-actions-tagcontact"),
        works("Tags are set on the contact, all or none."),
        (Parameter("Tags", MAP, required=True, item=ANY_TEXT, max_items=6),),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
    ),
    "UntagContact": ActionRule(
        "S; AWS's page calls it UnTagContact, a name that is refused",
        dev("contact-actions-untagcontact"),
        works("Tags are taken off the contact."),
        (Parameter("TagKeys", LIST, required=True, item=ANY_STATIC),),
        errors=(FAILURE,),
        flow_types=EVERYWHERE,
        documented=False,
    ),
    "ResumeContact": ActionRule(
        "D",
        dev("contact-actions-updatecontactresumecontact"),
        fails("Only paused tasks and e-mails can be resumed: a chat fails."),
        errors=(RARE_FAILURE,),
        channels=frozenset({"TASK"}) | EMAIL,
        flow_types=EVERYWHERE,
        unsure=UNSURE_ERRORS,
    ),
    "InvokeFlowModule": ActionRule(
        "D, S, C",
        dev("flow-language-actions-invoke-flow-module"),
        works("The module runs; then the branch is the one it named, or NextAction."),
        (
            Parameter("FlowModuleId", TEXT, required=True, refers_to="module"),
            Parameter("Input", MAP, item=Parameter("", JSON, empty=True), documented=False),
        ),
        errors=(FAILURE, ErrorRule("NoMatchingCondition", required=False)),
        result=ResultRule("the branch that the module named", may_lack=True),
        flow_types=EVERYWHERE,
        unsure=UNSURE_PARAMETERS,
    ),
    "EndFlowModuleExecution": ActionRule(
        "D, parameters S",
        dev("endflowmoduleexecution"),
        works("The module is over and its caller goes on."),
        (
            Parameter("Result", STATIC, documented=False),
            Parameter("ResultData", MAP, item=Parameter("", JSON, empty=True), documented=False),
        ),
        ends="always",
        needs_next=False,
        flow_types=MODULES,
    ),
}
