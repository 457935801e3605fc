"""`chatcheck local`: the embedded AWS in the background, or around one command."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time

from chatcheck.cli import embedded, local_faults, local_log
from chatcheck.cli.output import complain, say
from chatcheck.errors import Diagnostic, UsageError

EXIT_BROKEN = 3
EXIT_NOT_FOUND = 127
LOG = embedded.STATE_FOLDER / "local.log"

# The first releases that obey AWS_ENDPOINT_URL (AWS CLI change logs); older ones would call AWS itself.
ENDPOINT_URL_SINCE = {1: (1, 29, 0), 2: (2, 13, 0)}


def execute(args: argparse.Namespace) -> int:
    """Do what the verb says and return the exit code."""
    verbs = {
        "start": _start,
        "stop": _stop,
        "status": _status,
        "env": _print_env,
        "exec": _execute_command,
        "reset": _reset,
        "logs": _print_logs,
        "faults": local_faults.execute,
    }
    return verbs[args.verb](args)


def _start(args: argparse.Namespace) -> int:
    running = embedded.find_running()
    if running:
        say(f"already running: {running.url} (pid {running.pid})")
        return 0
    LOG.unlink(missing_ok=True)
    endpoint = embedded.start_process(args.port, LOG)
    embedded.write_state(endpoint)
    say(f"running: {endpoint.url} (pid {endpoint.pid})")
    say('point AWS tools to it with: eval "$(chatcheck local env)"')
    return 0


def _stop(_: argparse.Namespace) -> int:
    running = embedded.find_running()
    if running:
        embedded.stop_process(running)
    embedded.forget_state()
    say("stopped" if running else "it was not running")
    return 0


def _status(_: argparse.Namespace) -> int:
    running = embedded.find_running()
    if not running:
        say("not running")
        return EXIT_BROKEN
    say(f"running: {running.url} (pid {running.pid})")
    faults = (embedded.ask(running, "health") or {}).get("faults")
    if faults:
        say(f"FAULTS ARE ON: {', '.join(faults)} (end them: chatcheck local faults clear)")
    return 0


def _print_env(_: argparse.Namespace) -> int:
    for name in embedded.DROPPED_VARIABLES:
        say(f"unset {name}")
    for name, value in embedded.make_variables(_need_running()).items():
        say(f"export {name}={shlex.quote(value)}")
    _warn_of_old_cli()
    return 0


def _reset(_: argparse.Namespace) -> int:
    if embedded.call(_need_running(), "reset", method="POST") is None:
        raise UsageError(Diagnostic("U504", "the embedded local AWS did not answer", fix="see the log"))
    say("everything is forgotten")
    return 0


def _print_logs(args: argparse.Namespace) -> int:
    if not LOG.exists():
        raise UsageError(Diagnostic("U503", "there is no log yet", fix="`chatcheck local start` first"))
    with LOG.open(errors="replace") as log:
        while True:
            sys.stdout.write(log.read())
            sys.stdout.flush()
            if not args.follow:
                return 0
            time.sleep(0.3)


def _execute_command(args: argparse.Namespace) -> int:
    command = args.command[1:] if args.command[:1] == ["--"] else args.command
    if not command:
        raise UsageError(Diagnostic("U501", "no command given", fix="chatcheck local exec -- COMMAND"))
    _warn_of_old_cli()
    log = embedded.STATE_FOLDER / f"exec-{os.getpid()}.log"
    with embedded.run_process(log) as endpoint:
        environment = embedded.make_environment(endpoint, os.environ)
        code = _run_in_foreground(command, environment)
    if code == 0:
        log.unlink(missing_ok=True)
    else:
        complain("\n".join(local_log.tell_end(log)))
    return code


def _run_in_foreground(command: list[str], environment: dict[str, str]) -> int:
    """Run it in our process group, so that Ctrl-C reaches it; wait for it whatever happens."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child = subprocess.Popen(command, env=environment, restore_signals=True, preexec_fn=_default_sigint)  # noqa: PLW1509
    except OSError as error:
        complain(f"cannot run {command[0]}: {error.strerror}")
        return EXIT_NOT_FOUND
    finally_terminate = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        code = child.wait()
    finally:
        signal.signal(signal.SIGINT, previous)
        signal.signal(signal.SIGTERM, finally_terminate)
    return code if code >= 0 else 128 - code


def _default_sigint() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _need_running() -> embedded.Endpoint:
    running = embedded.find_running()
    if not running:
        raise UsageError(
            Diagnostic("U502", "the embedded local AWS is not running", fix="start it: chatcheck local start")
        )
    return running


def _warn_of_old_cli() -> None:
    """Say so when the `aws` on PATH would ignore AWS_ENDPOINT_URL and call AWS itself."""
    path = shutil.which("aws")
    if not path:
        return
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=30)
    version = parse_cli_version(answer.stdout + answer.stderr)
    if version and version < ENDPOINT_URL_SINCE.get(version[0], (0,)):
        shown = ".".join(map(str, version))
        complain(
            f"warning: {path} is {shown}, older than AWS_ENDPOINT_URL: it would call AWS itself; "
            "give it --endpoint-url"
        )


def parse_cli_version(text: str) -> tuple[int, int, int] | None:
    """Read ``aws-cli/2.9.19 Python/...``. Pure; None when it is something else."""
    found = re.search(r"aws-cli/(\d+)\.(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
