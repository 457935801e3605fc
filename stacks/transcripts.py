"""Where Connect keeps what was said."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_connect as connect
from aws_cdk import aws_s3 as s3
from constructs import Construct

from stacks.rules import accept_finding

PREFIX = "chat-transcripts"
_NO_ACCESS_LOGS = (
    "Connect alone writes this bucket, and people read it through Connect. Who else reads it is in "
    "CloudTrail's data events; access logs would be a second bucket with customers' words to look after."
)


class Transcripts(Construct):
    """A private bucket and the instance's setting to write finished chats into it.

    A new instance has no such setting: without one, chats leave no transcript behind. The bucket
    always outlives its stack: CloudFormation deletes no bucket with anything in it, and a failed
    destroy leaves more behind than a bucket that empties itself after `keep_days`.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, instance_arn: str, keep_days: int, retain: bool
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            lifecycle_rules=[s3.LifecycleRule(id="forget", expiration=cdk.Duration.days(keep_days))],
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )
        if self.bucket.policy:
            self.bucket.policy.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        accept_finding(self.bucket, "AwsSolutions-S1", _NO_ACCESS_LOGS)
        storage = connect.CfnInstanceStorageConfig(
            self,
            "Storage",
            instance_arn=instance_arn,
            resource_type="CHAT_TRANSCRIPTS",
            storage_type="S3",
            s3_config=connect.CfnInstanceStorageConfig.S3ConfigProperty(
                bucket_name=self.bucket.bucket_name, bucket_prefix=PREFIX
            ),
        )
        storage.apply_removal_policy(cdk.RemovalPolicy.RETAIN if retain else cdk.RemovalPolicy.DESTROY)
