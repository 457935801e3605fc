"""The genuine AWS CLI, versions 1 and 2, and ours: the same command lines, the same requests and answers."""

import sys

import pytest

from tests.conformance.genuine import find_interpreter
from tests.conformance.running import run_rows, without_token
from tests.conformance.table import load_rows

pytestmark = [pytest.mark.conformance, pytest.mark.timeout(900)]

ROWS = load_rows()
JUDGED = [(row, judge) for row in ROWS for judge in row.judges]


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return run_rows(ROWS, sys.executable, "chatcheck", tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def version_1(tmp_path_factory):
    return run_rows(ROWS, find_interpreter(1), "aws", tmp_path_factory.mktemp("v1"))


@pytest.fixture(scope="module")
def version_2(tmp_path_factory):
    return run_rows(ROWS, find_interpreter(2), "aws", tmp_path_factory.mktemp("v2"))


def name_row(value):
    return value.name if hasattr(value, "name") else f"v{value}"


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
