"""The life of the process: the ready line, its end, a port that is taken."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from chatcheck.emulator.process import open_sockets


@contextlib.contextmanager
def running(*arguments):
    command = [sys.executable, "-m", "chatcheck.emulator", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(sent):
    with running() as (process, ready):
        assert ready == {
            "ready": True,
            "port": ready["port"],
            "url": f"http://localhost:{ready['port']}",
            "pid": process.pid,
        }
        process.send_signal(sent)
        rest, log = process.communicate(timeout=120)
    assert process.returncode == 0
    assert rest == ""
    assert "Traceback" not in log


def test_it_ends_when_its_parent_is_gone():
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with parent, running("--parent-pid", str(parent.pid)) as (process, _):
        parent.communicate(b"\n")
        assert process.wait(120) == 0


def test_a_port_that_is_taken_is_said_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "chatcheck.emulator", "--port", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 3
    assert f"cannot listen on 127.0.0.1 port {port}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_only_loopback_is_bound():
    opened = open_sockets(0)
    addresses = {each.getsockname()[0] for each in opened}
    ports = {each.getsockname()[1] for each in opened}
    for each in opened:
        each.close()
    assert addresses <= {"127.0.0.1", "::1"}
    assert len(ports) == 1


def test_a_port_taken_on_ipv6_only_is_refused_too():
    try:
        other = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 loopback")
    with other, pytest.raises(OSError, match=os.strerror(98)):
        open_sockets(other.getsockname()[1])
