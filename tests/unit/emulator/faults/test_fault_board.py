"""Which occasions a fault strikes: always the same ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.emulator.faults.board import Board
from chatcheck.emulator.faults.kinds import read_fault


def strikes(occasions=10, key="c", board=None, **options):
    """Return the numbers of the occasions, from 1, that a fault strikes."""
    board = Board() if board is None else board
    board.put(read_fault({"kind": "lost", **options}))
    return [number for number in range(1, occasions + 1) if board.strike("item", key)]


@pytest.mark.parametrize(
    ("options", "struck"),
    [
        ({}, [1]),
        ({"count": 3}, [1, 2, 3]),
        ({"after": 2}, [3]),
        ({"after": 2, "count": 2}, [3, 4]),
        ({"every": 3, "count": 0}, [1, 4, 7, 10]),
        ({"after": 1, "every": 2, "count": 2}, [2, 4]),
        ({"count": 0}, list(range(1, 11))),
        ({"after": 10}, []),
    ],
)
def test_the_occasions_struck_are_those_asked_for(options, struck):
    assert strikes(**options) == struck


def test_chance_strikes_the_same_occasions_for_the_same_seed():
    first, second = (strikes(200, chance=30, count=0, seed=7) for _ in range(2))
    assert first == second
    assert 30 <= len(first) <= 90
    assert strikes(200, chance=30, count=0, seed=8) != first


@given(st.integers(0, 20), st.integers(1, 5), st.integers(1, 10), st.integers(1, 100), st.integers(0, 99))
def test_never_more_than_count_are_struck_and_none_too_early(after, every, count, chance, seed):
    struck = strikes(60, after=after, every=every, count=count, chance=chance, seed=seed)
    assert len(struck) <= count
    assert all(number > after and (number - after - 1) % every == 0 for number in struck)


def test_each_chat_is_counted_by_itself():
    board = Board()
    board.put(read_fault({"kind": "lost", "after": 1}))
    assert [bool(board.strike("item", key)) for key in "aabb"] == [False, True, False, True]
    assert board.describe()[0]["hits"] == 2


def test_a_fault_set_again_begins_to_count_anew():
    board = Board()
    assert strikes(3, board=board) == [1]
    assert strikes(3, board=board) == [1]
    assert len(board.describe()) == 1


def test_the_same_kind_can_be_set_for_several_operations():
    board = Board()
    for api in ("SendMessage", "GetTranscript"):
        board.put(read_fault({"kind": "throttled", "api": api}))
    assert [each["api"] for each in board.describe()] == ["SendMessage", "GetTranscript"]


def test_only_faults_of_the_target_are_counted():
    board = Board()
    board.put(read_fault({"kind": "throttled"}))
    assert board.strike("item", "c") == []
    assert board.describe()[0]["hits"] == 0


def test_an_empty_board_is_false_and_strikes_nothing():
    board = Board()
    assert not board
    board.put(read_fault({"kind": "lost"}))
    assert board
    board.clear()
    assert not board
    assert board.strike("item", "c") == []
