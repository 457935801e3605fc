"""The file of a recorded conversation: refused before the chat, written whole after it."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chatcheck.cli.arguments import OUTPUTS
from chatcheck.errors import ChatcheckError, Diagnostic, UsageError
from chatcheck.record.spec_text import Start, write_spec
from chatcheck.render.deployment import Deployment, load_outputs
from chatcheck.transcript import Transcript


def prepare_place(path: Path) -> None:
    """Make the folder of the file that will be written. Raises UsageError where it cannot be."""
    if os.path.lexists(path):
        what = f"{path} exists already"
        why = "a recording would take the place of what somebody wrote"
        raise UsageError(Diagnostic("U580", what, why=why, fix="name another file, or move this one away"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise UsageError(_cannot_write(path, error)) from error


def write_recording(
    path: Path,
    transcript: Transcript,
    document: Mapping[str, Any],
    deployment: Deployment | None,
    region: str | None = None,
) -> str:
    """Write the spec of what was said; returns what to tell about it. Raises UsageError.

    `region` is for the command that runs it where neither a deployment nor the AWS settings say it.

    The file appears whole or not at all; nothing is written when nobody said anything.
    """
    text = write_spec(transcript, make_start(document, deployment))
    if not text:
        return f"{path} was not written: the other side said nothing that could be expected"
    try:
        _write_whole(path, text)
    except OSError as error:
        raise UsageError(_cannot_write(path, error)) from error
    again = _write_again(path, document, deployment, region)
    return f"recorded {path}: look over the steps with a comment, then `{again}`"


def _write_again(
    path: Path, document: Mapping[str, Any], deployment: Deployment | None, region: str | None
) -> str:
    command = ["chatcheck", "run", str(path)]
    if deployment is None:
        command += ["--instance-id", str(document.get("InstanceId"))]
        command += ["--region", region] if region else []
    elif deployment.file != OUTPUTS:
        command += ["--outputs", deployment.file]
    return shlex.join(command)


def make_start(document: Mapping[str, Any], deployment: Deployment | None) -> Start:
    """Return how the chat was started, with the names that the deployment has for it. Pure."""
    if deployment is None:
        return Start(document)
    names = {flow_id: name for name, flow_id in deployment.flows.items()}
    return Start(document, names.get(str(document.get("ContactFlowId"))), in_deployment=True)


def find_deployment(outputs: str | None, instance_id: str) -> Deployment | None:
    """Return the deployment of this instance, if the outputs file is one of it; else None.

    Reads `outputs`, or the usual file. A named file that cannot be read raises DeploymentError; the
    usual one may be missing or another app's: then nothing has a name.
    """
    if outputs is not None:
        deployment = load_outputs(outputs)
    else:
        try:
            deployment = load_outputs(OUTPUTS)
        except ChatcheckError:
            return None
    return deployment if deployment.instance_id == instance_id else None


def _write_whole(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _cannot_write(path: Path, error: OSError) -> Diagnostic:
    what = f"cannot write {path}: {error.strerror or error}"
    return Diagnostic("U581", what, fix="name another place with --record")
