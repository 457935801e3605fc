"""Deploying a stack: in order, all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chatcheck.emulator.cloudformation.diff import check_types
from chatcheck.emulator.cloudformation.dynamic import resolve_dynamic
from chatcheck.emulator.cloudformation.order import sort_resources
from chatcheck.emulator.cloudformation.outputs import resolve_outputs
from chatcheck.emulator.cloudformation.refusal import describe_failure
from chatcheck.emulator.cloudformation.resolve import resolve
from chatcheck.emulator.cloudformation.resource import Resource, ResourceFailed
from chatcheck.emulator.cloudformation.scope import Scope
from chatcheck.emulator.cloudformation.stack import Source, Stack
from chatcheck.emulator.cloudformation.work import StepFailed, Work
from chatcheck.emulator.cloudformation.world import World, open_scope
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

behaviour(
    "cloudformation",
    "a failed creation deletes what it made and ends in ROLLBACK_COMPLETE, a failed update restores"
    " what was and ends in UPDATE_ROLLBACK_COMPLETE",
    "documented",
    "CloudFormation guide, stack status codes",
)
behaviour(
    "cloudformation",
    "replaced and removed resources are deleted last",
    "documented",
    "CloudFormation guide, update behaviours",
)
behaviour(
    "cloudformation",
    "a deployment is over when the call that started it returns",
    "assumed",
    "clients poll and see the end at once",
)

Json = Any
log = logging.getLogger("chatcheck.emulator.cloudformation")


def create_stack(world: World, stack: Stack, source: Source) -> None:
    """Bring a new stack about; how it went is its status."""
    with stack.lock:
        stack.source = source
        stack.enter("CREATE_IN_PROGRESS", "User Initiated")
        work = Work(stack)
        failure = _try(world, work, source)
        if failure is None:
            stack.enter("CREATE_COMPLETE")
            return
        stack.enter("ROLLBACK_IN_PROGRESS", failure)
        failed = work.journal.undo_all()
        stack.outputs, stack.imports = (), frozenset()
        _enter_rolled_back(stack, "ROLLBACK", failed)


def update_stack(world: World, stack: Stack, source: Source) -> None:
    """Change a stack; how it went is its status."""
    with stack.lock:
        before = dict(stack.resources)
        stack.updated_at = datetime.now(UTC)
        stack.enter("UPDATE_IN_PROGRESS", "User Initiated")
        work = Work(stack)
        failure = _try(world, work, source)
        if failure is None:
            stack.source = source
            _clean_up(stack, work, before)
            stack.enter("UPDATE_COMPLETE")
            return
        stack.enter("UPDATE_ROLLBACK_IN_PROGRESS", failure)
        failed = work.journal.undo_all()
        stack.resources = {name: stack.resources.get(name, old) for name, old in before.items()}
        stack.enter("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        _enter_rolled_back(stack, "UPDATE_ROLLBACK", failed)


def delete_stack(stack: Stack) -> None:
    """Delete a stack's resources, last made first; how it went is its status."""
    with stack.lock:
        stack.enter("DELETE_IN_PROGRESS", "User Initiated")
        work = Work(stack)
        failed = _delete_all(work, list(reversed(stack.resources.values())))
        if failed:
            stack.enter(
                "DELETE_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}]. "
            )
            return
        stack.outputs, stack.imports = (), frozenset()
        stack.deleted_at = datetime.now(UTC)
        stack.enter("DELETE_COMPLETE")


def _try(world: World, work: Work, source: Source) -> str | None:
    """Bring all resources and outputs about; return why that failed, or None."""
    stack = work.stack
    imports: set[str] = set()
    verb = "create" if stack.status.startswith("CREATE") else "update"
    try:
        scope = open_scope(world, stack, source, stack.resources, imports)
        names = sort_resources(source.template["Resources"], scope.conditions)
        check_types(stack, source.template["Resources"], names)
        for name in names:
            _bring_about(world, work, name, source.template["Resources"][name], scope)
        outputs = resolve_outputs(source.template.get("Outputs", {}), scope)
        world.check_exports(stack, outputs)
    except StepFailed as failure:
        return f"The following resource(s) failed to {verb}: [{failure.logical_id}]. "
    except ServiceError as error:
        return error.message
    except Exception as error:
        log.exception("stack %s", stack.name)
        return f"the embedded AWS failed: {describe_failure(error)}"
    stack.outputs, stack.imports = outputs, frozenset(imports)
    stack.resources = {name: stack.resources[name] for name in names} | stack.resources
    work.wanted = frozenset(names)
    return None


def _bring_about(
    world: World, work: Work, logical_id: str, definition: Mapping[str, Json], scope: Scope
) -> None:
    verb = "UPDATE" if logical_id in work.stack.resources else "CREATE"
    try:
        properties = resolve_dynamic(resolve(definition.get("Properties", {}), scope), world.read_parameter)
    except ServiceError as error:
        raise work.fail(logical_id, definition["Type"], verb, describe_failure(error)) from error
    work.bring_about(logical_id, definition, properties)


def _clean_up(stack: Stack, work: Work, before: Mapping[str, Resource]) -> None:
    """Delete what was replaced or removed; a failure is an event, and the stack goes on without it."""
    removed = [each for name, each in before.items() if name not in work.wanted]
    if not removed and not work.superseded:
        return
    stack.enter("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    for old in reversed(work.superseded):
        _delete(work, old, old.definition.get("UpdateReplacePolicy", "Delete"))
    for old in reversed(removed):
        stack.resources.pop(old.logical_id, None)
        _delete(work, old, old.definition.get("DeletionPolicy", "Delete"))


def _delete(work: Work, resource: Resource, policy: str) -> bool:
    try:
        work.delete(resource, policy)
    except ResourceFailed:
        return False
    return True


def _delete_all(work: Work, resources: list[Resource]) -> list[str]:
    failed = []
    for each in resources:
        if _delete(work, each, each.definition.get("DeletionPolicy", "Delete")):
            work.stack.resources.pop(each.logical_id, None)
        else:
            failed.append(each.logical_id)
    return failed


def _enter_rolled_back(stack: Stack, prefix: str, failed: list[str]) -> None:
    if failed:
        stack.enter(
            f"{prefix}_FAILED", f"The following resource(s) could not be rolled back: [{', '.join(failed)}]"
        )
    else:
        stack.enter(f"{prefix}_COMPLETE")
