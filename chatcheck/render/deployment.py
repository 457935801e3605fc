"""What was deployed: the instance, the flows and queues by name, and where.

Read from the file that ``cdk deploy --outputs-file`` writes, or given id by id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chatcheck.errors import DeploymentError, Diagnostic, suggest
from chatcheck.render import codes
from chatcheck.render.identifier import from_pascal, read_flow_id, read_instance_id, to_pascal

FORMAT: Final = 1
MARKER: Final = "ChatcheckDeployment"
_MEMBERS: Final = ("environment", "instanceId", "region")
_FLOW = re.compile(r"Flow([A-Z][A-Za-z0-9]*)Id")
_QUEUE = re.compile(r"Queue([A-Z][A-Za-z0-9]*)Id")

Outputs = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Deployment:
    """One environment as it was deployed. Ids are bare ids.

    Attributes:
        environment: its name; empty when the ids were given one by one.
        flows, queues: ids by name.
        outputs: everything the file held, by stack and key, for ``${output:Stack.Key}``.
        file: where it was read from, for messages; empty when it was not.
    """

    environment: str
    instance_id: str
    region: str
    flows: Mapping[str, str]
    queues: Mapping[str, str] = field(default_factory=dict)
    outputs: Outputs = field(default_factory=dict)
    file: str = ""

    @staticmethod
    def explicit(instance_id: str, region: str, flows: Mapping[str, str]) -> Deployment:
        """Return a deployment that is not ours, from ids or ARNs.

        Raises DeploymentError holding a finding for each text that is neither.
        """
        findings: list[Diagnostic] = []
        read = {name: _collect(read_flow_id, text, findings) for name, text in flows.items()}
        instance = _collect(read_instance_id, instance_id, findings)
        if findings:
            raise DeploymentError(findings)
        return Deployment("", instance, region, read)

    @property
    def queue_names(self) -> dict[str, str]:
        """The queues' names by id."""
        return {queue_id: name for name, queue_id in self.queues.items()}

    @property
    def flow_names(self) -> dict[str, str]:
        """The flows' names by id."""
        return {flow_id: name for name, flow_id in self.flows.items()}

    def flow_id(self, name: str) -> str:
        """Return the id of the flow `name`. Raises DeploymentError naming the flows there are."""
        return self._find(self.flows, name, "flow", codes.UNKNOWN_FLOW)

    def queue_id(self, name: str) -> str:
        """Return the id of the queue `name`. Raises DeploymentError naming the queues there are."""
        return self._find(self.queues, name, "queue", codes.UNKNOWN_QUEUE)

    def _find(self, known: Mapping[str, str], name: str, kind: str, code: str) -> str:
        by_output_key = {to_pascal(each): each_id for each, each_id in known.items()}
        found = known.get(name, by_output_key.get(to_pascal(name)))
        if found is not None:
            return found
        what = f"the deployment has no {kind} `{name}`"
        names = ", ".join(f"`{each}`" for each in sorted(known)) or "none"
        why = f"the {kind}s of {self._describe()} are: {names}"
        fix = suggest(name, known)
        raise DeploymentError(
            Diagnostic(code, what, why=why, fix=fix if not fix.startswith("one of") else "")
        )

    def _describe(self) -> str:
        return f"environment `{self.environment}` ({self.file})" if self.file else "the ids given"


def _collect(read: Any, text: str, findings: list[Diagnostic]) -> str:
    try:
        return str(read(text))
    except DeploymentError as error:
        findings.extend(error.diagnostics)
        return ""


def load_outputs(path: str | Path) -> Deployment:
    """Return the deployment that the outputs file at `path` describes.

    Reads files. Raises DeploymentError.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        what = f"the outputs file `{str(path).replace(chr(0), '?')}` cannot be read: {reason}"
        fix = (
            f"`cdk deploy --all --outputs-file {path}` writes it; or name another with --outputs, "
            "or the deployment by --instance-id and --flow NAME=ID"
        )
        raise DeploymentError(Diagnostic(codes.OUTPUTS_UNREADABLE, what, fix=fix)) from error
    return read_outputs(text, str(path))


def read_outputs(text: str, file: str) -> Deployment:
    """Return the deployment that a text in the form of ``cdk deploy --outputs-file`` describes.

    Pure. Raises DeploymentError when it is not JSON, not such outputs, another app's, or of several
    environments.
    """
    return make_deployment(_read_json(text, file), file)


def make_deployment(outputs: Outputs, file: str) -> Deployment:
    """Return the deployment that the outputs of one or more stacks describe.

    Pure. `file` says where they come from. Raises DeploymentError when they are another app's, or of
    several environments.
    """
    described = {name: values[MARKER] for name, values in outputs.items() if MARKER in values}
    if not described:
        raise _foreign(outputs, file)
    if len(described) > 1:
        names = ", ".join(f"`{name}`" for name in described)
        what = f"`{file}` holds the outputs of several environments: {names}"
        fix = "deploy one environment into one outputs file"
        raise DeploymentError(Diagnostic(codes.OUTPUTS_AMBIGUOUS, what, fix=fix))
    stack, description = next(iter(described.items()))
    members = _read_description(description, stack, file)
    values = _join(outputs, stack, members["instanceId"])
    return Deployment(
        members["environment"],
        members["instanceId"],
        members["region"],
        flows=_select(values, _FLOW),
        queues=_select(values, _QUEUE),
        outputs=outputs,
        file=file,
    )


def _read_json(text: str, file: str) -> dict[str, dict[str, str]]:
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        what = f"the outputs file `{file}` is not JSON: {error}"
        fix = "name the file that `cdk deploy --outputs-file` wrote"
        raise DeploymentError(Diagnostic(codes.OUTPUTS_NOT_JSON, what, fix=fix)) from error
    if not isinstance(data, dict) or not all(isinstance(each, dict) for each in data.values()):
        what = f"the outputs file `{file}` does not hold outputs"
        why = "it must be a JSON object of stacks, each an object of outputs, as the CDK writes it"
        raise DeploymentError(Diagnostic(codes.OUTPUTS_WRONG_SHAPE, what, why=why))
    return {
        stack: {key: str(value) for key, value in values.items() if value is not None}
        for stack, values in data.items()
    }


def _foreign(outputs: Outputs, file: str) -> DeploymentError:
    what = f"`{file}` holds the outputs of another app"
    stacks = ", ".join(f"`{name}`" for name in outputs) or "none"
    why = f"no stack has the output `{MARKER}`; the stacks are: {stacks}"
    fix = "name the outputs file of the chat app with --outputs, or give --instance-id, --region and --flow"
    return DeploymentError(Diagnostic(codes.OUTPUTS_FOREIGN, what, why=why, fix=fix))


def _read_description(description: str, stack: str, file: str) -> dict[str, str]:
    try:
        data = json.loads(description)
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict) and data.get("format") == FORMAT:
        members = {name: data.get(name) for name in _MEMBERS}
        if all(isinstance(each, str) and each for each in members.values()):
            return {name: str(each) for name, each in members.items()}
    given = data.get("format") if isinstance(data, dict) else None
    what = f"the output `{stack}.{MARKER}` in `{file}` cannot be read"
    why = f"it has format {given!r}; this version reads format {FORMAT}, with {', '.join(_MEMBERS)}"
    fix = "deploy again with this version of chatcheck"
    raise DeploymentError(Diagnostic(codes.OUTPUTS_OTHER_FORMAT, what, why=why, fix=fix))


def _join(outputs: Outputs, stack: str, instance_id: str) -> dict[str, str]:
    """Return the outputs of the described stack, and of every other one of the same instance."""
    joined: dict[str, str] = {}
    for values in outputs.values():
        if values.get("InstanceId") == instance_id:
            joined |= values
    return {**joined, **outputs[stack]}


def _select(values: Mapping[str, str], key: re.Pattern[str]) -> dict[str, str]:
    matches = ((key.fullmatch(name), value) for name, value in values.items())
    return {from_pascal(match[1]): value for match, value in matches if match}
