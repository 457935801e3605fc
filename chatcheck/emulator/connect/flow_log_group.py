"""The CloudWatch log group of an instance's flow logs, in moto's store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chatcheck.emulator.connect.records import Instance
from chatcheck.emulator.fidelity import behaviour

if TYPE_CHECKING:
    from moto.logs.models import LogsBackend

LOGGING, ON = "CONTACTFLOW_LOGS", "true"

behaviour(
    "flow logs",
    "log group /aws/connect/<alias> is made when CONTACTFLOW_LOGS is switched on; if somebody deletes it, "
    "nothing is logged until it is there again",
    "documented",
    "administrator guide, contact flow logs",
)


def name_group(instance: Instance) -> str:
    """Return the name of the instance's log group. Pure."""
    return f"/aws/connect/{instance.name or instance.id}"


def find_logs(instance: Instance) -> LogsBackend:
    """Return moto's CloudWatch Logs of the instance's account and region."""
    from moto.logs.models import logs_backends  # noqa: PLC0415  (moto takes seconds to import)

    _, _, _, region, account, *_ = instance.arn.split(":")
    return logs_backends[os.environ.get("MOTO_ACCOUNT_ID", account)][region]


def set_attributes(instance: Instance, attributes: dict[str, str]) -> None:
    """Set attributes of an instance; switching flow logs on makes their group."""
    was_on = instance.attributes.get(LOGGING) == ON
    instance.attributes.update(attributes)
    if was_on or instance.attributes.get(LOGGING) != ON:
        return
    logs = find_logs(instance)
    if name_group(instance) not in logs.groups:
        logs.create_log_group(name_group(instance), {})
