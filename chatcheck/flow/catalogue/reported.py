"""Types that AWS does not document: their names and parameters are reported from exports not seen here."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue.parameter import LIST, OBJECT, PATH, STATIC, TEXT, Parameter
from chatcheck.flow.catalogue.rule import ActionRule, ErrorRule, ResultRule, fails, works
from chatcheck.flow.catalogue.shared import (
    ANY_STATIC,
    CHAT,
    EMAIL,
    EVERYWHERE,
    INBOUND,
    MODULES,
    QUEUE,
    RARE_FAILURE,
    UNSURE_ALL,
    admin,
)


def _pairs(name: str, key: str, *more: Parameter) -> Parameter:
    pair = Parameter("", OBJECT, members=(Parameter(key, TEXT), Parameter("Value", TEXT), *more))
    return Parameter(name, LIST, item=pair)


def _rows(name: str, *members: Parameter) -> Parameter:
    return Parameter(name, LIST, item=Parameter("", OBJECT, members=members))


_TABLE = Parameter("DataTableId", PATH)


def _data_table(says: str, *parameters: Parameter) -> ActionRule:
    return ActionRule(
        "second-hand, administrator guide",
        admin("data-table-block"),
        works(says),
        parameters,
        errors=(RARE_FAILURE,),
        flow_types=EVERYWHERE,
        unsure=UNSURE_ALL,
        documented=False,
    )


RULES: Mapping[str, ActionRule] = {
    "AuthenticateParticipant": ActionRule(
        "second-hand",
        admin("authenticate-customer"),
        works("The customer is asked to sign in with an Amazon Cognito user pool."),
        (
            Parameter(
                "CognitoConfiguration",
                OBJECT,
                members=(Parameter("UserPoolArn", TEXT), Parameter("AppClientId", TEXT)),
            ),
            Parameter("CustomerProfilesConfiguration", OBJECT, members=(Parameter("ObjectTypeName", TEXT),)),
            Parameter("TimeLimitMinutes", STATIC, at_least=3, at_most=15),
        ),
        errors=(ErrorRule("TimeLimitExceeded", required=False), RARE_FAILURE),
        result=ResultRule("that the customer opted out", operands=("OptedOut",)),
        channels=CHAT,
        flow_types=INBOUND,
        unsure=UNSURE_ALL,
        documented=False,
    ),
    "CreatePersistentContactAssociation": ActionRule(
        "second-hand, administrator guide",
        admin("create-persistent-contact-association-block"),
        works("The transcript of an earlier chat is joined to this one."),
        (
            Parameter("RehydrationType", STATIC, values=("ENTIRE_PAST_SESSION", "FROM_SEGMENT")),
            Parameter("SourceContactId", PATH),
            Parameter("ClientToken", PATH),
        ),
        errors=(RARE_FAILURE,),
        channels=CHAT,
        flow_types=INBOUND,
        unsure=UNSURE_ALL,
        documented=False,
    ),
    "LoadContactContent": ActionRule(
        "second-hand, administrator guide",
        admin("get-stored-content"),
        fails("There is no stored e-mail: a chat takes the error branch."),
        (Parameter("ContentType", STATIC, values=("EmailMessage",)),),
        errors=(RARE_FAILURE,),
        channels=EMAIL,
        flow_types=INBOUND,
        unsure=UNSURE_ALL,
        documented=False,
    ),
    "StartOutboundEmailContact": ActionRule(
        "second-hand",
        admin("send-message"),
        works("An e-mail is sent; the chat goes on."),
        errors=(RARE_FAILURE,),
        flow_types=EVERYWHERE,
        unsure=UNSURE_ALL,
        documented=False,
    ),
    "CreateContact": ActionRule(
        "second-hand",
        "",
        works("Another contact is made; the chat goes on."),
        errors=(RARE_FAILURE,),
        flow_types=EVERYWHERE,
        unsure=UNSURE_ALL,
        documented=False,
    ),
    "RouteContactToAgent": ActionRule(
        "second-hand, administrator guide",
        "",
        works("The waiting chat is offered to an agent who is busy with others."),
        errors=(RARE_FAILURE,),
        ends="may",
        needs_next=False,
        flow_types=QUEUE | MODULES,
        unsure=UNSURE_ALL,
        documented=False,
    ),
    "CheckSegmentMembership": ActionRule(
        "second-hand, administrator guide",
        "",
        works("It is asked whether the customer belongs to a segment."),
        errors=(RARE_FAILURE,),
        result=ResultRule("whether the customer belongs to it"),
        flow_types=EVERYWHERE,
        unsure=UNSURE_ALL,
        documented=False,
    ),
    "EvaluateDataTableValues": _data_table(
        "Values of a data table are put into $.DataTables.",
        _TABLE,
        _rows(
            "Queries",
            Parameter("QueryName", STATIC),
            Parameter("Attributes", LIST, item=ANY_STATIC),
            _pairs("PrimaryValues", "AttributeName"),
        ),
    ),
    "ListDataTableValues": _data_table(
        "Rows of a data table are put into $.DataTableList.",
        _TABLE,
        _rows("PrimaryKeyGroups", Parameter("PrimaryKeyGroupName", STATIC), _pairs("PrimaryValues", "Name")),
    ),
    "UpsertDataTableValues": _data_table(
        "Values of a data table are written.",
        Parameter("LockVersion", STATIC),
        _TABLE,
        _rows(
            "DataTableUpsertAttributes",
            Parameter("PrimaryKeyGroupName", STATIC),
            _pairs("PrimaryValues", "Name"),
            _pairs("Attributes", "Name", Parameter("UseDefaultValue", STATIC, values=("True", "False"))),
        ),
    ),
}
