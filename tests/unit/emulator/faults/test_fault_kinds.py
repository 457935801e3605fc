"""Which faults can be set, and why others cannot."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.emulator.faults.kinds import KINDS, SELECTION, InvalidFault, Number, read_fault


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_set_by_its_name_alone(kind):
    fault = read_fault({"kind": kind})
    assert fault.options.keys() == {*SELECTION, *KINDS[kind].options}
    assert fault.options["after"] == 0
    assert read_fault(fault.to_json()) == fault


def test_numbers_may_be_texts_as_on_a_command_line():
    assert read_fault({"kind": "late", "delay_ms": "250", "count": "0"}).number("delay_ms") == 250


def test_a_skewed_clock_stays_skewed_and_throttling_comes_in_bursts():
    assert [read_fault({"kind": kind}).number("count") for kind in ("skewed", "throttled", "lost")] == [
        0,
        3,
        1,
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_about_faults_tells_what_each_does_and_takes(kind):
    page = Path(__file__).parents[4] / "docs" / "local-faults.md"
    [row] = [line for line in page.read_text().splitlines() if line.startswith(f"| `{kind}` |")]
    assert KINDS[kind].summary in row
    for option, default in KINDS[kind].options.items():
        told = default.default if isinstance(default, Number) else default
        assert f"`{option}` ({told})" in row if told != "" else f"`{option}`" in row


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "there is no fault `None`"),
        ({"kind": 3}, "there is no fault `3`"),
        ({"kind": "dubled"}, "did you mean"),
        ({"kind": "lost", "delay_ms": 1}, "`lost` has no option `delay_ms`"),
        ({"kind": "late", "delay_ms": 0}, "`delay_ms` must be a whole number from 1"),
        ({"kind": "late", "delay_ms": "soon"}, "not `soon`"),
        ({"kind": "late", "delay_ms": 1.5}, "not `1.5`"),
        ({"kind": "late", "count": True}, "not `True`"),
        ({"kind": "late", "count": None}, "not `None`"),
        ({"kind": "lost", "every": 0}, "`every` must be"),
        ({"kind": "lost", "chance": 101}, "`chance` must be"),
        ({"kind": "lost", "contains": 3}, "`contains` must be a text"),
        ({"kind": "failing", "status": 404}, "from 500 to 504"),
    ],
)
def test_a_fault_that_cannot_be_set_is_told(given, said):
    with pytest.raises(InvalidFault, match=r"."):
        read_fault(given)
    with pytest.raises(InvalidFault) as caught:
        read_fault(given)
    assert said in str(caught.value)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(InvalidFault) as caught:
        read_fault({"kind": "late", "delay": 1, "count": -1, "seed": "x"})
    assert len(caught.value.problems) == 3


NAMES = st.sampled_from(["kind", *SELECTION, "api", "of", "delay_ms", "status"]) | st.text(max_size=5)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.floats()
    | st.lists(st.none(), max_size=1)
)


@given(st.dictionaries(NAMES, VALUES, max_size=4), st.sampled_from([*KINDS, "song"]))
def test_whatever_is_asked_for_is_a_fault_or_refused(document, kind):
    try:
        fault = read_fault({**document, "kind": kind})
    except InvalidFault as error:
        assert error.problems
    else:
        assert set(document) - {"kind"} <= set(fault.options)
