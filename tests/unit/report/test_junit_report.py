from dataclasses import replace
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, xunit2

from chatcheck.report import junit
from chatcheck.report.stream import collect_results


def render(results):
    return "".join(junit.render(collect_results(results)))


@pytest.fixture
def parse():
    return lambda results: ElementTree.fromstring(render(results))


def test_failures_errors_and_skips_are_kept_apart(one_of_each):
    xml = JUnitXml.fromstring(render(one_of_each).encode())

    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == (4, 1, 1, 1)
    cases = {case.name: [type(each) for each in case.result] for suite in xml for case in suite}
    assert cases == {"a": [], "b": [Failure], "c": [Error], "d": [Skipped]}


def test_a_failure_has_its_place_and_its_kind(words, parse):
    failure = parse([words.failed()]).find(".//failure")

    place = "specs/chats/orders.chat.yaml:14:9: the message is not the expected text"
    assert failure.attrib == {"message": place, "type": "value"}
    assert "expected (equals)  Order A-1 is here." in failure.text


def test_the_transcript_is_the_cases_output(words, parse):
    output = parse([words.passed()]).findtext(".//system-out")

    assert "1.1 s  customer    where is A-1?" in output


def test_properties_name_the_flow_and_the_contact(words, parse):
    properties = {each.get("name"): each.get("value") for each in parse([words.passed()]).iter("property")}

    assert (properties["flow"], properties["contactId"]) == ("welcome", "c-1")


def test_a_chat_that_was_not_held_has_no_output(words, parse):
    case = parse([words.skipped()]).find(".//testcase")

    assert [each.tag for each in case] == ["skipped"]


def test_what_xml_cannot_hold_is_escaped(words, parse):
    evil = words.transcript(words.said(1.0, "]]>\x00\x1b<&\"'\ud800\r\n", "BOT"))

    text = parse([words.failed(transcript=evil, chat='<a "b"\n\x01>')])

    assert text.find(".//testcase").get("name") == '<a "b"\n\\x01>'
    assert "]]>\\x00\\x1b<&\"'\\xd800" in text.findtext(".//system-out")


def test_the_report_does_not_depend_on_the_order_of_results(one_of_each):
    assert render(one_of_each) == render(reversed(one_of_each))


def test_suites_are_spec_files_with_their_earliest_start(words, parse):
    later = replace(words.passed("z"), transcript=words.transcript(started="2027"), spec="b.chat.yaml")

    suites = parse([later, words.passed()]).findall("testsuite")

    assert [each.get("name") for each in suites] == ["b.chat.yaml", "specs/chats/orders.chat.yaml"]
    assert suites[1].get("timestamp") == "2026-11-22T18:00:00.000+00:00"


def test_no_results_are_a_valid_report(parse):
    assert parse([]).attrib == {
        "name": "chatcheck",
        "tests": "0",
        "failures": "0",
        "errors": "0",
        "skipped": "0",
        "flakes": "0",
        "time": "0.000",
    }


def test_attempts_before_a_pass_are_what_surefire_calls_flaky(words):
    (case,) = read_cases([replace(words.passed(), earlier=(words.failed().attempt, words.broken().attempt))])

    assert case.is_passed
    assert [type(each) for each in case.flaky_failures()] == [xunit2.FlakyFailure]
    (error,) = case.flaky_errors()
    assert (error.type, "the server closed it" in error.stack_trace) == ("transport", True)


def test_attempts_before_a_failure_are_reruns(words):
    (case,) = read_cases([replace(words.failed(), earlier=(words.broken().attempt, words.failed().attempt))])

    assert [type(each) for each in case.result] == [Failure]
    assert [len(each) for each in (case.rerun_failures(), case.rerun_errors())] == [1, 1]
    assert not case.flaky_failures()


def test_a_flaky_chat_is_counted_as_one(words, parse):
    xml = parse([replace(words.passed(), earlier=(words.failed().attempt,))])

    assert (xml.get("flakes"), xml.get("failures"), xml.find("testsuite").get("flakes")) == ("1", "0", "1")


def test_an_attempt_that_passed_is_no_rerun(words):
    (case,) = read_cases([replace(words.failed(), earlier=(words.passed().attempt,))])

    assert not case.rerun_failures() and not case.rerun_errors()


def read_cases(results):
    return [case for suite in xunit2.JUnitXml.fromstring(render(results).encode()) for case in suite]


def test_an_earlier_attempt_has_its_own_conversation(words, parse):
    xml = parse([replace(words.passed(), earlier=(words.failed().attempt, words.broken().attempt))])

    assert "Order A-1 is late." in xml.find(".//flakyFailure/system-out").text
    assert xml.find(".//flakyError/system-out") is None
