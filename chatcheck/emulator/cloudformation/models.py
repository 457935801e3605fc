"""Finding the model of a resource type: ours first, then moto's, imported when a template asks for one."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from moto.core.common_models import CloudFormationModel

Json = Any

OUR_MODULES = {"Connect": "chatcheck.emulator.connect.resources", "Lex": "chatcheck.emulator.lex.resources"}
MOTO_MODULES = {
    "CloudWatch": "moto.cloudwatch.models",
    "DynamoDB": "moto.dynamodb.models",
    "ECR": "moto.ecr.models",
    "Events": "moto.events.models",
    "IAM": "moto.iam.models",
    "KMS": "moto.kms.models",
    "Kinesis": "moto.kinesis.models",
    "Lambda": "moto.awslambda.models",
    "Logs": "moto.logs.models",
    "S3": "moto.s3.models",
    "SNS": "moto.sns.models",
    "SQS": "moto.sqs.models",
    "SSM": "moto.ssm.models",
}


@cache
def find_model(resource_type: str) -> type[Any] | None:
    """Return the class that makes resources of this type, or None. Imports what it needs, once."""
    importlib.import_module("chatcheck.emulator.aws").load_models()
    service = resource_type.partition("::")[2].partition("::")[0]
    for modules in (OUR_MODULES, MOTO_MODULES):
        if service in modules:
            importlib.import_module(modules[service])
    found = [each for each in _iterate(CloudFormationModel) if _get_type(each) == resource_type]
    return min(found, key=_is_motos, default=None)


def find_unmodelled(resources: Mapping[str, Json], names: Iterable[str]) -> list[str]:
    """Return the types, sorted, of the named resources that have no model."""
    return sorted({resources[name]["Type"] for name in names if find_model(resources[name]["Type"]) is None})


def _iterate(parent: type[Any]) -> Iterator[type[Any]]:
    for each in parent.__subclasses__():
        yield each
        yield from _iterate(each)


def _get_type(model: type[Any]) -> str:
    return str(model.cloudformation_type() or "")


def _is_motos(model: type[Any]) -> bool:
    return model.__module__.startswith("moto.")
