"""What the instance stack provisions."""

import pytest

pytestmark = pytest.mark.cdk


@pytest.fixture(scope="module")
def template(local):
    return local[0]


def test_an_instance_is_made_with_an_alias_of_name_account_and_environment(template):
    template.has_resource_properties(
        "AWS::Connect::Instance",
        {
            "IdentityManagementType": "CONNECT_MANAGED",
            "InstanceAlias": "chatcheck-000000000000-local",
            "Attributes": {"InboundCalls": True, "OutboundCalls": False, "ContactflowLogs": True},
        },
    )


def test_a_store_that_never_closes_is_open_seven_whole_days(template):
    found = template.find_resources("AWS::Connect::HoursOfOperation", {"Properties": {"Name": "web-store"}})

    (config,) = (each["Properties"]["Config"] for each in found.values())
    midnight = {"Hours": 0, "Minutes": 0}
    assert len(config) == 7
    assert all(each["StartTime"] == each["EndTime"] == midnight for each in config)


def test_a_store_that_never_opens_has_no_time(template):
    template.has_resource_properties("AWS::Connect::HoursOfOperation", {"Name": "pop-up-store", "Config": []})


def test_a_lunch_break_splits_a_day(template):
    found = template.find_resources("AWS::Connect::HoursOfOperation", {"Properties": {"Name": "people"}})

    (config,) = (each["Properties"]["Config"] for each in found.values())
    saturday = [each for each in config if each["Day"] == "SATURDAY"]
    assert [each["EndTime"] for each in saturday] == [
        {"Hours": 12, "Minutes": 30},
        {"Hours": 18, "Minutes": 0},
    ]


def test_a_queue_keeps_to_its_hours_and_its_limit(template):
    people = next(
        iter(template.find_resources("AWS::Connect::HoursOfOperation", {"Properties": {"Name": "people"}}))
    )

    template.has_resource_properties(
        "AWS::Connect::Queue",
        {
            "Name": "support",
            "MaxContacts": 200,
            "HoursOfOperationArn": {"Fn::GetAtt": [people, "HoursOfOperationArn"]},
        },
    )


def test_the_routing_profile_answers_chats_of_every_queue(template):
    queue = next(iter(template.find_resources("AWS::Connect::Queue")))
    found = template.find_resources("AWS::Connect::RoutingProfile")

    (profile,) = (each["Properties"] for each in found.values())
    (served,) = profile["QueueConfigs"]
    assert served["QueueReference"] == {"Channel": "CHAT", "QueueArn": {"Fn::GetAtt": [queue, "QueueArn"]}}
    assert profile["MediaConcurrencies"] == [{"Channel": "CHAT", "Concurrency": 5}]


def test_transcripts_go_to_a_private_bucket_and_are_forgotten(template):
    template.has_resource_properties(
        "AWS::S3::Bucket",
        {
            "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "RestrictPublicBuckets": True},
            "LifecycleConfiguration": {"Rules": [{"ExpirationInDays": 365, "Status": "Enabled"}]},
        },
    )
    template.has_resource_properties(
        "AWS::Connect::InstanceStorageConfig", {"ResourceType": "CHAT_TRANSCRIPTS", "StorageType": "S3"}
    )


def test_attachments_go_to_the_same_bucket_under_a_prefix_of_their_own(template):
    (bucket,) = template.find_resources("AWS::S3::Bucket")
    kept = template.find_resources("AWS::Connect::InstanceStorageConfig").values()

    configs = {each["Properties"]["ResourceType"]: each["Properties"]["S3Config"] for each in kept}
    assert configs == {
        "CHAT_TRANSCRIPTS": {"BucketName": {"Ref": bucket}, "BucketPrefix": "chat-transcripts"},
        "ATTACHMENTS": {"BucketName": {"Ref": bucket}, "BucketPrefix": "attachments"},
    }


def test_browsers_may_send_and_fetch_attachments_from_the_environment_s_origins_only(template):
    (bucket,) = template.find_resources("AWS::S3::Bucket").values()

    (rule,) = bucket["Properties"]["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == ["PUT", "GET"]
    assert "http://localhost:3000" in rule["AllowedOrigins"]
    assert "https://*.my.connect.aws" in rule["AllowedOrigins"]
    assert "*" not in rule["AllowedOrigins"]


def test_a_bucket_that_may_hold_transcripts_never_fails_a_destroy(template):
    (bucket,) = template.find_resources("AWS::S3::Bucket").values()
    (policy,) = template.find_resources("AWS::S3::BucketPolicy").values()

    assert (bucket["DeletionPolicy"], policy["DeletionPolicy"]) == ("Retain", "Retain")


def test_what_is_not_retained_goes_with_its_stack(template):
    (instance,) = template.find_resources("AWS::Connect::Instance").values()

    assert instance["DeletionPolicy"] == "Delete"


def test_nothing_here_needs_code_that_runs_at_deploy(template):
    types = {each["Type"] for each in template.to_json()["Resources"].values()}

    assert not {each for each in types if each.startswith("Custom::") or each == "AWS::Lambda::Function"}


@pytest.mark.parametrize(
    "key",
    [
        "InstanceId",
        "QueueSupportId",
        "HoursWebStoreId",
        "HoursPopUpStoreId",
        "HoursPeopleId",
        "RoutingProfileId",
    ],
)
def test_every_id_is_an_output_without_an_export(template, key):
    output = template.to_json()["Outputs"][key]

    assert "Export" not in output


@pytest.mark.parametrize(
    "name",
    ["instance/id", "instance/arn", "queue/support/id", "queue/support/arn", "hours/web-store/id"],
)
def test_every_id_is_a_parameter(template, name):
    template.has_resource_properties("AWS::SSM::Parameter", {"Name": f"/chatcheck/local/{name}"})


def test_an_output_is_a_bare_id(template):
    value = template.to_json()["Outputs"]["QueueSupportId"]["Value"]

    assert value["Fn::Select"][0] == 3
    assert value["Fn::Select"][1]["Fn::Split"][0] == "/"


def test_what_keeps_people_s_data_keeps_its_logical_id(template):
    """Another logical id would be another instance, queue or bucket, and the end of this one."""
    kept = (
        "AWS::Connect::Instance",
        "AWS::Connect::Queue",
        "AWS::S3::Bucket",
        "AWS::Connect::HoursOfOperation",
    )
    ids = {key for type_ in kept for key in template.find_resources(type_)}

    assert ids == {
        "InstanceC1063A87",
        "TranscriptsBucket790D2BE6",
        "RoutingQueueSupportFA32D7A1",
        "RoutingHoursWebStoreA7CE87D4",
        "RoutingHoursPopUpStoreED701412",
        "RoutingHoursPeople041C4450",
    }
