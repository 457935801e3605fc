"""What a load run measured, and what its limits make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.judge.finding import StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.load.limits import LoadLimits, Measured, check_limits, decide_code, describe
from chatcheck.report.result import ChatResult


def make_result(status, *steps_s):
    steps = tuple(
        StepOutcome(index, "expect", index + 1, "held", took_s=took_s) for index, took_s in enumerate(steps_s)
    )
    return ChatResult("a.chat.yaml", "a chat", Verdict(status, steps=steps))


def measure(*results):
    measured = Measured()
    for each in results:
        measured.add(each)
    return measured


def list_codes(measured, limits):
    return [each.code for each in check_limits(measured, limits)]


def test_the_95th_percentile_is_the_nearest_rank():
    measured = measure(*(make_result("passed", number / 100) for number in range(1, 101)))

    assert measured.step_p95_s == 0.95


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_at_least_95_of_100_steps_are_within_the_percentile(steps_s):
    measured = measure(make_result("passed", *steps_s))

    within = sum(each <= measured.step_p95_s for each in steps_s)
    assert within >= 0.95 * len(steps_s)
    assert measured.step_p95_s in steps_s


def test_steps_that_no_event_decided_are_not_measured():
    assert measure(make_result("passed", None, 0.5, None)).step_p95_s == 0.5


@pytest.mark.parametrize(("limit_s", "codes"), [(0.5, []), (0.4999, ["V411"]), (None, [])])
def test_a_latency_is_good_up_to_its_limit(limit_s, codes):
    assert list_codes(measure(make_result("passed", 0.5)), LoadLimits(step_p95_s=limit_s)) == codes


@pytest.mark.parametrize(("limit", "codes"), [(0.5, []), (0.49, ["V410"]), (0.0, ["V410"]), (1.0, [])])
def test_failures_are_good_up_to_their_share(limit, codes):
    measured = measure(make_result("passed", 1), make_result("failed", 1))

    assert list_codes(measured, LoadLimits(failure_rate=limit)) == codes


def test_a_broken_chat_counts_as_a_failure():
    measured = measure(make_result("passed", 1), make_result("broken"))

    assert measured.failure_rate == 0.5
    assert decide_code(measured, check_limits(measured, LoadLimits())) == 1


def test_a_skipped_chat_counts_for_nothing():
    measured = measure(make_result("passed", 1), make_result("skipped"))

    assert (measured.judged, measured.failure_rate) == (1, 0.0)


def test_a_limit_that_nothing_was_measured_for_is_not_kept():
    assert list_codes(measure(make_result("passed")), LoadLimits(step_p95_s=1.0)) == ["V412"]


@pytest.mark.parametrize("results", [[], [make_result("skipped")]], ids=["none", "all skipped"])
def test_a_run_without_a_verdict_is_broken(results):
    measured = measure(*results)

    exceeded = check_limits(measured, LoadLimits(failure_rate=1.0))
    assert [each.code for each in exceeded] == ["V413"]
    assert decide_code(measured, exceeded) == 3


def test_a_run_in_which_every_chat_broke_is_broken():
    measured = measure(make_result("broken"), make_result("broken"))

    assert decide_code(measured, check_limits(measured, LoadLimits(failure_rate=1.0))) == 3


def test_a_run_within_its_limits_passes():
    measured = measure(make_result("passed", 0.1))

    exceeded = check_limits(measured, LoadLimits(step_p95_s=1.0))
    assert (exceeded, decide_code(measured, exceeded)) == ([], 0)
    assert describe(measured) == "95 % of 1 steps within 0.100 s; 0.00% of the chats failed or broke"
