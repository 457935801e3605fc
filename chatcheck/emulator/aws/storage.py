"""S3: buckets with their policies, and the CDK's emptying of a bucket before it is deleted."""

from __future__ import annotations

import json

from moto.s3.cloud_formation import cfn_to_api_encryption
from moto.s3.models import FakeBucket, S3Backend, s3_backends

from chatcheck.emulator.aws.model import Json, Model, Place
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

behaviour(
    "cloudformation",
    "a bucket takes encryption, versioning, tags and public access settings from its template; lifecycle"
    " rules, logging and notifications are recorded by the stack only",
    "assumed",
    "moto keeps the first four; nothing here relies on the rest",
)
behaviour(
    "cloudformation",
    "Custom::S3AutoDeleteObjects empties its bucket when it is deleted, without the CDK's Node function",
    "observed",
    "the CDK's provider source: it deletes all objects and versions on the Delete event",
)


behaviour(
    "s3",
    "bucket policies are kept and given back, and not enforced",
    "assumed",
    "moto's enforcement ignores Condition, so that enforce_ssl would refuse everybody",
)


def stop_enforcing_policies() -> None:
    """Make moto's S3 keep bucket policies without acting on them."""
    from moto.iam.access_control import PermissionResult  # noqa: PLC0415  (moto imports it late as well)

    def permit(_bucket: FakeBucket, _action: str, _resource: str) -> PermissionResult:
        return PermissionResult.NEUTRAL

    FakeBucket.get_permission = permit  # type: ignore[method-assign, assignment]


def _get_store(place: Place) -> S3Backend:
    return s3_backends[place.account][place.partition]


class Bucket(Model):
    """A bucket in moto's S3."""

    TYPE = "AWS::S3::Bucket"
    NAME_PROPERTY = "BucketName"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:
        """Create the bucket and set it up."""
        bucket = _get_store(place).create_bucket(name, place.region)
        domain = f"{name}.s3.amazonaws.com"
        attributes = {
            "Arn": bucket.arn,
            "DomainName": domain,
            "DualStackDomainName": f"{name}.s3.dualstack.{place.region}.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{place.region}.amazonaws.com",
            "WebsiteURL": f"http://{name}.s3-website-{place.region}.amazonaws.com",
        }
        made = cls(place, name, attributes)
        made.update(properties)
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Set encryption, versioning, tags and public access to what the template says."""
        store, name = _get_store(self.place), self.physical_resource_id
        if "BucketEncryption" in properties:
            store.put_bucket_encryption(name, cfn_to_api_encryption(properties["BucketEncryption"]))
        if "VersioningConfiguration" in properties:
            store.put_bucket_versioning(name, properties["VersioningConfiguration"]["Status"])
        block = properties.get("PublicAccessBlockConfiguration")
        if block:
            store.put_public_access_block(name, {key: str(value).lower() for key, value in block.items()})
        tags = {each["Key"]: each["Value"] for each in properties.get("Tags", [])}
        store.put_bucket_tagging(name, tags)

    def remove(self) -> None:
        """Delete the bucket; it must be empty, as on AWS."""
        store, name = _get_store(self.place), self.physical_resource_id
        if _count_objects(store, name):
            raise ServiceError("BucketNotEmpty", "The bucket you tried to delete is not empty")
        store.delete_bucket(name)


class BucketPolicy(Model):
    """The policy of a bucket."""

    TYPE = "AWS::S3::BucketPolicy"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:  # noqa: ARG003
        """Put the policy; its id is the bucket's name."""
        made = cls(place, properties["Bucket"])
        made.update(properties)
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Put the policy again."""
        policy = json.dumps(properties["PolicyDocument"]).encode()
        _get_store(self.place).put_bucket_policy(self.physical_resource_id, policy)

    def remove(self) -> None:
        """Leave the bucket without a policy."""
        if self.physical_resource_id in _get_store(self.place).buckets:
            _get_store(self.place).delete_bucket_policy(self.physical_resource_id)


class AutoDeleteObjects(Model):
    """What the CDK adds for ``auto_delete_objects=True``."""

    TYPE = "Custom::S3AutoDeleteObjects"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:
        """Remember the bucket."""
        made = cls(place, name)
        made.update(properties)
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Remember the bucket it is now for."""
        self.bucket_name: str = properties["BucketName"]

    def remove(self) -> None:
        """Delete all objects and their versions."""
        store = _get_store(self.place)
        bucket = store.buckets.get(self.bucket_name)
        if bucket is not None:
            bucket.keys.clear()
            bucket.multiparts.clear()


def _count_objects(store: S3Backend, name: str) -> int:
    bucket = store.get_bucket(name)
    return len(bucket.keys)
