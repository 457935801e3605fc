"""The life of the process: the ready line, its end, a port that is taken."""

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import boto3
import pytest
from botocore.config import Config

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


SLOW = """
import pathlib, time
def handle(event, context):
    pathlib.Path(event).touch()
    time.sleep(600)
"""


def deploy_slow_function(url):
    """Deploy a function that does not end; return a client that waits for it."""
    config = Config(retries={"total_max_attempts": 1})
    make_client = partial(boto3.client, endpoint_url=url, region_name="us-east-1", config=config)
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = make_client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("slow.py", SLOW)
    code = {"ZipFile": archive.getvalue()}
    functions = make_client("lambda")
    functions.create_function(
        FunctionName="slow", Runtime="python3.12", Role=role, Handler="slow.handle", Timeout=900, Code=code
    )
    return functions


def test_a_running_function_does_not_hold_up_the_end(tmp_path):
    begun = tmp_path / "begun"
    with running() as (process, ready), ThreadPoolExecutor(1) as thread:
        functions = deploy_slow_function(ready["url"])
        answer = thread.submit(functions.invoke, FunctionName="slow", Payload=json.dumps(str(begun)))
        while not begun.exists() and not answer.done():
            time.sleep(0.02)
        process.terminate()
        told = json.load(answer.result(60)["Payload"])  # a connection that is dropped raises
        process.communicate(timeout=60)
    assert told["errorType"] == "Runtime.ExitError"
    assert process.returncode == 0


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
