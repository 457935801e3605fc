"""A deployment from the SSM parameters that the stacks write: ``/chatcheck/<environment>/...``. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from chatcheck.errors import DeploymentError, Diagnostic
from chatcheck.render import codes
from chatcheck.render.deployment import Deployment
from chatcheck.render.identifier import read_flow_id, read_instance_id

_PART = re.compile(r"(flow|queue)/([a-z0-9-]+)/id")
_ARN: Final = re.compile(r"arn:[a-z-]+:connect:[a-z0-9-]+:\d{12}:instance/.+")


def name_folder(environment: str) -> str:
    """Return the path under which an environment's parameters are."""
    return f"/chatcheck/{environment}/"


def read_parameters(environment: str, region: str, values: Mapping[str, str]) -> Deployment:
    """Return the deployment that an environment's parameters describe.

    `values` are by path below `name_folder`, such as ``flow/welcome/id``. An instance that was adopted
    has no parameter of its own: the ARNs of its flows name it. Raises DeploymentError for parameters
    that describe no instance.
    """
    parts = {"flow": dict[str, str](), "queue": dict[str, str]()}
    for path, value in values.items():
        found = _PART.fullmatch(path)
        if found:
            parts[found[1]][found[2]] = read_flow_id(value) if found[1] == "flow" else value
    return Deployment(
        environment,
        _find_instance(environment, region, values),
        region,
        flows=parts["flow"],
        queues=parts["queue"],
        file=f"SSM {name_folder(environment)}",
    )


def _find_instance(environment: str, region: str, values: Mapping[str, str]) -> str:
    given = values.get("instance/id") or next(
        (each for each in values.values() if _ARN.fullmatch(each)), None
    )
    if given is not None:
        return read_instance_id(given)
    what = f"SSM has no deployment of an environment `{environment}` in {region}"
    why = f"{name_folder(environment)} holds {', '.join(sorted(values)) or 'no parameter'}"
    fix = "deploy it (`cdk deploy --all -c env=...`), or name its account's credentials, or its --region"
    raise DeploymentError(Diagnostic(codes.UNKNOWN_ENVIRONMENT, what, why=why, fix=fix))
