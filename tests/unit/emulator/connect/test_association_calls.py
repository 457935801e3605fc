import pytest

LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function:orders"
BUCKET = {"StorageType": "S3", "S3Config": {"BucketName": "b", "BucketPrefix": "chats"}}
TRANSCRIPTS = {"ResourceType": "CHAT_TRANSCRIPTS"}


@pytest.fixture
def storage_id(connect, instance_id):
    return connect.associate_instance_storage_config(
        InstanceId=instance_id, **TRANSCRIPTS, StorageConfig=BUCKET
    )["AssociationId"]


def test_storage_is_described_listed_changed_and_disassociated(connect, instance_id, storage_id):
    where = {"InstanceId": instance_id, "AssociationId": storage_id, **TRANSCRIPTS}
    found = connect.describe_instance_storage_config(**where)["StorageConfig"]
    assert found == {"AssociationId": storage_id, **BUCKET}
    moved = {**BUCKET, "S3Config": {"BucketName": "c", "BucketPrefix": "chats"}}
    connect.update_instance_storage_config(**where, StorageConfig=moved)
    listed = connect.list_instance_storage_configs(InstanceId=instance_id, **TRANSCRIPTS)["StorageConfigs"]
    assert listed == [{"AssociationId": storage_id, **moved}]
    connect.disassociate_instance_storage_config(**where)
    listed = connect.list_instance_storage_configs(InstanceId=instance_id, **TRANSCRIPTS)["StorageConfigs"]
    assert listed == []


def test_functions_are_associated_listed_and_disassociated(connect, instance_id):
    connect.associate_lambda_function(InstanceId=instance_id, FunctionArn=LAMBDA)
    assert connect.list_lambda_functions(InstanceId=instance_id)["LambdaFunctions"] == [LAMBDA]
    assert (
        connect.list_integration_associations(InstanceId=instance_id)["IntegrationAssociationSummaryList"]
        == []
    )
    connect.disassociate_lambda_function(InstanceId=instance_id, FunctionArn=LAMBDA)
    assert connect.list_lambda_functions(InstanceId=instance_id)["LambdaFunctions"] == []


def test_integrations_are_created_listed_and_deleted(connect, instance_id):
    arn = "arn:aws:app-integrations:us-east-1:000000000000:application/x"
    made = connect.create_integration_association(
        InstanceId=instance_id, IntegrationType="APPLICATION", IntegrationArn=arn
    )
    listed = connect.list_integration_associations(InstanceId=instance_id, IntegrationType="APPLICATION")
    [found] = listed["IntegrationAssociationSummaryList"]
    assert (found["IntegrationArn"], found["InstanceId"]) == (arn, instance_id)
    connect.delete_integration_association(
        InstanceId=instance_id, IntegrationAssociationId=made["IntegrationAssociationId"]
    )
    assert (
        connect.list_integration_associations(InstanceId=instance_id)["IntegrationAssociationSummaryList"]
        == []
    )


def test_origins_are_approved_listed_and_withdrawn(connect, instance_id):
    for origin in ("http://localhost:3000", "https://acme.example"):
        connect.associate_approved_origin(InstanceId=instance_id, Origin=origin)
    connect.disassociate_approved_origin(InstanceId=instance_id, Origin="http://localhost:3000")
    assert connect.list_approved_origins(InstanceId=instance_id)["Origins"] == ["https://acme.example"]


def test_no_bots_of_the_first_version(connect, instance_id):
    assert connect.list_bots(InstanceId=instance_id, LexVersion="V1")["LexBots"] == []


def test_second_storage_of_a_kind_is_refused(connect, instance_id, storage_id, refused):
    code, status, _ = refused(
        connect.associate_instance_storage_config, InstanceId=instance_id, **TRANSCRIPTS, StorageConfig=BUCKET
    )
    assert (code, status) == ("ResourceConflictException", 409)


def test_storage_of_another_kind_is_not_found(connect, instance_id, storage_id, refused):
    code, status, _ = refused(
        connect.describe_instance_storage_config,
        InstanceId=instance_id,
        AssociationId=storage_id,
        ResourceType="ATTACHMENTS",
    )
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_second_association_of_a_function_is_refused(connect, instance_id, refused):
    connect.associate_lambda_function(InstanceId=instance_id, FunctionArn=LAMBDA)
    code, status, _ = refused(connect.associate_lambda_function, InstanceId=instance_id, FunctionArn=LAMBDA)
    assert (code, status) == ("ResourceConflictException", 409)


def test_disassociating_what_is_not_associated_is_refused(connect, instance_id, refused):
    code, status, _ = refused(
        connect.disassociate_lambda_function, InstanceId=instance_id, FunctionArn=LAMBDA
    )
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_bot_of_the_first_version_is_refused(connect, instance_id, refused):
    code, _, answer = refused(
        connect.associate_bot, InstanceId=instance_id, LexBot={"Name": "old", "LexRegion": "us-east-1"}
    )
    assert code == "InvalidRequestException"
    assert "Lex V1" in answer["Error"]["Message"]


def test_unknown_bot_alias_cannot_be_associated(connect, instance_id, refused):
    code, status, _ = refused(
        connect.associate_bot,
        InstanceId=instance_id,
        LexV2Bot={"AliasArn": "arn:aws:lex:us-east-1:000000000000:bot-alias/AAAAAAAAAA/BBBBBBBBBB"},
    )
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_origin_is_approved_once(connect, instance_id, refused):
    connect.associate_approved_origin(InstanceId=instance_id, Origin="https://acme.example")
    code, _, _ = refused(
        connect.associate_approved_origin, InstanceId=instance_id, Origin="https://acme.example"
    )
    assert code == "ResourceConflictException"
