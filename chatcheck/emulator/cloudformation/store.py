"""All stacks and change sets of one account and region."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field

from chatcheck.emulator.cloudformation.changeset import ChangeSet
from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.stack import Stack
from chatcheck.emulator.cloudformation.world import World

GONE = "DELETE_COMPLETE"


@dataclass
class Store:
    """Stacks, also deleted ones, and change sets; both oldest first."""

    account: str
    region: str
    stacks: list[Stack] = field(default_factory=list)
    change_sets: list[ChangeSet] = field(default_factory=list)

    @property
    def world(self) -> World:
        """Return what this store's stacks see of each other."""
        return World(self.account, self.region, self.list_live)

    def list_live(self) -> list[Stack]:
        """Return the stacks that are not deleted."""
        return [each for each in self.stacks if each.status != GONE]

    def seek_stack(self, ref: str) -> Stack | None:
        """Return the stack with this id, or the live one with this name, or None."""
        for each in self.stacks:
            if each.id == ref or (each.name == ref and each.status != GONE):
                return each
        return None

    def find_stack(self, ref: str) -> Stack:
        """Return the stack with this id, or the live one with this name. Raises ServiceError."""
        stack = self.seek_stack(ref)
        if stack is None:
            raise refuse(f"Stack with id {ref} does not exist")
        return stack

    def seek_change_set(self, ref: str, stack_ref: str | None) -> ChangeSet | None:
        """Return the newest change set with this id, or with this name for the stack, or None."""
        for each in reversed(self.change_sets):
            if each.id == ref or (each.name == ref and stack_ref in (each.stack.id, each.stack.name)):
                return each
        return None

    def find_change_set(self, ref: str, stack_ref: str | None) -> ChangeSet:
        """Return the newest change set with this id, or with this name for the stack. Raises ServiceError."""
        found = self.seek_change_set(ref, stack_ref)
        if found is None:
            raise refuse(f"ChangeSet [{ref}] does not exist", "ChangeSetNotFound")
        return found

    def drop_change_sets(self, stack: Stack) -> None:
        """Forget every change set of a stack."""
        self.change_sets = [each for each in self.change_sets if each.stack is not stack]


_stores: dict[tuple[str, str], Store] = {}
_lock = threading.Lock()


def get_store(region: str) -> Store:
    """Return the region's store; there is one account."""
    account = os.environ.get("MOTO_ACCOUNT_ID", "000000000000")
    with _lock:
        return _stores.setdefault((account, region), Store(account, region))


def reset() -> None:
    """Forget all stacks, without deleting their resources."""
    with _lock:
        _stores.clear()
