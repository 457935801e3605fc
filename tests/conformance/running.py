"""Runs rows of command lines by the genuine AWS CLI and by ours, and keeps what arrived and what was said."""

import gzip
import json
import os
import subprocess
from pathlib import Path

from botocore.loaders import Loader

from tests.conformance.recorder import record

BATCH = Path(__file__).parent / "batch.py"
ROOT = Path(__file__).parents[2]
MODEL = "connect/2017-08-08/service-2.json"


def run_rows(rows, python, command, folder):
    """Run every row by one command; return what arrived and what was said, by the row's number."""
    with record(rows) as (url, arrived):
        cases = [make_case(row, number, command, url, folder) for number, row in enumerate(rows)]
        ran = subprocess.run(
            [python, str(BATCH), command],
            input=json.dumps(cases),
            capture_output=True,
            text=True,
            check=False,
            env={**make_environment(folder), "PYTHONPATH": str(ROOT) if command == "chatcheck" else ""},
            timeout=120 + 4 * len(rows),
        )
    assert ran.returncode == 0, ran.stderr
    answers = json.loads(ran.stdout)
    return [{**answer, "arrived": arrived.get(number, [])} for number, answer in enumerate(answers)]


def make_environment(folder):
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "COLUMNS": "80",
    }


def make_case(row, number, command, url, folder):
    place = folder / command / str(number)
    place.mkdir(parents=True)
    for name, text in row.files.items():
        (place / name).write_bytes(text.encode())
    head = ["connect", "start-chat-contact"] if command == "aws" else ["start-chat-contact"]
    there = [*(["--region", "us-east-1"] if row.region else []), "--endpoint-url", f"{url}/{number}"]
    more = row.ours.split() if command == "chatcheck" else []
    changes = {name: value for name, value in row.env.items() if value is not None}
    environment = {**make_environment(folder), **changes, "CASE_FOLDER": str(place)}
    for name in [name for name, value in row.env.items() if value is None]:
        del environment[name]
    return {"words": [*head, *there, *row.words, *more], "env": environment, "folder": str(place)}


def share_model(folder):
    """Let the genuine commands of this home know the members that ours knows, which are newer than theirs."""
    place = folder / ".aws" / "models" / MODEL
    place.parent.mkdir(parents=True)
    place.write_bytes(gzip.decompress(Path(Loader.BUILTIN_DATA_PATH, f"{MODEL}.gz").read_bytes()))


def without_token(arrived, row):
    """Requests without the ClientToken that an SDK makes up."""
    made_up = "ClientToken" not in str(row.args) + str(row.files) and "--client" not in row.args
    return [
        (method, path, {key: value for key, value in body.items() if not (made_up and key == "ClientToken")})
        for method, path, body in arrived
    ]
