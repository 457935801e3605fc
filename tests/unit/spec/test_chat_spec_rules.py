"""Rules beyond the data pairs in `tests/cases`: the other side of each boundary."""

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec.load import parse_spec
from chatcheck.spec.sizes import ATTRIBUTES_LIMIT_BYTES

HEAD = "chatcheck: 1\nflow: welcome\nstart:\n  ParticipantDetails: {DisplayName: Smoke}\n"


def find_codes(steps, start="", head=HEAD):
    text = f"{head}chats:\n  - name: a\n    start: {{{start}}}\n    steps: [{steps}]\n"
    try:
        parse_spec(text, "a.yaml")
    except SpecError as error:
        return [each.code for each in error.diagnostics]
    return []


@pytest.mark.parametrize(
    "matcher",
    [
        "matches: '^$'",
        "matches: '.+'",
        "matches: 'a|b'",
        "matches: '.*', from: bot",
        "contains: '', content_type: text/markdown",
        "from: somebody",
        "event: typing",
    ],
)
def test_an_expectation_that_some_message_fails_is_valid(matcher):
    assert find_codes(f"{{expect: {{{matcher}}}}}") == []


@pytest.mark.parametrize(
    "pattern", ["", ".*", "^", "$", "a?", "(?P<all>.*)", "x*|y", "(?s).*", "[^x]*", "(?i)A*"]
)
def test_a_pattern_found_in_every_message_is_a_finding(pattern):
    assert find_codes(f"{{expect: {{matches: '{pattern}'}}}}") == ["S121"]


def test_never_may_forbid_every_message():
    assert find_codes("{expect: hi}, {never: {matches: '.*', within: 1s}}") == []


def test_a_pattern_may_hold_a_captured_value():
    assert find_codes("{expect: {matches: '(?P<n>.+)!'}}, {expect: {matches: '^${n}+$'}}") == []


def test_a_capture_of_a_never_gives_no_value():
    assert find_codes("{never: {matches: '(?P<n>.+)!'}}, {expect: 'n is ${n}'}") == ["S125"]


def test_attributes_at_the_limit_are_valid():
    size = ATTRIBUTES_LIMIT_BYTES // 2 - 1

    assert find_codes("{expect: hi}", f"Attributes: {{a: {'x' * size}, b: {'y' * size}}}") == []
    assert find_codes("{expect: hi}", f"Attributes: {{a: {'x' * size}, b: {'y' * size}z}}") == ["S126"]


def test_a_message_at_the_limit_is_valid():
    assert find_codes(f"{{expect: hi}}, {{send: {'é' * 8192}}}") == []


def test_an_initial_message_over_the_limit_in_bytes_is_a_finding():
    message = f"InitialMessage: {{ContentType: text/plain, Content: {'é' * 8193}}}"

    assert find_codes("{expect: hi}", message) == ["S109"]


def test_a_finding_of_the_files_start_is_told_once_for_all_chats():
    head = f"{HEAD}  Attributes: {{a: {'x' * 20000}, b: {'x' * 20000}}}\n"
    chats = "".join(f"  - {{name: c{index}, steps: [{{expect: hi}}]}}\n" for index in range(3))

    with pytest.raises(SpecError) as caught:
        parse_spec(f"{head}chats:\n{chats}", "a.yaml")

    assert [each.code for each in caught.value.diagnostics] == ["S126"]


@pytest.mark.parametrize(
    "text",
    [
        "chats: [1, null, [], {steps: 5}]",
        "start: []\nchats: {}",
        "chats: [{steps: [1, {expect: 5, never: []}]}]",
    ],
)
def test_rules_stand_any_shape(text):
    with pytest.raises(SpecError):
        parse_spec(text, "a.yaml")


@pytest.mark.parametrize("within", ["1ms", "0.5s", "999999m"])
def test_a_duration_has_a_unit(within):
    assert find_codes(f"{{expect: {{equals: hi, within: {within}}}}}") == []


@pytest.mark.parametrize("within", ["1", "s", "-1s", "1h", "1 s", "0ms", "1000000s", "1e3s"])
def test_another_duration_is_a_finding(within):
    assert find_codes(f"{{expect: {{equals: hi, within: {within}}}}}") == ["S108"]
