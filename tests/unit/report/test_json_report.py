import json
from dataclasses import replace

import pytest

from chatcheck.report import json_report
from chatcheck.report.result import ChatResult
from chatcheck.report.stream import collect_results


def render(results):
    return "".join(json_report.render(collect_results(results)))


def test_the_report_has_a_version_and_a_summary(one_of_each):
    data = json.loads(render(one_of_each))

    assert (data["format"], data["result_format"], data["tool"]) == (1, 1, "chatcheck")
    assert data["summary"] == {
        "total": 4,
        "passed": 1,
        "failed": 1,
        "broken": 1,
        "skipped": 1,
        "flaky": 0,
        "duration_s": 6.3,
    }


def test_results_can_be_read_back(one_of_each):
    data = json.loads(render(one_of_each))

    assert [ChatResult.from_json(each) for each in data["results"]] == one_of_each


def test_the_report_does_not_depend_on_the_order_of_results(one_of_each):
    assert render(one_of_each) == render(reversed(one_of_each))


def test_an_empty_run_is_valid_json():
    assert json.loads(render([]))["results"] == []


@pytest.mark.parametrize("text", ["line\u2028break", "\ud800 alone", "\x00", '"\\', "日本"])
def test_any_text_can_be_written_as_utf_8(words, text):
    result = replace(words.passed(), chat=text)

    line = json_report.write_line(result).encode("utf-8")

    assert b"\n" not in line
    assert json.loads(line)["chat"] == text
