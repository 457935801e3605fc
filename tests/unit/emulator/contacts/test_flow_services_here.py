"""What a flow finds in the embedded AWS of queues' numbers, second queues, tags and other services."""

import asyncio

import pytest

from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.contacts.services import MISSING
from chatcheck.flow.actions.services import ROOTS
from tests.unit.emulator.contacts.chat_world import action, bye, listen, say

ERROR = [("NoMatchingError", "error")]


def set_queue(queue, following):
    return action("queue", "UpdateContactTargetQueue", following, errors=ERROR, QueueId=queue.arn)


def enter():
    errors = [("QueueAtCapacity", "error"), *ERROR]
    return action("enter", "TransferContactToQueue", "error", errors=errors)


def hook(flow, following):
    return action(
        "hook", "UpdateContactEventHooks", following, errors=ERROR, EventHooks={"CustomerQueue": flow.arn}
    )


def hear_one(world, flow):
    async def scenario():
        return await (await world.open(flow)).message()

    return world.run(scenario)


def hear_failure(world, flow):
    async def scenario():
        customer = await world.open(flow)
        await customer.hear("chat.ended")
        return await world.describe(customer.contact_id)

    return world.run(scenario)


@pytest.mark.parametrize(("channel", "waiting"), [(None, 1), ("Chat", 1), ("Voice", 0)])
def test_a_queues_numbers_can_be_read_while_waiting_in_it(world, channel, waiting):
    queue = world.add_queue(world.add_hours())
    text = "$.Metrics.Queue.Name: $.Metrics.Queue.Size waiting, $.Metrics.Agents.Online.Count online"
    asked = {"QueueChannel": channel} if channel else {}
    waits = world.add_flow(
        action("get", "GetMetricData", "hi", errors=[("NoMatchingError", "hi")], **asked),
        say("hi", text, "listen"),
        listen(),
        bye(),
        name="waiting",
        type="CUSTOMER_QUEUE",
    )
    inbound = world.add_flow(set_queue(queue, "hook"), hook(waits, "enter"), enter(), bye("error"))
    assert hear_one(world, inbound) == f"support: {waiting} waiting, 0 online"


def test_a_customer_who_has_left_waits_no_more(world):
    queue = world.add_queue(world.add_hours())
    farewell = world.add_flow(listen(seconds="60"), bye(), name="farewell")
    stays = action(
        "stays",
        "UpdateContactEventHooks",
        "enter",
        errors=ERROR,
        EventHooks={"CustomerRemaining": farewell.arn},
    )
    inbound = world.add_flow(set_queue(queue, "stays"), stays, enter(), bye("error"))

    async def scenario():
        customer = await world.open(inbound)
        for _ in range(500):
            if "QueueInfo" in await world.describe(customer.contact_id):
                break
            await asyncio.sleep(0.01)
        waiting = [REGISTRY.list_entries(world.instance.id, queue.id)]
        await customer.leave()
        waiting.append(REGISTRY.list_entries(world.instance.id, queue.id))
        left = await world.describe(customer.contact_id)
        return [len(each) for each in waiting], "DisconnectTimestamp" in left

    assert world.run(scenario) == ([1, 0], False)


def test_nobody_is_online(world):
    queue = world.add_queue(world.add_hours())
    check = action(
        "check",
        "CheckMetricData",
        "error",
        conditions=[("0", "nobody")],
        errors=[("NoMatchingCondition", "error"), *ERROR],
        MetricType="NumberOfAgentsOnline",
        QueueId=queue.id,
    )
    flow = world.add_flow(check, say("nobody", "nobody", "bye"), say("error", "error", "bye"), bye())
    assert hear_one(world, flow) == "nobody"


def test_metrics_of_a_queue_that_is_gone_take_the_error_branch(world):
    get = action("get", "GetMetricData", "fine", errors=ERROR, QueueId="gone")
    flow = world.add_flow(get, say("fine", "fine", "bye"), say("error", "error", "bye"), bye())
    assert hear_one(world, flow) == "error"


def test_a_waiting_chat_goes_on_to_a_second_queue(world):
    hours = world.add_hours()
    first, second = world.add_queue(hours, "first"), world.add_queue(hours, "second")
    moving = world.add_flow(
        action(
            "where",
            "Compare",
            "stay",
            conditions=[(second.arn, "stay")],
            errors=[("NoMatchingCondition", "move")],
            ComparisonValue="$.Queue.ARN",
        ),
        action(
            "move",
            "DequeueContactAndTransferToQueue",
            errors=[("QueueAtCapacity", "stay"), ("NoMatchingError", "stay")],
            QueueId=second.arn,
        ),
        say("stay", "in $.Queue.Name", "end"),
        action("end", "EndFlowExecution"),
        name="moving",
        type="CUSTOMER_QUEUE",
    )
    inbound = world.add_flow(set_queue(first, "hook"), hook(moving, "enter"), enter(), bye("error"))

    async def scenario():
        customer = await world.open(inbound)
        said = await customer.message()
        return said, await world.describe(customer.contact_id)

    said, contact = world.run(scenario)
    assert said == "in second"
    assert contact["QueueInfo"]["Id"] == second.id


def test_a_chat_goes_from_queue_to_queue_eleven_times_at_most(world):
    queue = world.add_queue(world.add_hours())
    circle = world.add_flow(
        action(
            "again",
            "DequeueContactAndTransferToQueue",
            errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "tired")],
            QueueId=queue.arn,
        ),
        say("tired", "enough", "end"),
        action("end", "EndFlowExecution"),
        name="circle",
        type="CUSTOMER_QUEUE",
    )
    inbound = world.add_flow(set_queue(queue, "hook"), hook(circle, "enter"), enter(), bye("error"))
    assert hear_one(world, inbound) == "enough"


def test_tags_and_routing_are_described(world):
    flow = world.add_flow(
        action("tag", "TagContact", "untag", errors=[("NoMatchingError", "bye")], Tags={"a": "1", "b": "2"}),
        action("untag", "UntagContact", "first", errors=[("NoMatchingError", "bye")], TagKeys=["a"]),
        action("first", "UpdateContactRoutingBehavior", "then", QueuePriority="2"),
        action("then", "UpdateContactRoutingBehavior", "bye", QueueTimeAdjustmentSeconds="-30"),
        bye(),
    )
    contact = hear_failure(world, flow)
    assert contact["Tags"] == {"b": "2"}
    assert (contact["QueuePriority"], contact["QueueTimeAdjustmentSeconds"]) == (2, -30)


@pytest.mark.parametrize("kind", sorted(MISSING))
def test_a_service_that_nobody_set_up_takes_the_error_branch(world, kind):
    subject = action("it", kind, "fine", errors=ERROR)
    flow = world.add_flow(subject, say("fine", "fine", "bye"), say("error", "error", "bye"), bye())
    assert hear_one(world, flow) == "error"


@pytest.mark.parametrize("kind", sorted(set(ROOTS) - set(MISSING)))
def test_what_would_succeed_on_aws_ends_the_chat_by_name(world, kind, caplog):
    subject = action("it", kind, "fine", errors=ERROR)
    flow = world.add_flow(subject, say("fine", "fine", "bye"), say("error", "error", "bye"), bye())
    contact = hear_failure(world, flow)
    assert contact["DisconnectReason"] == "SYSTEM_ERROR"
    assert f"action `it` ({kind})" in contact["DisconnectDetails"]["PotentialDisconnectIssue"]
    assert "the embedded AWS does not support it" in caplog.text
