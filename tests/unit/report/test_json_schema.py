"""The schema that is shipped is the report's: all that is written fits, and the schema knows all of it."""

import copy
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from chatcheck.judge.finding import Finding, FindingKind, StepOutcome, StepState
from chatcheck.judge.verdict import STATUSES
from chatcheck.report import json_report
from chatcheck.report.result import STANDINGS
from chatcheck.report.stream import collect_results
from chatcheck.transcript import Event, Kind, Outcome

SCHEMA = json.loads(Path(json_report.__file__).with_name("report.schema.json").read_text("utf-8"))
DEFS = SCHEMA["$defs"]


@pytest.fixture
def report(one_of_each, words):
    path = (("welcome", ("Greet", "Say goodbye")), ("handoff", ()))
    flaky = replace(words.passed("e", tags=("smoke",)), earlier=(words.failed().attempt,), line=7, path=path)
    return json.loads("".join(json_report.render(collect_results([*one_of_each, flaky]))))


def find_problems(report):
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(report)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_a_report_fits_its_schema(report):
    assert find_problems(report) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("summary", "flaky"), -1),
        (("results", 0, "verdict", "status"), "fine"),
        (("results", 0, "transcript", "events", 0, "kind"), "murmur"),
        (("results", 1, "verdict", "findings", 0, "position"), "here"),
        (("results", 0, "token"), "secret"),
        (("results", 4, "path", 0, "blocks"), "Greet"),
    ],
)
def test_another_report_does_not_fit(report, path, value):
    changed = copy.deepcopy(report)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    assert find_problems(changed) != []


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        (DEFS["finding"]["properties"]["kind"]["enum"], get_args(FindingKind)),
        (DEFS["step"]["properties"]["state"]["enum"], get_args(StepState)),
        (DEFS["verdict"]["properties"]["status"]["enum"], STATUSES),
        (DEFS["event"]["properties"]["kind"]["enum"], get_args(Kind)),
        (DEFS["transcript"]["properties"]["outcome"]["enum"], get_args(Outcome)),
        (DEFS["finding"]["properties"], [each.name for each in fields(Finding)]),
        (DEFS["step"]["properties"], [each.name for each in fields(StepOutcome)]),
        (DEFS["event"]["properties"], [each.name for each in fields(Event)]),
        (SCHEMA["properties"]["summary"]["properties"], ["total", "duration_s", *STANDINGS]),
    ],
    ids=[
        "finding kinds",
        "states",
        "statuses",
        "event kinds",
        "outcomes",
        "finding",
        "step",
        "event",
        "summary",
    ],
)
def test_the_schema_knows_all_that_can_be_written(listed, known):
    assert sorted(listed) == sorted(known)


def test_every_member_is_described():
    assert list(find_undescribed(SCHEMA, "")) == []


def find_undescribed(part, path):
    for name, member in part.get("properties", {}).items():
        if "description" not in member and "$ref" not in member:
            yield f"{path}/{name}"
        yield from find_undescribed(member, f"{path}/{name}")
    for name, member in part.get("$defs", {}).items():
        yield from find_undescribed(member, name)
