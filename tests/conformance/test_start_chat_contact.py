"""The genuine AWS CLI, versions 1 and 2, and ours: the same command lines, the same requests and answers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.genuine import find_interpreter
from tests.conformance.recorder import record
from tests.conformance.table import load_rows

pytestmark = [pytest.mark.conformance, pytest.mark.timeout(900)]

BATCH = Path(__file__).parent / "batch.py"
ROOT = Path(__file__).parents[2]
ROWS = load_rows()
JUDGED = [(row, judge) for row in ROWS for judge in row.judges]


def run_rows(python, command, folder):
    """Run every row by one command; return what arrived and what was said, by the row's number."""
    with record(ROWS) as (url, arrived):
        cases = [make_case(row, number, command, url, folder) for number, row in enumerate(ROWS)]
        ran = subprocess.run(
            [python, str(BATCH), command],
            input=json.dumps(cases),
            capture_output=True,
            text=True,
            check=False,
            env={**make_environment(folder), "PYTHONPATH": str(ROOT) if command == "chatcheck" else ""},
            timeout=280,
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


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return run_rows(sys.executable, "chatcheck", tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def version_1(tmp_path_factory):
    return run_rows(find_interpreter(1), "aws", tmp_path_factory.mktemp("v1"))


@pytest.fixture(scope="module")
def version_2(tmp_path_factory):
    return run_rows(find_interpreter(2), "aws", tmp_path_factory.mktemp("v2"))


def name_row(value):
    return value.name if hasattr(value, "name") else f"v{value}"


def without_token(arrived, row):
    """Requests without the ClientToken that an SDK makes up."""
    made_up = "ClientToken" not in str(row.args) + str(row.files) and "--client" not in row.args
    return [
        (method, path, {key: value for key, value in body.items() if not (made_up and key == "ClientToken")})
        for method, path, body in arrived
    ]


def find_error_line(text):
    return next(line for line in text.splitlines() if line.startswith("An error occurred"))


@pytest.mark.parametrize("row", ROWS, ids=name_row)
def test_ours_does_what_the_table_says(row, ours):
    answer = ours[ROWS.index(row)]
    wanted = {0} if row.succeeds else {3} if row.fails or row.differs == "fails" else {2}

    assert answer["code"] in wanted, answer["err"]
    assert bool(answer["arrived"]) == row.arrives or wanted == {3}
    assert bool(answer["err"]) == (not row.succeeds)
    assert "Traceback" not in answer["err"]


@pytest.mark.parametrize(("row", "judge"), JUDGED, ids=name_row)
def test_the_genuine_command_agrees(row, judge, ours, request):
    number = ROWS.index(row)
    mine, theirs = ours[number], request.getfixturevalue(f"version_{judge}")[number]
    same_end = (mine["code"] == 0) == (theirs["code"] == 0)
    same_request = without_token(mine["arrived"], row) == without_token(theirs["arrived"], row)

    if row.differs:
        assert not (same_end and same_request), "the difference is gone: take it out of the table"
        return
    assert same_end, theirs
    assert same_request
    if row.prints == "answer":
        assert mine["out"] == theirs["out"]
    if row.says == "error":
        assert find_error_line(mine["err"]) == find_error_line(theirs["err"])


def test_the_table_is_large_and_has_as_many_bad_rows_as_it_needs():
    bad = [row for row in ROWS if not row.succeeds]

    assert len(ROWS) >= 60
    assert len(bad) >= len(ROWS) // 3
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert all(row.because for row in ROWS if row.differs)
