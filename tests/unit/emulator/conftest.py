"""One embedded AWS process for all tests that speak to it over the wire."""

import json
import os
import subprocess
import sys
import urllib.request
import uuid
from dataclasses import dataclass

import boto3
import pytest
from botocore.config import Config

from tests.unit.emulator.contacts import chat_world

REGION = "us-east-1"


@dataclass(frozen=True)
class EmbeddedAws:
    url: str

    def client(self, service, region=REGION):
        config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
        return boto3.client(service, endpoint_url=self.url, region_name=region, config=config)

    def ask(self, path, method="GET", **headers):
        request = urllib.request.Request(self.url + path, method=method, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def start_process(*arguments):
    command = [sys.executable, "-m", "chatcheck.emulator", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return process, process.stdout.readline()


def stop_process(process):
    process.terminate()
    process.wait(60)
    process.stdout.close()


@pytest.fixture(scope="session")
def aws():
    process, line = start_process("--port", "0", "--parent-pid", str(os.getpid()))
    yield EmbeddedAws(json.loads(line)["url"])
    stop_process(process)


@pytest.fixture
def cloudformation(aws):
    return aws.client("cloudformation")


@pytest.fixture
def name():
    """A stack's name that no other test has."""
    return f"t-{uuid.uuid4().hex[:10]}"


@pytest.fixture
def world():
    """The world of a chat, for each test a new one."""
    yield chat_world.open_world()
    chat_world.close_world()
