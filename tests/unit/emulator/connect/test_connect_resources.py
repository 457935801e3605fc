import re

import pytest

from chatcheck.emulator.connect import models
from chatcheck.emulator.connect import resources as connect_resources
from chatcheck.emulator.lex import models as lex_models
from chatcheck.emulator.lex import resources as lex_resources
from chatcheck.emulator.routes import ServiceError

ACCOUNT, REGION = "000000000000", "us-east-1"
LAMBDA = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:orders"


@pytest.fixture(autouse=True)
def empty_stores():
    for store in (models, lex_models):
        store.reset()
    yield
    for store in (models, lex_models):
        store.reset()


def create(model, **properties):
    body = {"Type": model.TYPE, "Properties": properties}
    return model.create_from_cloudformation_json("name", body, ACCOUNT, REGION, LogicalId="It")


def update(resource, **properties):
    body = {"Type": resource.TYPE, "Properties": properties}
    return type(resource).update_from_cloudformation_json(resource, "name", body, ACCOUNT, REGION)


@pytest.fixture
def instance():
    return create(
        connect_resources.InstanceResource,
        IdentityManagementType="CONNECT_MANAGED",
        InstanceAlias="acme",
        Attributes={"InboundCalls": True, "OutboundCalls": "false", "ContactflowLogs": "true"},
    )


@pytest.fixture
def arn(instance):
    return instance.physical_resource_id


@pytest.fixture
def hours(arn):
    slot = {
        "Day": "MONDAY",
        "StartTime": {"Hours": 9, "Minutes": 0},
        "EndTime": {"Hours": "17", "Minutes": "30"},
    }
    return create(
        connect_resources.HoursOfOperationResource,
        InstanceArn=arn,
        Name="day",
        TimeZone="Europe/London",
        Config=[slot],
    )


@pytest.fixture
def queue(arn, hours):
    return create(
        connect_resources.QueueResource,
        InstanceArn=arn,
        Name="support",
        HoursOfOperationArn=hours.physical_resource_id,
        MaxContacts="20",
    )


@pytest.fixture
def flow(arn, write):
    return create(
        connect_resources.ContactFlowResource,
        InstanceArn=arn,
        Name="welcome",
        Type="CONTACT_FLOW",
        Content=write.flow(),
    )


def test_instance_has_its_attributes(instance):
    found = models.backend(REGION).instance(instance.get_cfn_attribute("Id"))
    assert instance.physical_resource_id == instance.get_cfn_attribute("Arn") == found.arn
    assert found.attributes["INBOUND_CALLS"] == "true"
    assert (found.attributes["OUTBOUND_CALLS"], found.attributes["CONTACTFLOW_LOGS"]) == ("false", "true")


def test_instance_attributes_change_in_place(instance):
    update(
        instance,
        IdentityManagementType="CONNECT_MANAGED",
        InstanceAlias="acme",
        Attributes={"InboundCalls": False, "OutboundCalls": True},
    )
    assert instance.instance.attributes["OUTBOUND_CALLS"] == "true"


def test_deleted_instance_takes_its_flows_along(instance, flow):
    instance.delete(ACCOUNT, REGION)
    with pytest.raises(ServiceError, match="does not exist"):
        models.backend(REGION).instance(instance.get_cfn_attribute("Id"))
    flow.delete(ACCOUNT, REGION)  # the stack deletes it after all, and that is no error


@pytest.fixture
def others(arn, queue):
    """One of each other kind, by its type."""
    channels = [{"Channel": "CHAT", "Concurrency": 1}]
    made = [
        create(
            connect_resources.RoutingProfileResource,
            InstanceArn=arn,
            Name="chat",
            Description="x",
            DefaultOutboundQueueArn=queue.physical_resource_id,
            MediaConcurrencies=channels,
        ),
        create(
            connect_resources.InstanceStorageConfigResource,
            InstanceArn=arn,
            ResourceType="CHAT_TRANSCRIPTS",
            StorageType="S3",
            S3Config={"BucketName": "b", "BucketPrefix": "p"},
        ),
        create(
            connect_resources.IntegrationAssociationResource,
            InstanceId=arn,
            IntegrationType="LAMBDA_FUNCTION",
            IntegrationArn=LAMBDA,
        ),
        create(connect_resources.ApprovedOriginResource, InstanceId=arn, Origin="https://a.example"),
    ]
    return {each.TYPE: each for each in made}


def empty(instance):
    held = instance.instance
    for kept in (held.contact_flows, held.hours, held.queues, held.routing_profiles):
        kept.clear()
    for kept in (held.storage, held.associations, held.origins):
        kept.clear()


def test_what_was_deleted_behind_the_stack_is_not_updated(instance, arn, flow, hours, queue, others):
    empty(instance)
    name = {"InstanceArn": arn, "Name": "x"}
    changes = {
        flow: {**name, "Type": "CONTACT_FLOW", "Content": flow.record.content},
        hours: {**name, "TimeZone": "UTC", "Config": []},
        queue: {**name, "HoursOfOperationArn": hours.physical_resource_id},
        others["AWS::Connect::InstanceStorageConfig"]: {
            "InstanceArn": arn,
            "ResourceType": "CHAT_TRANSCRIPTS",
            "StorageType": "S3",
        },
        others["AWS::Connect::IntegrationAssociation"]: {
            "InstanceId": arn,
            "IntegrationType": "LAMBDA_FUNCTION",
            "IntegrationArn": LAMBDA,
        },
    }
    for resource, properties in changes.items():
        with pytest.raises(ServiceError, match=re.escape(resource.physical_resource_id)) as refused:
            update(resource, **properties)
        assert refused.value.code == "ResourceNotFoundException"


def test_what_was_deleted_behind_the_stack_is_deleted_without_complaint(instance, flow, hours, queue, others):
    empty(instance)
    for each in (*others.values(), queue, hours, flow):
        each.delete(ACCOUNT, REGION)
    instance.delete(ACCOUNT, REGION)
    instance.delete(ACCOUNT, REGION)


def test_an_instance_that_is_gone_takes_along_what_the_stack_would_delete(
    instance, flow, hours, queue, others
):
    instance.delete(ACCOUNT, REGION)
    for each in (*others.values(), queue, hours, flow):
        each.delete(ACCOUNT, REGION)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"MediaConcurrencies": [{"Channel": "CHAT", "Concurrency": "11"}]}, r"\[0\].Concurrency is 11"),
        ({"MediaConcurrencies": [{"Channel": "SMOKE", "Concurrency": 1}]}, "SMOKE"),
        ({"Description": "d" * 251}, "Description has 251 characters"),
        ({"Name": "n" * 128}, "Name has 128 characters"),
    ],
)
def test_a_profile_is_held_against_the_service_model(arn, queue, changed, named):
    properties = {
        "InstanceArn": arn,
        "Name": "chat",
        "Description": "x",
        "DefaultOutboundQueueArn": queue.physical_resource_id,
        "MediaConcurrencies": [{"Channel": "CHAT", "Concurrency": "1"}],
    }
    create(connect_resources.RoutingProfileResource, **properties)
    with pytest.raises(ServiceError, match=named):
        create(connect_resources.RoutingProfileResource, **(properties | {"Name": "other"} | changed))


@pytest.mark.parametrize(
    ("changed", "named"),
    [({"Name": "q" * 257}, "Name has 257 characters"), ({"Name": 5}, "Name is not of the type string")],
)
def test_a_queue_is_held_against_the_service_model(arn, hours, queue, changed, named):
    properties = {"InstanceArn": arn, "Name": "other", "HoursOfOperationArn": hours.physical_resource_id}
    with pytest.raises(ServiceError, match=named):
        create(connect_resources.QueueResource, **(properties | changed))
    with pytest.raises(ServiceError, match=named):
        update(queue, **(properties | changed))


def test_hours_that_a_queue_has_stay(hours, queue):
    with pytest.raises(ServiceError, match="those of the queue `support`"):
        hours.delete(ACCOUNT, REGION)
    queue.delete(ACCOUNT, REGION)
    hours.delete(ACCOUNT, REGION)


def test_an_instances_attribute_is_true_or_false():
    with pytest.raises(ServiceError, match=r"Attributes\.InboundCalls is `yes`"):
        create(
            connect_resources.InstanceResource,
            IdentityManagementType="CONNECT_MANAGED",
            InstanceAlias="acme",
            Attributes={"InboundCalls": "yes", "OutboundCalls": False},
        )


def test_flow_content_changes_in_place_and_the_id_stays(arn, flow, write):
    before = flow.physical_resource_id
    content = write.flow(write.action("MessageParticipant", Text="Hello"))
    update(flow, InstanceArn=arn, Name="entry", Type="CONTACT_FLOW", Content=content)
    found = models.backend(REGION).contact_flow(arn, before)
    assert (found.content, found.name, "do MessageParticipant" in found.flow.actions) == (
        content,
        "entry",
        True,
    )
    assert flow.get_cfn_attribute("ContactFlowArn") == before


def test_module_is_published(arn, write):
    made = create(
        connect_resources.ContactFlowModuleResource, InstanceArn=arn, Name="greet", Content=write.module()
    )
    assert made.get_cfn_attribute("Status") == "PUBLISHED"
    assert made.get_cfn_attribute("ContactFlowModuleArn") == made.physical_resource_id


def test_queue_and_hours_change_in_place(arn, hours, queue):
    update(hours, InstanceArn=arn, Name="day", TimeZone="UTC", Config=[])
    update(queue, InstanceArn=arn, Name="help", HoursOfOperationArn=hours.physical_resource_id)
    assert (hours.record.time_zone, hours.record.config) == ("UTC", [])
    assert (queue.record.name, queue.record.max_contacts) == ("help", None)


def test_template_texts_become_numbers(hours, queue):
    assert hours.record.config[0]["EndTime"] == {"Hours": 17, "Minutes": 30}
    assert queue.record.max_contacts == 20


def test_routing_profile_keeps_its_queue_from_deletion(arn, queue):
    profile = create(
        connect_resources.RoutingProfileResource,
        InstanceArn=arn,
        Name="chat",
        Description="Chats",
        DefaultOutboundQueueArn=queue.physical_resource_id,
        MediaConcurrencies=[{"Channel": "CHAT", "Concurrency": 5}],
        QueueConfigs=[
            {
                "Delay": 0,
                "Priority": 1,
                "QueueReference": {"Channel": "CHAT", "QueueArn": queue.physical_resource_id},
            }
        ],
    )
    with pytest.raises(ServiceError, match="served by the routing profile `chat`"):
        queue.delete(ACCOUNT, REGION)
    profile.delete(ACCOUNT, REGION)
    queue.delete(ACCOUNT, REGION)


def test_associations_are_named_by_all_their_parts(arn):
    function = create(
        connect_resources.IntegrationAssociationResource,
        InstanceId=arn,
        IntegrationType="LAMBDA_FUNCTION",
        IntegrationArn=LAMBDA,
    )
    origin = create(connect_resources.ApprovedOriginResource, InstanceId=arn, Origin="https://acme.example")
    storage = create(
        connect_resources.InstanceStorageConfigResource,
        InstanceArn=arn,
        ResourceType="CHAT_TRANSCRIPTS",
        StorageType="S3",
        S3Config={"BucketName": "b", "BucketPrefix": "chats"},
    )
    assert function.physical_resource_id == f"{arn}|LAMBDA_FUNCTION|{LAMBDA}"
    assert origin.physical_resource_id == f"{arn}|https://acme.example"
    identifier = storage.get_cfn_attribute("AssociationId")
    assert storage.physical_resource_id == f"{arn}|{identifier}|CHAT_TRANSCRIPTS"


def test_deleted_association_is_gone(arn):
    made = create(
        connect_resources.IntegrationAssociationResource,
        InstanceId=arn,
        IntegrationType="LAMBDA_FUNCTION",
        IntegrationArn=LAMBDA,
    )
    assert models.backend(REGION).lambda_is_associated(arn, LAMBDA)
    made.delete(ACCOUNT, REGION)
    assert not models.backend(REGION).lambda_is_associated(arn, LAMBDA)


def deploy_bot(locale, built=True):
    role = f"arn:aws:iam::{ACCOUNT}:role/bot"
    bot = create(
        lex_resources.BotResource,
        Name="orders",
        RoleArn=role,
        DataPrivacy={"ChildDirected": False},
        IdleSessionTTLInSeconds=300,
        AutoBuildBotLocales=built,
        BotLocales=[locale],
    )
    bot_id = bot.get_cfn_attribute("Id")
    version = create(
        lex_resources.BotVersionResource,
        BotId=bot_id,
        BotVersionLocaleSpecification=[
            {"LocaleId": "en_GB", "BotVersionLocaleDetails": {"SourceBotVersion": "DRAFT"}}
        ],
    )
    alias = create(
        lex_resources.BotAliasResource,
        BotId=bot_id,
        BotAliasName="live",
        BotVersion=version.get_cfn_attribute("BotVersion"),
        BotAliasLocaleSettings=[{"LocaleId": "en_GB", "BotAliasLocaleSetting": {"Enabled": True}}],
    )
    return bot, version, alias


LOCALE = {
    "LocaleId": "en_GB",
    "NluConfidenceThreshold": 0.4,
    "Intents": [{"Name": "Hello", "SampleUtterances": [{"Utterance": "hello"}]}],
}


def test_bot_version_and_alias_make_a_bot_that_talks():
    bot, version, alias = deploy_bot(LOCALE)
    found = lex_models.lex_backend(REGION).alias(alias.get_cfn_attribute("Arn"))
    assert [each.name for each in found.intents] == ["Hello", "FallbackIntent"]
    assert version.physical_resource_id == f"{bot.physical_resource_id}|1"
    assert alias.physical_resource_id == f"{alias.get_cfn_attribute('BotAliasId')}|{bot.physical_resource_id}"


def test_bot_resources_are_deleted_in_a_stack_order():
    bot, version, alias = deploy_bot(LOCALE)
    for each in (alias, version, bot):
        each.delete(ACCOUNT, REGION)
    assert lex_models.lex_backend(REGION).bots == {}


def test_what_replaces_a_resource_is_stated():
    assert frozenset({"InstanceArn", "Type"}) == connect_resources.ContactFlowResource.IMMUTABLE
    assert "InstanceAlias" in connect_resources.InstanceResource.IMMUTABLE
    assert frozenset({"BotId"}) == lex_resources.BotAliasResource.IMMUTABLE


def test_refused_flow_content_leaves_the_flow_as_it_was(arn, flow, write):
    content = flow.record.content
    broken = write.flow(write.action("UpdateContactTargetQueue", QueueId="none-such"))
    with pytest.raises(ServiceError) as caught:
        update(flow, InstanceArn=arn, Name="renamed", Type="CONTACT_FLOW", Content=broken)
    assert caught.value.code == "InvalidContactFlowException"
    assert "none-such" in caught.value.extra["problems"][0]["message"]
    assert (flow.record.content, flow.record.name) == (content, "welcome")


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"Name": "x"}, "required properties are missing: Config, InstanceArn, TimeZone"),
        (
            {"Name": "x", "InstanceArn": "a", "TimeZone": "UTC", "Config": [], "Nmae": "y"},
            "does not support AWS::Connect::HoursOfOperation Nmae, did you mean `Name`?",
        ),
    ],
)
def test_wrong_property_names_are_refused(properties, said):
    with pytest.raises(ServiceError, match="Properties validation failed") as caught:
        create(connect_resources.HoursOfOperationResource, **properties)
    assert said in caught.value.message


def test_association_wants_an_arn_where_it_says_id(instance):
    with pytest.raises(ServiceError, match="has to be the instance's ARN"):
        create(
            connect_resources.ApprovedOriginResource,
            InstanceId=instance.get_cfn_attribute("Id"),
            Origin="https://acme.example",
        )


def test_bot_association_needs_a_built_alias(arn):
    _, _, alias = deploy_bot(LOCALE, built=False)
    with pytest.raises(ServiceError, match="no built version"):
        create(
            connect_resources.IntegrationAssociationResource,
            InstanceId=arn,
            IntegrationType="LEX_BOT",
            IntegrationArn=alias.get_cfn_attribute("Arn"),
        )


def test_bot_that_cannot_be_built_is_refused():
    with pytest.raises(ServiceError, match="slot type `None` does not exist"):
        intent = {
            "Name": "Hello",
            "SampleUtterances": [{"Utterance": "hello"}],
            "Slots": [
                {
                    "Name": "S",
                    "SlotTypeName": "None",
                    "ValueElicitationSetting": {"SlotConstraint": "Optional"},
                }
            ],
        }
        deploy_bot({**LOCALE, "Intents": [intent]})


@pytest.mark.parametrize("alias", ["d-acme", "x" * 46])
def test_bad_instance_alias_is_refused(alias):
    with pytest.raises(ServiceError, match="InstanceAlias"):
        create(
            connect_resources.InstanceResource,
            IdentityManagementType="CONNECT_MANAGED",
            InstanceAlias=alias,
            Attributes={"InboundCalls": True, "OutboundCalls": True},
        )


def test_unknown_instance_attribute_is_refused():
    with pytest.raises(ServiceError, match="no member `Inbound`"):
        create(
            connect_resources.InstanceResource,
            IdentityManagementType="CONNECT_MANAGED",
            InstanceAlias="acme",
            Attributes={"InboundCalls": True, "OutboundCalls": True, "Inbound": True},
        )
