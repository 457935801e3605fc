"""Hours of operation, queues and the routing profile that serves them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import aws_cdk as cdk
from aws_cdk import aws_connect as connect
from constructs import Construct

from chatcheck.spec.environment import Hours, OpenSlot, Queue
from stacks.naming import to_pascal

CHATS_AT_ONCE = 5
"""Conversations an agent of the profile holds at the same time; Connect allows ten."""


class Routing(Construct):
    """Where customers wait, and when somebody answers.

    Attributes:
        hours, queues: ARNs by name, as the environment has it; on the instance `prefix` comes before.
        profile: the routing profile's ARN, or None where there is no queue.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        instance_arn: str,
        prefix: str,
        hours: Mapping[str, Hours],
        queues: Mapping[str, Queue],
        retain: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        self._instance_arn = instance_arn
        self._prefix = prefix
        self._policy = cdk.RemovalPolicy.RETAIN if retain else cdk.RemovalPolicy.DESTROY
        self.hours = {name: self._add_hours(each) for name, each in hours.items()}
        self.queues = {name: self._add_queue(each) for name, each in queues.items()}
        self.profile = self._add_profile(list(self.queues.values())) if queues else None

    def _add_hours(self, hours: Hours) -> str:
        made = connect.CfnHoursOfOperation(
            self,
            f"Hours{to_pascal(hours.name)}",
            instance_arn=self._instance_arn,
            name=self._prefix + hours.name,
            description=hours.description or None,
            time_zone=hours.time_zone,
            config=[_write_slot(each) for each in hours.slots],
        )
        made.apply_removal_policy(self._policy)
        return made.attr_hours_of_operation_arn

    def _add_queue(self, queue: Queue) -> str:
        made = connect.CfnQueue(
            self,
            f"Queue{to_pascal(queue.name)}",
            instance_arn=self._instance_arn,
            name=self._prefix + queue.name,
            description=queue.description or None,
            hours_of_operation_arn=self.hours[queue.hours],
            max_contacts=queue.max_contacts,
        )
        made.apply_removal_policy(self._policy)
        return made.attr_queue_arn

    def _add_profile(self, queue_arns: list[str]) -> str:
        made = connect.CfnRoutingProfile(
            self,
            "Profile",
            instance_arn=self._instance_arn,
            name=f"{self._prefix}chat",
            description="Answers the chats of every queue",
            default_outbound_queue_arn=queue_arns[0],
            media_concurrencies=[
                connect.CfnRoutingProfile.MediaConcurrencyProperty(channel="CHAT", concurrency=CHATS_AT_ONCE)
            ],
            queue_configs=list(_serve_queues(queue_arns)),
        )
        made.apply_removal_policy(self._policy)
        return made.attr_routing_profile_arn


def _write_slot(slot: OpenSlot) -> connect.CfnHoursOfOperation.HoursOfOperationConfigProperty:
    times = [
        connect.CfnHoursOfOperation.HoursOfOperationTimeSliceProperty(hours=hours, minutes=minutes)
        for hours, minutes in (slot.opens, slot.closes)
    ]
    return connect.CfnHoursOfOperation.HoursOfOperationConfigProperty(
        day=slot.day, start_time=times[0], end_time=times[1]
    )


def _serve_queues(
    queue_arns: Iterable[str],
) -> Iterable[connect.CfnRoutingProfile.RoutingProfileQueueConfigProperty]:
    for arn in queue_arns:
        yield connect.CfnRoutingProfile.RoutingProfileQueueConfigProperty(
            delay=0,
            priority=1,
            queue_reference=connect.CfnRoutingProfile.RoutingProfileQueueReferenceProperty(
                channel="CHAT", queue_arn=arn
            ),
        )
