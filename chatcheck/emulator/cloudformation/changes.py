"""The calls that change stacks."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chatcheck.emulator.cloudformation.changeset import ChangeSet, explain_sameness, make_id
from chatcheck.emulator.cloudformation.diff import plan_changes
from chatcheck.emulator.cloudformation.engine import create_stack, delete_stack, update_stack
from chatcheck.emulator.cloudformation.models import find_unmodelled
from chatcheck.emulator.cloudformation.order import check_references, sort_resources
from chatcheck.emulator.cloudformation.parameters import collect_given, resolve_parameters
from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.requests import check_capabilities
from chatcheck.emulator.cloudformation.rules import check_rules
from chatcheck.emulator.cloudformation.source_text import read_body
from chatcheck.emulator.cloudformation.stack import Source, Stack, make_stack
from chatcheck.emulator.cloudformation.store import Store
from chatcheck.emulator.cloudformation.template import parse_template
from chatcheck.emulator.cloudformation.world import open_scope

Json = Any
Members = Mapping[str, Json]

REVIEW = "REVIEW_IN_PROGRESS"
UPDATABLE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"})
_lock = threading.RLock()
_STACK_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")


def create(store: Store, members: Members) -> Members:
    """CreateStack: deploy a new stack at once."""
    name = members["StackName"]
    with _lock:
        if store.seek_stack(name) is not None:
            raise refuse(f"Stack [{name}] already exists", "AlreadyExistsException")
        stack = _make_stack(store, name)
        source = _read_source(store, stack, members)
        store.stacks.append(stack)
    _set_protection(stack, members)
    create_stack(store.world, stack, source)
    return {"StackId": stack.id}


def update(store: Store, members: Members) -> Members:
    """UpdateStack: change a stack at once; refused when nothing would change."""
    stack = store.find_stack(members["StackName"])
    with _claim(stack):
        _check_updatable(stack)
        source = _read_source(store, stack, members)
        if explain_sameness(stack, source, plan_changes(store.world, stack, source)):
            raise refuse("No updates are to be performed.")
        update_stack(store.world, stack, source)
    return {"StackId": stack.id}


def delete(store: Store, members: Members) -> Members:
    """DeleteStack: delete what is there; a stack that does not exist is no error."""
    stack = store.seek_stack(members["StackName"])
    if stack is None or stack.deleted_at is not None:
        return {}
    if stack.termination_protection:
        raise refuse(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    store.world.check_exports(stack, ())
    store.drop_change_sets(stack)
    delete_stack(stack)
    return {}


def create_change_set(store: Store, members: Members) -> Members:
    """CreateChangeSet: work out what would change, without changing it."""
    kind = members.get("ChangeSetType", "UPDATE")
    if kind not in ("CREATE", "UPDATE"):
        raise refuse(f"The embedded AWS does not support change sets of type {kind}.")
    with _lock:
        stack, is_new = _choose_stack(store, members["StackName"], kind)
        name = members["ChangeSetName"]
        other = store.seek_change_set(name, stack.id)
        if other is not None and other.execution == "AVAILABLE":
            raise refuse(f"ChangeSet {name} already exists", "AlreadyExistsException")
        source = _read_source(store, stack, members)
        changes = plan_changes(store.world, stack, source)
        failure = explain_sameness(stack, source, changes) if kind == "UPDATE" else ""
        if is_new:
            store.stacks.append(stack)
            stack.enter(REVIEW, "User Initiated")
        identifier = make_id(name, store.account, store.region)
        made = ChangeSet(
            identifier, name, kind, stack, source, changes, failure, members.get("Description", "")
        )
        store.change_sets.append(made)
    return {"Id": made.id, "StackId": stack.id}


def execute_change_set(store: Store, members: Members) -> Members:
    """ExecuteChangeSet: deploy it; the stack's other change sets go away."""
    found = store.find_change_set(members["ChangeSetName"], members.get("StackName"))
    with _claim(found.stack):
        _check_executable(store, found)
        found.execution = "EXECUTE_IN_PROGRESS"
        deploy = create_stack if found.kind == "CREATE" else update_stack
        deploy(store.world, found.stack, found.source)
        found.execution = "EXECUTE_COMPLETE" if "ROLLBACK" not in found.stack.status else "EXECUTE_FAILED"
        store.drop_change_sets(found.stack)
        store.change_sets.append(found)
    return {}


def delete_change_set(store: Store, members: Members) -> Members:
    """DeleteChangeSet: forget it; one that does not exist is no error."""
    found = store.seek_change_set(members["ChangeSetName"], members.get("StackName"))
    if found is not None:
        store.change_sets.remove(found)
    return {}


def protect(store: Store, members: Members) -> Members:
    """UpdateTerminationProtection."""
    stack = store.find_stack(members["StackName"])
    _set_protection(stack, members)
    return {"StackId": stack.id}


OPERATIONS: dict[str, Callable[[Store, Members], Members]] = {
    "CreateStack": create,
    "UpdateStack": update,
    "DeleteStack": delete,
    "CreateChangeSet": create_change_set,
    "ExecuteChangeSet": execute_change_set,
    "DeleteChangeSet": delete_change_set,
    "UpdateTerminationProtection": protect,
}


def _make_stack(store: Store, name: str) -> Stack:
    if not _STACK_NAME.fullmatch(name):
        raise refuse(
            f"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint:"
            " Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
        )
    return make_stack(name, store.account, store.region)


def _choose_stack(store: Store, name: str, kind: str) -> tuple[Stack, bool]:
    stack = store.seek_stack(name)
    if kind == "UPDATE":
        stack = store.find_stack(name)
        _check_updatable(stack)
        return stack, False
    if stack is None:
        return _make_stack(store, name), True
    if stack.status != REVIEW:
        raise refuse(f"Stack [{name}] already exists and cannot be created again with the changeSet.")
    return stack, False


def _check_updatable(stack: Stack) -> None:
    if stack.status not in UPDATABLE:
        raise refuse(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")


@contextmanager
def _claim(stack: Stack) -> Iterator[None]:
    """Hold a stack for one deployment; refused while another is under way, as CloudFormation refuses it."""
    if not stack.lock.acquire(blocking=False):
        raise refuse(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
    try:
        yield
    finally:
        stack.lock.release()


def _check_executable(store: Store, found: ChangeSet) -> None:
    gone = found not in store.change_sets  # by a deployment that ended meanwhile
    if gone or found.failure or found.execution != "AVAILABLE":
        status = "OBSOLETE" if gone else found.summarise()["ExecutionStatus"]
        raise refuse(
            f"ChangeSet [{found.id}] cannot be executed in its current status of [{status}]",
            "InvalidChangeSetStatus",
        )


def _set_protection(stack: Stack, members: Members) -> None:
    stack.termination_protection = bool(members.get("EnableTerminationProtection"))


def _read_source(store: Store, stack: Stack, members: Members) -> Source:
    """Return what the call deploys. Raises ServiceError; types that lack a model are named all at once."""
    body = read_body(members, stack, store.account, store.region)
    template = parse_template(body)
    given = collect_given(members.get("Parameters", []), stack.source.parameters.given)
    parameters = resolve_parameters(template.get("Parameters", {}), given, store.world.read_parameter)
    capabilities = tuple(members.get("Capabilities", []))
    check_capabilities(template, capabilities)
    tags = {each["Key"]: each["Value"] for each in members.get("Tags", [])}
    source = Source(body, template, parameters, tags, capabilities)
    scope = open_scope(store.world, stack, source, {}, set())
    check_rules(template.get("Rules", {}), scope)
    check_references(template, scope.conditions, scope.pseudo)
    unmodelled = find_unmodelled(
        template["Resources"], sort_resources(template["Resources"], scope.conditions)
    )
    if unmodelled:
        raise refuse(
            f"The embedded AWS has no model of these resource types: [{', '.join(unmodelled)}]."
            " It can deploy the stack without them only."
        )
    return source
