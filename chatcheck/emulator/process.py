"""The life of the server process: sockets, the ready line, signals, the parent, the end."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

from aiohttp import web

from chatcheck.emulator import functions, server

log = logging.getLogger("chatcheck.emulator")

PARENT_POLL_S = 1.0
SHUTDOWN_S = 5.0
PORT_TRIES = 20


def open_sockets(port: int) -> list[socket.socket]:
    """Listen on 127.0.0.1 and, where the machine has IPv6, on ::1 with the same port number.

    Port 0 takes a port that is free on both. Raises OSError when the port is taken.
    """
    for _ in range(PORT_TRIES):
        ipv4 = socket.create_server(("127.0.0.1", port), backlog=512)
        try:
            return [ipv4, *_open_ipv6(ipv4.getsockname()[1])]
        except OSError:
            ipv4.close()
            if port:
                raise
    raise OSError(errno.EADDRINUSE, "no port is free on both 127.0.0.1 and ::1")


def _open_ipv6(port: int) -> list[socket.socket]:
    try:
        return [socket.create_server(("::1", port), family=socket.AF_INET6, backlog=512)]
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise
        log.info("no IPv6 loopback here: %s", error.strerror)
        return []


def run(port: int, state_dir: Path | None = None, parent_pid: int | None = None) -> None:
    """Serve until SIGTERM or SIGINT comes or the parent is gone. Raises OSError when it cannot listen."""
    sockets = open_sockets(port)
    with tempfile.TemporaryDirectory(prefix="chatcheck-") as temporary:
        asyncio.run(_serve(sockets, state_dir or Path(temporary), parent_pid))


async def _serve(sockets: list[socket.socket], state_dir: Path, parent_pid: int | None) -> None:
    ended = asyncio.Event()
    _listen_for_signals(ended)
    port = sockets[0].getsockname()[1]
    functions.configure(f"http://localhost:{port}", state_dir / "functions")
    app = server.make_app()
    runner = web.AppRunner(
        app, access_log=None, auto_decompress=False, shutdown_timeout=SHUTDOWN_S, handle_signals=False
    )
    await runner.setup()
    for each in sockets:
        await web.SockSite(runner, each).start()
    _say_ready(port)
    beside = [asyncio.create_task(_watch_parent(parent_pid, ended)), asyncio.create_task(server.warm_up(app))]
    await ended.wait()
    for task in beside:
        task.cancel()
    log.info("ending")
    await server.end_chats()
    functions.close()  # before the clean-up, which waits for calls: those that run functions are answered now
    await runner.cleanup()


def _listen_for_signals(ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, ended.set)


def _say_ready(port: int) -> None:
    line = {"ready": True, "port": port, "url": f"http://localhost:{port}", "pid": os.getpid()}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    log.info("listening on %s", line["url"])


async def _watch_parent(parent_pid: int | None, ended: asyncio.Event) -> None:
    while parent_pid is not None and not ended.is_set():
        if not _is_alive(parent_pid):
            log.info("process %d is gone", parent_pid)
            ended.set()
        await asyncio.sleep(PARENT_POLL_S)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
