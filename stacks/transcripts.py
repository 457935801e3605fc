"""Where Connect keeps what was said, and the files that were sent."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_connect as connect
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.rules import accept_finding

# Kinds of files that Connect keeps, as its storage settings spell them, and where in the bucket.
PREFIXES = {"CHAT_TRANSCRIPTS": "chat-transcripts", "ATTACHMENTS": "attachments"}
# Agents' browsers send and fetch attachments straight to and from the bucket; S3 allows one `*` in an origin.
AGENT_ORIGINS = ("https://*.my.connect.aws", "https://*.awsapps.com")
_NO_ACCESS_LOGS = (
    "Connect alone writes this bucket, and people read it through Connect. Who else reads it is in "
    "CloudTrail's data events; access logs would be a second bucket with customers' words to look after."
)


class Transcripts(Construct):
    """A private bucket, and the instance's settings to write finished chats and attachments into it.

    A new instance has no such settings: chats leave no transcript behind, and a file that a customer
    attaches is refused. Browsers take attachments to the bucket themselves, by addresses that Connect
    signs: the bucket allows it to agents' and to the environment's own origins.
    The bucket always outlives its stack: CloudFormation deletes no bucket with anything in it, and a
    failed destroy leaves more behind than a bucket that empties itself after `keep_days`.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        instance_arn: str,
        keep_days: int,
        origins: Sequence[str],
        retain: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = self._make_bucket(keep_days, origins)
        for resource_type, name in (("CHAT_TRANSCRIPTS", "Storage"), ("ATTACHMENTS", "Attachments")):
            storage = connect.CfnInstanceStorageConfig(
                self,
                name,
                instance_arn=instance_arn,
                resource_type=resource_type,
                storage_type="S3",
                s3_config=connect.CfnInstanceStorageConfig.S3ConfigProperty(
                    bucket_name=self.bucket.bucket_name, bucket_prefix=PREFIXES[resource_type]
                ),
            )
            storage.apply_removal_policy(cdk.RemovalPolicy.RETAIN if retain else cdk.RemovalPolicy.DESTROY)

    def _make_bucket(self, keep_days: int, origins: Sequence[str]) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Bucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            cors=[
                s3.CorsRule(
                    allowed_headers=["*"],
                    allowed_methods=[s3.HttpMethods.PUT, s3.HttpMethods.GET],
                    allowed_origins=[*AGENT_ORIGINS, *origins],
                )
            ],
            lifecycle_rules=[s3.LifecycleRule(id="forget", expiration=cdk.Duration.days(keep_days))],
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )
        if bucket.policy:
            bucket.policy.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        accept_finding(bucket, "AwsSolutions-S1", _NO_ACCESS_LOGS)
        return bucket
