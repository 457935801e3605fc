"""Names that CloudFormation makes up for resources without one."""

from __future__ import annotations

import re
import secrets
import string

_ALPHABET = string.digits + string.ascii_uppercase
_SUFFIX_LENGTH = 12
_LONGEST = {
    "AWS::ECR::Repository": 63,
    "AWS::IAM::InstanceProfile": 128,
    "AWS::IAM::ManagedPolicy": 128,
    "AWS::IAM::Role": 64,
    "AWS::Lambda::Function": 64,
    "AWS::S3::Bucket": 63,
}
_LOWER_CASE = frozenset({"AWS::S3::Bucket", "AWS::ECR::Repository"})
_DEFAULT_LONGEST = 255


def make_name(resource_type: str, stack_name: str, logical_id: str) -> str:
    """Return ``stack-logicalId-RANDOM``, as long and in the case that the type allows.

    Too long a name loses the ends of its stack name and logical id, never the random part.
    """
    suffix = "".join(secrets.choice(_ALPHABET) for _ in range(_SUFFIX_LENGTH))
    room = _LONGEST.get(resource_type, _DEFAULT_LONGEST) - len(suffix) - 2
    half = room // 2
    stack_part = stack_name[: max(half, room - len(logical_id))]
    logical_part = logical_id[: room - len(stack_part)]
    name = re.sub("-{2,}", "-", f"{stack_part}-{logical_part}-{suffix}")
    return name.lower() if resource_type in _LOWER_CASE else name
