"""`chatcheck init`: a folder to begin with, for chats of flows that others deploy."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from chatcheck.cli.embedded import STATE_FOLDER
from chatcheck.cli.output import say
from chatcheck.cli.targets import read_explicit
from chatcheck.errors import Diagnostic, UsageError
from chatcheck.render.deployment import FORMAT, MARKER, Deployment
from chatcheck.render.identifier import to_pascal
from chatcheck.spec.schema import publish_schema

SPEC = "specs/chats/first.chat.yaml"
SCHEMA = "specs/chat.schema.json"
OUTPUTS = "deployment.json"
IGNORED = f"{STATE_FOLDER}/.gitignore"
ENVIRONMENT = "existing"
FLOW = "support"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

FIRST_SPEC = """\
# yaml-language-server: $schema=../chat.schema.json
# A spec is a list of chats; each says what a customer writes, and what must be answered.
chatcheck: 1
flow: {flow}  # a name: what `--flow {flow}=ID`, or the outputs of a deployment, say it is
defaults: {{within: 15s}}
start:  # what `aws connect start-chat-contact --cli-input-yaml` takes
  ParticipantDetails: {{DisplayName: Ada}}
chats:
  - name: is welcomed
    steps:
      - expect: {{contains: welcome, ignore_case: true}}  # the next message: put the flow's own words here
      # - send: Where is my order?
      # - expect: {{contains: order number, from: bot}}
"""


def execute(args: argparse.Namespace) -> int:
    """Write the files, say what each is and what comes next, and return 0.

    Raises UsageError when one of them is there already (then none is written) or cannot be written, and
    for ids that are none.
    """
    deployment = _read_deployment(args)
    files = dict(make_files(deployment))
    folder = Path(args.folder)
    _refuse_existing(folder, files)
    _write(folder, {**files, IGNORED: "*\n"})
    for line in tell_next(args.folder, deployment):
        say(line)
    return 0


def _read_deployment(args: argparse.Namespace) -> Deployment | None:
    if not (args.instance_id or args.flow):
        return None
    deployment = read_explicit(args)
    if not deployment.flows:
        raise UsageError(Diagnostic("U593", "--flow missing", fix="name a flow: --flow NAME=ID"))
    wrong = [name for name in deployment.flows if not _NAME.fullmatch(name)]
    why = "a name is made of small letters, digits and single hyphens, such as `order-status`"
    if wrong:
        raise UsageError([Diagnostic("U593", f"`{name}` cannot name a flow", why=why) for name in wrong])
    return deployment


def make_files(deployment: Deployment | None) -> Iterator[tuple[str, str]]:
    """Yield each file's path and text; the deployment's where one is named. Reads the package's schema."""
    yield SPEC, FIRST_SPEC.format(flow=next(iter(deployment.flows)) if deployment else FLOW)
    yield SCHEMA, json.dumps(publish_schema("chat"), indent=2, ensure_ascii=False) + "\n"
    if deployment:
        yield OUTPUTS, json.dumps(write_outputs(deployment), indent=2) + "\n"


def write_outputs(deployment: Deployment) -> dict[str, dict[str, str]]:
    """Return what `cdk deploy --outputs-file` would have written of these ids. Pure."""
    about = {
        "format": FORMAT,
        "environment": ENVIRONMENT,
        "instanceId": deployment.instance_id,
        "region": deployment.region,
    }
    flows = {f"Flow{to_pascal(name)}Id": flow_id for name, flow_id in deployment.flows.items()}
    return {"chat": {MARKER: json.dumps(about), "InstanceId": deployment.instance_id, **flows}}


def _refuse_existing(folder: Path, files: Mapping[str, str]) -> None:
    there = [name for name in files if os.path.lexists(folder / name)]
    why = "nothing was written: what is there may be somebody's work"
    if there:
        raise UsageError([Diagnostic("U592", f"{folder / name} exists already", why=why) for name in there])


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            what = f"{path} cannot be written: {error.strerror}"
            raise UsageError(Diagnostic("U592", what, fix="name another folder")) from error


def tell_next(folder: str, deployment: Deployment | None) -> Iterator[str]:
    """Yield what was written, and what a person does next. Pure."""
    yield f"{SPEC}  the first chat: put your flow's own words into it"
    yield f"{SCHEMA}       the format, for your editor"
    where = "--instance-id ARN --flow support=ID"
    if deployment:
        yield f"{OUTPUTS}              where the flow is, for --outputs"
        where = f"--outputs {OUTPUTS}"
    yield "next:"
    if folder != ".":
        yield f"  cd {shlex.quote(folder)}"
    yield "  chatcheck validate"
    yield f"  chatcheck doctor {where}"
    yield f"  chatcheck run {where}"
    yield "or talk to the flow, and keep what was said as a spec:"
    yield f"  chatcheck start-chat-contact {_name_ids(deployment)} \\"
    yield "    --participant-details DisplayName=Ada --connect --record specs/chats/recorded.chat.yaml"


def _name_ids(deployment: Deployment | None) -> str:
    if deployment is None:
        return "--instance-id ID --contact-flow-id ID"
    flow_id = next(iter(deployment.flows.values()))
    return f"--instance-id {deployment.instance_id} --contact-flow-id {flow_id} --region {deployment.region}"
