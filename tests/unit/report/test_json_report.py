import json
from dataclasses import replace

import pytest

from chatcheck.report import json_report
from chatcheck.report.result import ChatResult


def test_the_report_has_a_version_and_a_summary(one_of_each):
    data = json.loads(json_report.render(one_of_each))

    assert (data["format"], data["result_format"], data["tool"]) == (1, 1, "chatcheck")
    assert data["summary"] == {
        "total": 4,
        "passed": 1,
        "failed": 1,
        "broken": 1,
        "skipped": 1,
        "duration_s": 6.3,
    }


def test_results_can_be_read_back(one_of_each):
    data = json.loads(json_report.render(one_of_each))

    assert [ChatResult.from_json(each) for each in data["results"]] == one_of_each


def test_the_report_does_not_depend_on_the_order_of_results(one_of_each):
    assert json_report.render(one_of_each) == json_report.render(reversed(one_of_each))


def test_an_empty_run_is_valid_json():
    assert json.loads(json_report.render([]))["results"] == []


@pytest.mark.parametrize("text", ["line\u2028break", "\ud800 alone", "\x00", '"\\', "日本"])
def test_any_text_can_be_written_as_utf_8(words, text):
    result = replace(words.passed(), chat=text)

    line = json_report.write_line(result).encode("utf-8")

    assert b"\n" not in line
    assert json.loads(line)["chat"] == text
