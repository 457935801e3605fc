"""Making an instance, with the rules of its alias and its identity management."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.emulator.connect.models import ConnectBackend, Instance
from chatcheck.emulator.connect.shapes import require_valid
from chatcheck.emulator.connect.wire import load_service
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

behaviour(
    "connect",
    "an alias has 1 to 45 letters, digits and inner hyphens, and does not begin with `d-`",
    "documented",
    "service model of CreateInstance",
)
behaviour(
    "connect",
    "an alias is in use once, in all Regions and whatever its case, else InvalidRequestException",
    "observed",
    "issue 38115 of terraform-provider-aws; that case and Region do not matter is assumed: it is a host name",
)
behaviour(
    "connect",
    "instances are made and deleted without bound: on AWS an account has few, and makes and deletes at most"
    " 100 in 30 days",
    "assumed",
    "CreateInstance, DeleteInstance: tests make an instance each",
)


def make_instance(
    store: ConnectBackend,
    *,
    alias: str,
    identity_management_type: str,
    directory_id: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Instance:
    """Create an instance. Raises ServiceError for a bad or taken alias and a missing directory."""
    members = load_service().operation_model("CreateInstance").input_shape.members
    require_valid(members["IdentityManagementType"], identity_management_type, "IdentityManagementType")
    if alias:
        require_valid(members["InstanceAlias"], alias, "InstanceAlias")
    if identity_management_type == "EXISTING_DIRECTORY" and not directory_id:
        raise ServiceError("InvalidRequestException", "EXISTING_DIRECTORY needs a DirectoryId.")
    if identity_management_type != "EXISTING_DIRECTORY" and not alias:
        message = f"{identity_management_type} needs an InstanceAlias."
        raise ServiceError("InvalidRequestException", message)
    return store.add_instance(alias, identity_management_type, tags or {})


def describe_role(store: ConnectBackend, instance: Instance) -> str:
    """Return the ARN of the service-linked role."""
    path = "aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect"
    return f"arn:aws:iam::{store.account_id}:role/{path}_{instance.id.replace('-', '')[:20]}"
