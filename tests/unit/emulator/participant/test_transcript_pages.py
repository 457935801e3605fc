"""GetTranscript cuts its pages as documented."""

import pytest

from chatcheck.emulator.members import Members
from chatcheck.emulator.participant.pages import cut_page, read_scan
from chatcheck.emulator.routes import ServiceError

ITEMS = [
    {
        "Id": f"i{n}",
        "AbsoluteTime": f"2026-11-22T18:00:{n:02}.000Z",
        "InitialContactId": "c",
        "ContactId": "c",
    }
    for n in range(1, 26)
]


def page(transcript=ITEMS, contact="c", **body):
    scan = read_scan(Members(body, "ValidationException", "ValidationException"), transcript, contact)
    return cut_page(transcript, scan, contact)


def ids(answer):
    return [int(item["Id"][1:]) for item in answer["Transcript"]]


def all_pages(**body):
    found, token = [], None
    while True:
        answer = page(**body, **({"NextToken": token} if token else {}))
        found.append(ids(answer))
        token = answer.get("NextToken")
        if token is None:
            return found


def test_by_default_it_is_the_last_ten_newest_first():
    answer = page()
    assert ids(answer) == list(range(25, 15, -1))
    assert answer["InitialContactId"] == "c"
    assert "InitialContactId" not in answer["Transcript"][0]
    assert answer["Transcript"][0]["ContactId"] == "c"


def test_the_sort_order_orders_the_page_and_does_not_choose_it():
    assert ids(page(SortOrder="ASCENDING", MaxResults=3)) == [23, 24, 25]


def test_what_chatjs_sends_is_the_last_items_in_order_of_time():
    body = {"MaxResults": 100, "ScanDirection": "BACKWARD", "SortOrder": "ASCENDING", "StartPosition": {}}
    answer = page(**body)
    assert ids(answer) == list(range(1, 26))
    assert "NextToken" not in answer


@pytest.mark.parametrize("direction", ["BACKWARD", "FORWARD"])
@pytest.mark.parametrize("size", [1, 7, 25])
def test_the_pages_together_are_the_whole_transcript(direction, size):
    start = {"StartPosition": {"Id": "i1"}} if direction == "FORWARD" else {}
    found = all_pages(ScanDirection=direction, SortOrder="ASCENDING", MaxResults=size, **start)
    assert sorted(n for each in found for n in each) == list(range(1, 26))
    assert all(0 < len(each) <= size for each in found)


def test_forward_from_now_finds_nothing():
    answer = page(ScanDirection="FORWARD")
    assert answer["Transcript"] == []
    assert "NextToken" not in answer


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ({"Id": "i23"}, [23, 24, 25]),
        ({"AbsoluteTime": "2026-11-22T18:00:23.000Z"}, [23, 24, 25]),
        ({"AbsoluteTime": "2026-11-22T18:00:22.500Z"}, [23, 24, 25]),
        ({"AbsoluteTime": "2026-11-22T19:00:24.000+01:00"}, [24, 25]),
        ({"MostRecent": 2}, [24, 25]),
        ({"MostRecent": 100}, list(range(1, 26))),
    ],
)
def test_a_start_position_goes_forward(start, expected):
    assert ids(page(StartPosition=start, SortOrder="ASCENDING", MaxResults=100)) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ({"Id": "i3"}, [3, 2, 1]),
        ({"AbsoluteTime": "2026-11-22T18:00:03.500Z"}, [3, 2, 1]),
        ({"AbsoluteTime": "2026-11-22T17:00:00.000Z"}, []),
        ({"MostRecent": 23}, [3, 2, 1]),
    ],
)
def test_a_start_position_goes_backward_when_asked(start, expected):
    assert ids(page(StartPosition=start, ScanDirection="BACKWARD")) == expected


def test_no_results_may_be_asked_for():
    answer = page(MaxResults=0)
    assert answer["Transcript"] == []


def test_an_empty_transcript_has_one_empty_page():
    assert page([]) == {"InitialContactId": "c", "Transcript": []}


def test_items_that_come_meanwhile_do_not_shift_the_next_page():
    first = page(MaxResults=5)
    longer = [*ITEMS, {**ITEMS[0], "Id": "i26"}]
    assert ids(page(longer, MaxResults=5, NextToken=first["NextToken"])) == [20, 19, 18, 17, 16]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"MaxResults": 101}, "MaxResults"),
        ({"MaxResults": -1}, "MaxResults"),
        ({"MaxResults": "10"}, "MaxResults"),
        ({"ScanDirection": "SIDEWARD"}, "ScanDirection"),
        ({"SortOrder": "RANDOM"}, "SortOrder"),
        ({"ContactId": "other"}, "ContactId"),
        ({"StartPosition": {"Id": "i1", "MostRecent": 3}}, "one of them"),
        ({"StartPosition": {"Id": "i99"}}, "StartPosition.Id"),
        ({"StartPosition": {"AbsoluteTime": "yesterday"}}, "AbsoluteTime"),
        ({"StartPosition": {"Latest": 1}}, "Latest"),
        ({"StartPosition": "i1"}, "StartPosition"),
        ({"NextToken": "nonsense"}, "NextToken"),
        ({"NextToken": "ä"}, "NextToken"),
        ({"NextToken": "bnVsbA=="}, "NextToken"),
        ({"NextToken": "WyJjIiwiRk9SV0FSRCIsLTFd"}, "NextToken"),
    ],
)
def test_a_wrong_member_is_refused_by_name(body, named):
    with pytest.raises(ServiceError, match=named) as caught:
        page(**body)
    assert (caught.value.code, caught.value.status) == ("ValidationException", 400)


def test_a_token_of_another_chat_or_direction_is_refused():
    token = page(MaxResults=5)["NextToken"]
    with pytest.raises(ServiceError, match="this chat"):
        page(contact="d", NextToken=token)
    with pytest.raises(ServiceError, match="BACKWARD"):
        page(NextToken=token, ScanDirection="FORWARD")
