"""Hostile command lines, run by the genuine AWS CLI and by ours: what differs is a listed difference.

CHATCHECK_CONFORMANCE says how many; `make conformance` runs 300. Ours checks no more than the AWS CLI here
(`--no-strict`), and all know the same model.
"""

import json
import os
import re
import sys

import pytest
import yaml

from tests.conformance.genuine import find_interpreter
from tests.conformance.hostile_commands import make_row
from tests.conformance.running import run_rows, share_model, without_token
from tests.conformance.table import FOLDER, load_rows

COUNT = int(os.environ.get("CHATCHECK_CONFORMANCE") or 100)
FIRST = int(os.environ.get("CHATCHECK_CONFORMANCE_FIRST") or 0)
pytestmark = [pytest.mark.conformance, pytest.mark.timeout(60 + COUNT * 4)]


def says(code):
    return lambda row, mine: f"error[{code}]" in mine["err"]


def has(*parts):
    return lambda row, _: all(part in row.args for part in parts)


def has_more_yaml(row):
    """Tell whether there is a key that is no text, or a value that the core schema does not know."""
    return any(MORE_YAML.search(text) for text in (row.args, row.files["f.txt"]))


MORE_YAML = re.compile(r"(?m)(^|[ {,?'])(5|~|true|null|<<|=) ?:( |$)|: +(1_000|2026-01-01|=|<<|![^ ]+)")
LISTED = {
    "A table of rows that do not match": says("U572"),
    "A query that cannot be evaluated": says("U571"),
    "Help and version": lambda row, _: {"-h", "--version"} & set(row.words),
    "YAML beyond the core schema of YAML 1.2": lambda row, _: (
        "--cli-input-yaml" in row.args and has_more_yaml(row)
    ),
    "an empty place between commas": lambda row, mine: (
        ",," in "".join(row.args.split()) and "[U550]" in mine["err"]
    ),
    "a comma written as text before an equals sign": lambda row, mine: (
        "\\," in row.args and "[U550]" in mine["err"]
    ),
    "a file of lines for a list": lambda row, mine: "file://" in row.args and "[U551]" in mine["err"],
    "a backslash at the end of quotes, and more quotes after it, for version 2.9": has('\\\\"'),
    "a sample input after an equals sign": has("--generate-cli-skeleton=input"),
    "the input after an equals sign": has("--cli-input-json="),
}
"""By what the documentation calls a difference: whether a row shows it."""


@pytest.fixture(scope="module")
def rows():
    return [make_row(number) for number in range(FIRST, FIRST + COUNT)]


@pytest.fixture(scope="module")
def ours(rows, tmp_path_factory):
    return run_rows(rows, sys.executable, "chatcheck", tmp_path_factory.mktemp("ours"))


@pytest.mark.parametrize("version", [1, 2])
def test_what_differs_is_listed(version, rows, ours, tmp_path_factory):
    home = tmp_path_factory.mktemp(f"v{version}")
    share_model(home)
    theirs = run_rows(rows, find_interpreter(version), "aws", home)

    judged = [each for each in zip(rows, ours, theirs, strict=True) if version in each[0].judges]
    found = [
        f"{row.name} ({', '.join(differing)}): {row.args}\n  {show(mine)}\n  {show(their)}"
        for row, mine, their in judged
        if (differing := compare(row, mine, their)) and not any(shows(row, mine) for shows in LISTED.values())
    ]
    assert found == [], "\n".join(found)
    assert sum(their["code"] == 0 for _, _, their in judged) > len(judged) / 5


def test_what_ends_badly_says_where_or_what(ours):
    assert [each for each in ours if "Traceback" in each["err"]] == []
    assert {each["code"] for each in ours} <= {0, 2, 3}
    assert all(each["err"] for each in ours if each["code"])


def test_what_is_listed_stands_in_the_documentation():
    general = {each["what"] for each in yaml.safe_load((FOLDER / "differences.yaml").read_text("utf-8"))}

    assert set(LISTED) <= general | {row.name for row in load_rows() if row.differs}


def compare(row, mine, theirs):
    """Return in what the two differ."""
    ended = (mine["code"] == 0, theirs["code"] == 0)
    sent = [without_token(each["arrived"], row) for each in (mine, theirs)]
    return [
        name
        for name, differs in {
            "end": ended[0] != ended[1],
            "request": sent[0] != sent[1],
            "answer": ended == (True, True) and mine["out"] != theirs["out"],
        }.items()
        if differs
    ]


def show(answer):
    bodies = [body for _, _, body in answer["arrived"]]
    return f"{answer['code']} {answer['out'][:100]!r} {answer['err'][-300:]!r} {json.dumps(bodies)[:300]}"
