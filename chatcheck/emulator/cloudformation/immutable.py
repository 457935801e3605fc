"""Properties that cannot change in place: another value of one means another resource.

Our models of Connect and Lex name theirs in a class attribute ``IMMUTABLE``; the table is of all others.
"""

from __future__ import annotations

from chatcheck.emulator.fidelity import behaviour

behaviour(
    "cloudformation",
    "properties that require replacement replace the resource",
    "documented",
    "the lines Update requires: Replacement of the CloudFormation template reference",
)
behaviour(
    "cloudformation",
    "another InstanceArn replaces a resource of Connect",
    "assumed",
    "no API moves a resource to another instance",
)

ANY_PROPERTY = "*"
"""In a set: every change replaces the resource."""

IMMUTABLE: dict[str, frozenset[str]] = {
    "AWS::ECR::Repository": frozenset({"RepositoryName", "EncryptionConfiguration"}),
    "AWS::IAM::InstanceProfile": frozenset({"InstanceProfileName", "Path"}),
    "AWS::IAM::ManagedPolicy": frozenset({"ManagedPolicyName", "Path", "Description"}),
    "AWS::IAM::Role": frozenset({"RoleName", "Path"}),
    "AWS::KMS::Alias": frozenset({"AliasName"}),
    "AWS::KMS::Key": frozenset({"KeySpec", "KeyUsage", "MultiRegion", "Origin"}),
    "AWS::Lambda::Function": frozenset({"FunctionName", "PackageType"}),
    "AWS::Lambda::Permission": frozenset({ANY_PROPERTY}),
    "AWS::Lambda::Version": frozenset({ANY_PROPERTY}),
    "AWS::Logs::LogGroup": frozenset({"LogGroupName", "LogGroupClass"}),
    "AWS::S3::Bucket": frozenset({"BucketName", "ObjectLockEnabled"}),
    "AWS::S3::BucketPolicy": frozenset({"Bucket"}),
    "AWS::SSM::Parameter": frozenset({"Name", "DataType"}),
}


def requires_replacement(resource_type: str, property_name: str, model: type | None = None) -> bool:
    """Say whether a new value of the property means a new resource. Pure."""
    own: frozenset[str] = getattr(model, "IMMUTABLE", frozenset())
    immutable = IMMUTABLE.get(resource_type, own)
    return property_name in immutable or ANY_PROPERTY in immutable
