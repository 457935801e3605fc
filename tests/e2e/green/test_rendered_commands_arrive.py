"""What `chatcheck render` prints of hostile specs, a shell and the genuine AWS CLI deliver as it was meant.

CHATCHECK_CONFORMANCE says how many chats, over the versions and shells together; `make conformance`
takes more of them than the test run.
"""

import functools
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import boto3
import pytest

from chatcheck.render.cli_target import find_lacking_members, read_release
from tests.e2e.hostile_starts import make_start, write_spec
from tests.e2e.places import BIN, CHATCHECK
from tests.e2e.recorder import record

CHATS = int(os.environ.get("CHATCHECK_CONFORMANCE") or 100)
FOLDERS = {1: [BIN], 2: ["/usr/bin", "/usr/local/bin"]}
SHELLS = [shell for shell in ("sh", "bash") if shutil.which(shell)]


@dataclass(frozen=True)
class Batch:
    """Chats that one shell starts with one AWS CLI, one after the other."""

    shell: str
    folder: str
    version: str
    starts: list


@functools.cache
def find_cli(major):
    """Return the folder of the AWS CLI of a major version, and its whole version; None when there is none."""
    for folder in FOLDERS[major]:
        if command := shutil.which("aws", path=str(folder)):
            said = subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout
            if found := re.match(rf"aws-cli/({major}\.\d+\.\d+)", said):
                return str(folder), found[1]
    return None


def make_batches(major):
    """Share the chats out among the versions there are, and those of one version among the shells."""
    majors = [each for each in FOLDERS if find_cli(each)]
    share = CHATS // len(majors)
    first = share * majors.index(major)
    folder, version = find_cli(major)
    return [
        Batch(shell, folder, version, [keep_known(make_start(index), version) for index in indexes])
        for number, shell in enumerate(SHELLS)
        for indexes in [range(first + number, first + share, len(SHELLS))]
    ]


def keep_known(start, version):
    """Return the start without the members that this AWS CLI does not know."""
    lacking = {
        problem.path[0]
        for problem in find_lacking_members({"InstanceId": "", **start}, read_release(version))
    }
    return {name: value for name, value in start.items() if name not in lacking}


def deliver(batch, local_aws, outputs, deployment, folder):
    """Render the batch, run it as it is, end its chats; return the exchanges in the order of the chats."""
    spec = folder / f"{batch.shell}.chat.yaml"
    spec.write_text(write_spec(batch.starts), "ascii")
    script = folder / f"{batch.shell}.script"
    with record(local_aws.endpoint.port) as (url, exchanges):
        try:
            options = ["--outputs", outputs, "--endpoint-url", url, "--cli-version", batch.version]
            script.write_text(local_aws.run(CHATCHECK, "render", spec, *options).stdout)
            path = f"{batch.folder}:{local_aws.environment['PATH']}"
            ran = local_aws.run(batch.shell, "-e", script, cwd=folder, PATH=path, AWS_PAGER="")
        finally:
            stop_chats(local_aws, deployment, exchanges)
    by_contact = {each.answered["ContactId"]: each for each in exchanges}
    return [by_contact[answer["ContactId"]] for answer in read_answers(ran.stdout)]


def stop_chats(local_aws, deployment, exchanges):
    connect = boto3.client("connect", endpoint_url=local_aws.url, region_name="us-east-1")
    for each in exchanges:
        if each.status == 200:
            connect.stop_contact(InstanceId=deployment["InstanceId"], ContactId=each.answered["ContactId"])


def read_answers(printed):
    """Return the JSON documents that stand one after the other in a text."""
    decoder, answers = json.JSONDecoder(), []
    while printed := printed.lstrip():
        answer, end = decoder.raw_decode(printed)
        answers.append(answer)
        printed = printed[end:]
    return answers


@pytest.mark.conformance
@pytest.mark.parametrize("major", FOLDERS)
def test_the_request_that_arrives_is_the_one_meant(local_aws, outputs, deployment, tmp_path, major):
    if not find_cli(major):
        pytest.skip(f"no AWS CLI version {major} is installed: the other one alone starts all {CHATS} chats")
    batches = make_batches(major)

    with ThreadPoolExecutor(len(batches)) as pool:
        runs = [pool.submit(deliver, each, local_aws, outputs, deployment, tmp_path) for each in batches]
        arrived = [run.result() for run in runs]

    for batch, exchanges in zip(batches, arrived, strict=True):
        for start, exchange in zip(batch.starts, exchanges, strict=True):
            assert exchange.status == 200
            assert "/us-east-1/connect/" in exchange.authorization
            token = {} if "ClientToken" in start else {"ClientToken": exchange.sent["ClientToken"]}
            ids = {"InstanceId": deployment["InstanceId"], "ContactFlowId": deployment["FlowWelcomeId"]}
            assert exchange.sent == {**ids, **start, **token}
    assert local_aws.open_chats() == 0
