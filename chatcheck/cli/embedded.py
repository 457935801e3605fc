"""The embedded local AWS as a child process: started, found again, stopped."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import selectors
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatcheck.errors import Diagnostic, TransportError, UsageError

REGION = "us-east-1"
READY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 15.0
STATE_FOLDER = Path(".chatcheck")
BACKEND = "moto"  # what the extra `local` brings; looked for here, never imported


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A running embedded AWS; `child` is there where this process started it."""

    url: str
    port: int
    pid: int
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False, compare=False)


def start_process(port: int, log: Path, parent_pid: int | None = None) -> Endpoint:
    """Start it as a process of its own and wait until it answers.

    It gets a session of its own: Ctrl-C in the terminal ends the command first. With `parent_pid`
    it ends itself when that process is gone. Raises TransportError with the end of its log,
    UsageError when the extra `local` is not installed.
    """
    if importlib.util.find_spec(BACKEND) is None:
        fix = "pip install 'chatcheck[local]'"
        raise UsageError(Diagnostic("U505", "the embedded local AWS is not installed", fix=fix))
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "chatcheck.emulator", "--port", str(port)]
    command += ["--parent-pid", str(parent_pid)] if parent_pid else []
    with log.open("ab") as log_file:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log_file,
            start_new_session=True,
        )
    line = _read_line(child)
    if not line:
        child.kill()
        child.wait()
        raise _failed_to_start(log)
    ready = json.loads(line)
    return Endpoint(ready["url"], ready["port"], ready["pid"], child)


def _read_line(child: subprocess.Popen[bytes]) -> bytes:
    if child.stdout is None:
        return b""
    with child.stdout, selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        return child.stdout.readline() if selector.select(READY_TIMEOUT_S) else b""


def _failed_to_start(log: Path) -> TransportError:
    tail = log.read_text(errors="replace").splitlines()[-6:]
    return TransportError(
        Diagnostic(
            "C390",
            "the embedded local AWS did not start",
            why="\n".join(tail) or "it said nothing",
            fix=f"is the port taken? `--port 0` takes a free one. The whole log is {log}",
        )
    )


def stop_process(endpoint: Endpoint) -> None:
    """Ask it to end, wait, and kill it when it does not. Quiet when it is gone already."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(endpoint.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while time.monotonic() < deadline and is_running(endpoint):
            time.sleep(0.05)
        if is_running(endpoint):
            os.kill(endpoint.pid, signal.SIGKILL)
            if endpoint.child is not None:
                endpoint.child.wait()


def is_running(endpoint: Endpoint) -> bool:
    """Tell whether the process lives; a child of ours that has ended is reaped first."""
    if endpoint.child is not None:
        return endpoint.child.poll() is None
    try:
        os.kill(endpoint.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def run_process(log: Path) -> Iterator[Endpoint]:
    """Have one on a free port for the length of the block."""
    endpoint = start_process(0, log, parent_pid=os.getpid())
    try:
        yield endpoint
    finally:
        stop_process(endpoint)


def write_state(endpoint: Endpoint) -> None:
    """Remember the background process for later commands in this folder."""
    STATE_FOLDER.mkdir(exist_ok=True)
    text = json.dumps({"url": endpoint.url, "port": endpoint.port, "pid": endpoint.pid}) + "\n"
    (STATE_FOLDER / "local.json").write_text(text)


def forget_state() -> None:
    """Forget the background process."""
    (STATE_FOLDER / "local.json").unlink(missing_ok=True)


def find_running() -> Endpoint | None:
    """Return the background process of this folder if it runs and answers as ours."""
    try:
        endpoint = Endpoint(**json.loads((STATE_FOLDER / "local.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return endpoint if is_running(endpoint) and call(endpoint, "health") is not None else None


def call(endpoint: Endpoint, what: str, method: str = "GET") -> str | None:
    """Call one of its own addresses; None when it does not answer."""
    request = urllib.request.Request(f"http://127.0.0.1:{endpoint.port}/_chatcheck/{what}", method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, OSError):
        return None


def ask(endpoint: Endpoint, what: str, method: str = "GET", document: Mapping[str, Any] | None = None) -> Any:
    """Call one of its own addresses; return the JSON of its answer, also of a refusal, else None."""
    body = None if document is None else json.dumps(document).encode()
    url = f"http://127.0.0.1:{endpoint.port}/_chatcheck/{what}"
    request = urllib.request.Request(url, data=body, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal, contextlib.suppress(ValueError):
            return json.load(refusal)
    except (OSError, ValueError):
        pass
    return None


def find_given(variables: Mapping[str, str]) -> Endpoint | None:
    """Return the one that AWS_ENDPOINT_URL points to, as inside `local exec`, if it answers as ours."""
    try:
        url = urllib.parse.urlsplit(variables.get("AWS_ENDPOINT_URL", ""))
        port = url.port
    except ValueError:
        return None
    if port is None or url.hostname not in ("localhost", "127.0.0.1", "::1"):
        return None
    endpoint = Endpoint(f"http://localhost:{port}", port, pid=0)
    health = ask(endpoint, "health")
    return endpoint if isinstance(health, dict) and "open_chats" in health else None


def make_variables(endpoint: Endpoint) -> dict[str, str]:
    """Return the variables that point every AWS tool to it. Pure.

    The host is `localhost`, which the CDK CLI's S3 addresses need; the keys are nobody's.
    """
    url = f"http://localhost:{endpoint.port}"
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ENDPOINT_URL_S3": url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
    }


DROPPED_VARIABLES = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")


def make_environment(endpoint: Endpoint, current: Mapping[str, str]) -> dict[str, str]:
    """Return `current` pointed to the embedded AWS, without a person's own profile or token. Pure."""
    kept = {
        name: value
        for name, value in current.items()
        if name not in DROPPED_VARIABLES and not name.startswith("AWS_ENDPOINT_URL")
    }
    return {**kept, **make_variables(endpoint)}
