"""What paths can see while a flow runs, found only when a path asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from chatcheck.flow.run import Run

Json = Any


class Namespaces:
    """What paths can see in a run's current frame, by first name. Pure; a view, nothing is copied."""

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    def get(self, root: str, /) -> Json:
        """Return what stands under a path's first name, or None."""
        read = _READERS.get(root)
        return self._run.frames[-1].results.get(root) if read is None else read(self._run)


def _read_segment_attributes(run: Run) -> Json:
    return {key: _plain(value) for key, value in run.contact.segment_attributes.items()}


def _plain(value: Json) -> Json:
    return value.get("ValueString") if isinstance(value, Mapping) else value


def _read_queue(run: Run) -> Json:
    contact = run.contact
    return {"Name": contact.queue_name, "ARN": contact.queue_arn} if contact.queue_arn else None


def _read_modules(run: Run) -> Json:
    return {"Input": run.frame.module_input, **run.frame.module_result}


_READERS: Final[Mapping[str, Callable[[Run], Json]]] = {
    "Attributes": lambda run: run.contact.attributes,
    "FlowAttributes": lambda run: run.frames[-1].flow_attributes,
    "LambdaInvocation": lambda run: {"ResultData": run.frame.results.get("External")},
    "Modules": _read_modules,
    "SegmentAttributes": _read_segment_attributes,
    "Media": lambda run: {"InitialMessage": run.contact.initial_message},
    "Queue": _read_queue,
    "Channel": lambda run: run.contact.channel,
    "ContactId": lambda run: run.contact.contact_id,
    "InitialContactId": lambda run: run.contact.initial_contact_id or run.contact.contact_id,
    "PreviousContactId": lambda run: run.contact.previous_contact_id,
    "RelatedContactId": lambda run: run.contact.related_contact_id,
    "InstanceARN": lambda run: run.contact.instance_arn,
    "InitiationMethod": lambda run: run.contact.initiation_method,
    "CustomerId": lambda run: run.contact.customer_id,
    "LanguageCode": lambda run: run.contact.language_code,
    "Name": lambda run: run.contact.name,
    "Description": lambda run: run.contact.description,
    "References": lambda run: run.contact.references,
    "Tags": lambda run: run.contact.tags,
    "AwsRegion": lambda run: run.contact.region,
}
