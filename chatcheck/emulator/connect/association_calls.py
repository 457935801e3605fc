"""The API's calls about what an instance is associated with: storage, functions, bots, origins, others."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect import provisioning
from chatcheck.emulator.connect.models import IntegrationAssociation, StorageConfig
from chatcheck.emulator.connect.paging import draw_page
from chatcheck.emulator.connect.wire import Call, Operation
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

Json = Any

_OF_THEIR_OWN = ("LAMBDA_FUNCTION", "LEX_BOT")

behaviour(
    "connect",
    "functions and bots are listed by ListLambdaFunctions and ListBots, not among integration associations",
    "assumed",
    "the API's IntegrationType has no value for them, CloudFormation's has",
)


def _associate_storage(call: Call) -> Json:
    config = {name: value for name, value in call["StorageConfig"].items() if name != "AssociationId"}
    return {
        "AssociationId": provisioning.add_storage(
            call.backend, call["InstanceId"], call["ResourceType"], config
        ).id
    }


def _describe_storage(call: Call) -> Json:
    return {"StorageConfig": _draw_storage(_find_storage(call))}


def _list_storage(call: Call) -> Json:
    found = [
        each
        for each in list(call.backend.instance(call["InstanceId"]).storage.values())
        if each.resource_type == call["ResourceType"]
    ]
    return draw_page(call, "StorageConfigs", found, 10, _draw_storage)


def _update_storage(call: Call) -> Json:
    _find_storage(call).config = {
        name: value for name, value in call["StorageConfig"].items() if name != "AssociationId"
    }


def _disassociate_storage(call: Call) -> Json:
    call.backend.remove(call.backend.instance(call["InstanceId"]).storage, _find_storage(call).id)


def _find_storage(call: Call) -> StorageConfig:
    found = call.backend.storage_config(call["InstanceId"], call["AssociationId"])
    if found.resource_type != call["ResourceType"]:
        message = f"The storage config `{found.id}` is not one for {call['ResourceType']}."
        raise ServiceError("ResourceNotFoundException", message, 404)
    return found


def _draw_storage(storage: StorageConfig) -> Json:
    return {"AssociationId": storage.id, **storage.config}


def _create_integration(call: Call) -> Json:
    if call.backend.find_association(call["InstanceId"], call["IntegrationType"], call["IntegrationArn"]):
        message = f"{call['IntegrationArn']} is already associated."
        raise ServiceError("DuplicateResourceException", message, 409)
    more = ("SourceApplicationUrl", "SourceApplicationName", "SourceType")
    data = {name: call[name] for name in more if call[name] is not None}
    made = provisioning.associate(
        call.backend, call["InstanceId"], call["IntegrationType"], call["IntegrationArn"], call["Tags"], data
    )
    return {"IntegrationAssociationId": made.id, "IntegrationAssociationArn": made.arn}


def _list_integrations(call: Call) -> Json:
    instance = call.backend.instance(call["InstanceId"])
    found = [
        each
        for each in list(instance.associations.values())
        if each.type not in _OF_THEIR_OWN
        and call["IntegrationType"] in (None, each.type)
        and call["IntegrationArn"] in (None, each.name)
    ]
    return draw_page(
        call,
        "IntegrationAssociationSummaryList",
        found,
        100,
        lambda each: {
            "IntegrationAssociationId": each.id,
            "IntegrationAssociationArn": each.arn,
            "InstanceId": instance.id,
            "IntegrationType": each.type,
            "IntegrationArn": each.name,
            **each.data,
            "LastModifiedTime": each.modified,
        },
    )


def _delete_integration(call: Call) -> Json:
    found = call.backend.association(call["InstanceId"], call["IntegrationAssociationId"])
    call.backend.remove(call.backend.instance(call["InstanceId"]).associations, found.id)


def _associate_lambda(call: Call) -> Json:
    provisioning.associate(call.backend, call["InstanceId"], "LAMBDA_FUNCTION", call["FunctionArn"])


def _list_lambdas(call: Call) -> Json:
    return draw_page(call, "LambdaFunctions", _list_kind(call, "LAMBDA_FUNCTION"), 25, lambda each: each.name)


def _disassociate_lambda(call: Call) -> Json:
    _disassociate(call, "LAMBDA_FUNCTION", call["FunctionArn"])


def _associate_bot(call: Call) -> Json:
    provisioning.associate(call.backend, call["InstanceId"], "LEX_BOT", _read_alias(call))


def _list_bots(call: Call) -> Json:
    found = _list_kind(call, "LEX_BOT") if call["LexVersion"] == "V2" else []
    return draw_page(call, "LexBots", found, 25, lambda each: {"LexV2Bot": {"AliasArn": each.name}})


def _disassociate_bot(call: Call) -> Json:
    _disassociate(call, "LEX_BOT", _read_alias(call))


def _read_alias(call: Call) -> str:
    alias = (call["LexV2Bot"] or {}).get("AliasArn")
    if not alias:
        message = "LexV2Bot.AliasArn is required: the embedded AWS has no bots of Lex V1."
        raise ServiceError("InvalidRequestException", message)
    return str(alias)


def _list_kind(call: Call, kind: str) -> list[IntegrationAssociation]:
    associations = call.backend.instance(call["InstanceId"]).associations.values()
    return [each for each in associations if each.type == kind]


def _disassociate(call: Call, kind: str, arn: str) -> None:
    found = call.backend.find_association(call["InstanceId"], kind, arn)
    if found is None:
        raise ServiceError("ResourceNotFoundException", f"{arn} is not associated.", 404)
    call.backend.remove(call.backend.instance(call["InstanceId"]).associations, found.id)


def _associate_origin(call: Call) -> Json:
    provisioning.add_origin(call.backend, call["InstanceId"], call["Origin"])


def _list_origins(call: Call) -> Json:
    origins = call.backend.instance(call["InstanceId"]).origins
    return draw_page(call, "Origins", origins, 25, str)


def _disassociate_origin(call: Call) -> Json:
    origins = call.backend.instance(call["InstanceId"]).origins
    if call["Origin"] not in origins:
        raise ServiceError("ResourceNotFoundException", f"{call['Origin']} is not approved.", 404)
    call.backend.remove(origins, call["Origin"])


OPERATIONS: dict[str, Operation] = {
    "AssociateInstanceStorageConfig": _associate_storage,
    "DescribeInstanceStorageConfig": _describe_storage,
    "ListInstanceStorageConfigs": _list_storage,
    "UpdateInstanceStorageConfig": _update_storage,
    "DisassociateInstanceStorageConfig": _disassociate_storage,
    "CreateIntegrationAssociation": _create_integration,
    "ListIntegrationAssociations": _list_integrations,
    "DeleteIntegrationAssociation": _delete_integration,
    "AssociateLambdaFunction": _associate_lambda,
    "ListLambdaFunctions": _list_lambdas,
    "DisassociateLambdaFunction": _disassociate_lambda,
    "AssociateBot": _associate_bot,
    "ListBots": _list_bots,
    "DisassociateBot": _disassociate_bot,
    "AssociateApprovedOrigin": _associate_origin,
    "ListApprovedOrigins": _list_origins,
    "DisassociateApprovedOrigin": _disassociate_origin,
}
