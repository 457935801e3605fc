"""One stack, several deployments at the same time."""

import json
import threading

import pytest

from chatcheck.emulator.cloudformation.changes import create, create_change_set, execute_change_set, update
from chatcheck.emulator.cloudformation.store import Store
from chatcheck.emulator.routes import ServiceError

NOTHING = {"Nothing": {"Type": "AWS::CDK::Metadata", "Properties": {}}}


@pytest.fixture
def busy_stack():
    """A store of its own with a stack, and the members of a call that deploys it anew."""
    store = Store("000000000000", "us-east-1")
    create(store, {"StackName": "busy", "TemplateBody": json.dumps({"Resources": NOTHING})})
    body = json.dumps({"Resources": NOTHING, "Outputs": {"New": {"Value": "1"}}})
    members = {"StackName": "busy", "TemplateBody": body, "ChangeSetName": "c"}
    return store, members


def deploy_beside(stack, call):
    """Return what `call` answers while another thread holds the stack for its deployment."""
    held, done = threading.Event(), threading.Event()

    def hold():
        with stack.lock:
            held.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(60)
    try:
        return call()
    finally:
        done.set()
        thread.join()


def test_a_stack_that_is_being_deployed_is_not_deployed_beside(busy_stack):
    store, members = busy_stack
    create_change_set(store, members)
    stack = store.find_stack("busy")
    for call in (update, execute_change_set):
        with pytest.raises(ServiceError, match="can not be updated"):
            deploy_beside(stack, lambda call=call: call(store, members))
    execute_change_set(store, members)
    assert [each.value for each in stack.outputs] == ["1"]


def test_one_change_set_is_executed_once_however_many_ask_at_the_same_time(busy_stack):
    store, members = busy_stack
    create_change_set(store, members)
    refused = []

    def execute():
        try:
            execute_change_set(store, members)
        except ServiceError as error:
            refused.append(error.message)

    threads = [threading.Thread(target=execute) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 5
    statuses = [each.status for each in store.find_stack("busy").events.events]
    assert statuses.count("UPDATE_IN_PROGRESS") == 1
