"""What callers ask for and the embedded AWS does not do: refused by name, never passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.template import Template
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

Json = Any

_ORDINARY = {
    "DeletionMode": "STANDARD",
    "DeploymentMode": "STANDARD",
    "OnFailure": "ROLLBACK",
    "OnStackFailure": "ROLLBACK",
}
"""Members that ask, with this value, for what is done anyway."""
_UNSUPPORTED = (
    "DeletionMode",
    "DeploymentMode",
    "DisableRollback",
    "NotificationARNs",
    "OnFailure",
    "OnStackFailure",
    "ResourceTypes",
    "ResourcesToImport",
    "RetainExceptOnCreate",
    "RetainResources",
    "RollbackConfiguration",
    "StackPolicyBody",
    "StackPolicyDuringUpdateBody",
    "StackPolicyDuringUpdateURL",
    "StackPolicyURL",
)
_IAM_NAMES = {
    "AWS::IAM::AccessKey": "",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Policy": "",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::UserToGroupAddition": "",
}
"""Types that want a capability, each with the property that wants CAPABILITY_NAMED_IAM."""

behaviour(
    "cloudformation",
    "a call that asks for more than a deployment which is rolled back when it fails (stack policies, imports,"
    " notifications, roll-back triggers ...) is refused and names the member",
    "assumed",
    "CloudFormation does it; what is passed over in silence would pass here and differ there",
)
behaviour(
    "cloudformation",
    "ImportExistingResources, which the CDK's bootstrap asks for, imports nothing: a taken name fails",
    "assumed",
    "CloudFormation takes over what exists under a name of the template",
)
behaviour(
    "cloudformation",
    "a template with IAM resources wants CAPABILITY_IAM, with names of their own CAPABILITY_NAMED_IAM, else"
    " InsufficientCapabilitiesException",
    "documented",
    "CloudFormation API reference, CreateStack, Capabilities",
)


def check_members(members: Mapping[str, Json]) -> None:
    """Raise ServiceError for the first member that asks for what is not done."""
    for name in _UNSUPPORTED:
        value = members.get(name)
        if value and value != _ORDINARY.get(name):
            raise refuse(f"The embedded AWS does not support {name}.")


def check_capabilities(template: Template, capabilities: tuple[str, ...]) -> None:
    """Raise ServiceError when the caller has not said that IAM resources may be made."""
    needed = {_find_capability(each) for each in template["Resources"].values()} - {""}
    if not needed or "CAPABILITY_NAMED_IAM" in capabilities:
        return
    if needed == {"CAPABILITY_IAM"} and "CAPABILITY_IAM" in capabilities:
        return
    raise ServiceError("InsufficientCapabilitiesException", f"Requires capabilities : [{max(needed)}]")


def _find_capability(definition: Mapping[str, Json]) -> str:
    name = _IAM_NAMES.get(definition["Type"])
    if name is None:
        return ""
    return "CAPABILITY_NAMED_IAM" if name in definition.get("Properties", {}) else "CAPABILITY_IAM"
