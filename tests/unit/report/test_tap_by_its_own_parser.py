"""node-tap's own parser reads our TAP, in strict mode: what it takes for a failure or a skip must be one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chatcheck.report import tap
from chatcheck.report.stream import collect_results
from tests.unit.report.test_line_reports import EVIL

ROOT = Path(__file__).parents[3]
NODE = Path(sys.executable).with_name("node")
READER = """
import {Parser} from "tap-parser";
let text = "";
for await (const piece of process.stdin) text += piece;
const points = [];
const parser = new Parser({strict: true}, (results) => console.log(JSON.stringify({
  count: results.count, skip: results.skip, failures: results.failures.map((each) => each.tapError),
  plan: results.plan.end, points})));
parser.on("assert", (point) => points.push([point.ok, point.name, point.skip || false, point.diag || null]));
parser.on("bailout", () => points.push("bailout"));
parser.end(text);
"""


def read(text):
    answer = subprocess.run(
        [NODE, "--input-type=module", "--eval", READER],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(answer.stdout)


@pytest.fixture
def draw():
    return lambda *results: "".join(tap.render(collect_results(results)))


def test_it_reads_what_was_written(draw, one_of_each):
    document = read(draw(*one_of_each))

    assert (document["count"], document["plan"], document["skip"]) == (4, 4, 1)
    assert [point[0] for point in document["points"]] == [True, False, False, True]
    assert document["points"][3][2] == "the bot is not there yet"
    assert document["points"][1][3]["at"]["line"] == 14
    assert all(each is None for each in document["failures"])


def test_no_text_forges_a_point(draw, words):
    results = [
        words.failed(words.finding(what=evil, expected=evil, actual=evil), chat=f"{number} {evil}")
        for number, evil in enumerate(EVIL)
    ]

    document = read(draw(*results))

    assert len(document["points"]) == document["plan"] == len(EVIL)
    assert [point[0] for point in document["points"]] == [False] * len(EVIL)
    assert [point[2] for point in document["points"]] == [False] * len(EVIL)
    assert all(each is None for each in document["failures"])
