"""Checks of one instance: that it is there, and that its flows and queues are what a run needs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Final

from chatcheck.converse.access import Access
from chatcheck.converse.agents import list_queues, name_queues
from chatcheck.converse.aws_client import AwsClient
from chatcheck.converse.checks import Check, attempt
from chatcheck.converse.place import is_loopback
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.render.deployment import Deployment

READ_CALLS: Final[Mapping[str, str]] = {
    "DescribeContact": "ContactId",
    "GetContactAttributes": "InitialContactId",
}
"""Calls of a run that change nothing, with the member that names the contact."""

FLOW_LOGS: Final = "CONTACTFLOW_LOGS"
PUBLISH: Final = "publish it: in the designer, or by deploying again"


def check_instance(access: Access, deployment: Deployment) -> Iterator[Check]:
    """Yield a finding about the instance, each flow and queue, and what a run calls; talks to AWS."""
    client = AwsClient("connect", access)
    instance_id = deployment.instance_id
    yield from attempt("instance", lambda: _check_state(client, instance_id))
    yield from attempt("flow logs", lambda: _check_flow_logs(client, instance_id))
    for name, flow_id in sorted(deployment.flows.items()):
        yield from _check_flow(client, instance_id, name, flow_id)
    yield from attempt("queues", lambda: _check_queues(client, access, deployment))
    for operation, member in READ_CALLS.items():
        yield from _check_permission(
            client, operation, {"InstanceId": instance_id, member: str(uuid.uuid4())}
        )
    yield from _check_participant(access)


def _check_state(client: AwsClient, instance_id: str) -> Iterator[Check]:
    instance = client.call("DescribeInstance", InstanceId=instance_id).get("Instance", {})
    state = str(instance.get("InstanceStatus", "not told"))
    name = str(instance.get("InstanceAlias") or instance_id)
    if state == "ACTIVE":
        yield Check("instance", "ok", f"{name} is ACTIVE")
    elif state == "CREATION_IN_PROGRESS":
        yield Check("instance", "fail", f"{name} is still being created", "wait some minutes, and look again")
    else:
        reason = str(instance.get("StatusReason", {}).get("Message", ""))
        what = f"{name} is {state}" + (f": {reason}" if reason else "")
        yield Check("instance", "fail", what, "create another instance, or adopt one")


def _check_flow_logs(client: AwsClient, instance_id: str) -> Iterator[Check]:
    answer = client.call("DescribeInstanceAttribute", InstanceId=instance_id, AttributeType=FLOW_LOGS)
    if str(answer.get("Attribute", {}).get("Value")).lower() == "true":
        yield Check("flow logs", "ok", "the instance writes them to CloudWatch")
        return
    what = "the instance writes none: there is no coverage, and `after` cannot ask for visited blocks"
    yield Check("flow logs", "warn", what, f"set its attribute {FLOW_LOGS} to true")


def _check_flow(client: AwsClient, instance_id: str, name: str, flow_id: str) -> Iterator[Check]:
    title = f"flow {name}"
    yield from attempt(title, lambda: _check_flow_state(client, instance_id, title, flow_id))


def _check_flow_state(client: AwsClient, instance_id: str, title: str, flow_id: str) -> Iterator[Check]:
    try:
        answer = client.call("DescribeContactFlow", InstanceId=instance_id, ContactFlowId=flow_id)
    except ServiceRefusal as refusal:
        if refusal.code == "ContactFlowNotPublishedException":
            yield Check(title, "fail", "it was never published", PUBLISH)
            return
        raise
    flow = answer.get("ContactFlow", {})
    state, status = str(flow.get("State", "ACTIVE")), str(flow.get("Status", "PUBLISHED"))
    if flow.get("Type") != "CONTACT_FLOW":
        what = f"its type is {flow.get('Type')}: no chat begins with it"
        yield Check(title, "ok", what)
    elif (state, status) == ("ACTIVE", "PUBLISHED"):
        yield Check(title, "ok", "is ACTIVE and PUBLISHED")
    else:
        fix = "unarchive it" if state != "ACTIVE" else PUBLISH
        yield Check(title, "fail", f"is {state} and {status}", fix)


def _check_queues(client: AwsClient, access: Access, deployment: Deployment) -> Iterator[Check]:
    """Agents are looked for where a run looks for them: not on this machine."""
    if is_loopback(client.endpoint_url):
        names, staffed = name_queues(client, deployment.instance_id), []
    else:
        queues = list_queues(access, deployment.instance_id)
        names = {each.id: each.name for each in queues}
        staffed = [each for each in queues if each.agents]
    for name, queue_id in sorted(deployment.queues.items()):
        if queue_id not in names:
            yield Check(f"queue {name}", "fail", f"the instance has no queue {queue_id}", "deploy again")
    for queue in staffed:
        name = deployment.queue_names.get(queue.id, queue.name)
        what = f"agents online: {queue.agents}; a run is refused until its specs allow that"
        fix = f"`allow_queues: [{name}]` in the spec, when it is meant"
        yield Check(f"queue {name}", "warn", what, fix)
    yield Check("queues", "ok", f"{len(names)} in the instance, {len(deployment.queues)} of the deployment")


def _check_permission(client: AwsClient, operation: str, arguments: Mapping[str, str]) -> Iterator[Check]:
    """Ask for a contact that nobody has: to be told that is to be allowed to ask."""
    title = f"permission {operation}"
    try:
        client.call(operation, **arguments)
    except ServiceRefusal as refusal:
        if refusal.is_denied:
            yield Check(title, "fail", refusal.diagnostics[0].why, f"allow connect:{operation} on contact/*")
            return
    yield Check(title, "ok", f"connect:{operation} may be called")


def _check_participant(access: Access) -> Iterator[Check]:
    """Call with a token that cannot be one: the refusal is the service's own, and needs no contact."""
    client = AwsClient("connectparticipant", access)

    def call() -> Iterator[Check]:
        try:
            client.call("CreateParticipantConnection", ParticipantToken="none", Type=["WEBSOCKET"])
        except ServiceRefusal as refusal:
            if refusal.status >= 500:
                raise
        what = f"{client.endpoint_url} answers; --websocket tries a contact's websocket too"
        yield Check("participant", "ok", what)

    yield from attempt("participant", call)
