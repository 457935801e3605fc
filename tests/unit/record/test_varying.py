"""What is taken for something that varies, what its pattern lets pass, and what it is called."""

import re
import time

import pytest

from chatcheck.record.varying import find_varying

SAME_KIND = [
    ("Order A1001 is shipped", "A1001", "order", "B2002"),
    ("Your ticket number is ORD-123456.", "ORD-123456", "ticket", "ORD-654321"),
    ("Invoice INV-2024-0001 is open", "INV-2024-0001", "invoice", "INV-2025-0002"),
    ("Parcel 1Z999AA10123456784", "1Z999AA10123456784", "parcel", "1Z888BB20123456784"),
    (
        "Case 123e4567-e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-426614174000",
        "case",
        "00000000-0000-0000-0000-00000000000f",
    ),
    ("session deadbeef01 begins", "deadbeef01", "session", "0123456789"),
    ("It comes on 2026-11-25, before noon", "2026-11-25", "date", "2027-01-01"),
    ("It comes on 24/12/2026", "24/12/2026", "date", "1/1/2027"),
    ("Am 3. Januar 2027", "3. Januar 2027", "date", "13. März 2027"),
    ("by March 3rd, 2026", "March 3rd, 2026", "date", "April 21st, 2027"),
    ("at 2026-11-25T10:00:00.123Z", "2026-11-25T10:00:00.123Z", "timestamp", "2027-01-01T23:59:59.9Z"),
    ("We open at 9:30 am.", "9:30 am", "time", "11:45 pm"),
    ("We open at 9am.", "9am", "time", "10pm"),
    ("The total is €12.50", "€12.50", "total", "€1,234.00"),
    ("Das kostet 12,50 €.", "12,50 €", "amount", "7 €"),
    ("It costs USD 12", "USD 12", "amount", "USD 99.95"),
    ("It costs $12.50.", "$12.50", "amount", "$3"),
    ("Call +44 20 7946 0000", "+44 20 7946 0000", "phone", "+1 (555) 010-9999"),
    ("Customer 1234567 found", "1234567", "customer", "99999999"),
    ("ticket #4711", "4711", "ticket", "12"),
]


@pytest.mark.parametrize(("text", "said", "name", "other"), SAME_KIND)
def test_a_thing_that_varies_is_found_named_and_loosened(text, said, name, other):
    (found,) = find_varying(text)

    assert text[found.start : found.end] == said
    assert found.name == name
    assert re.fullmatch(found.pattern, said)
    assert re.fullmatch(found.pattern, other)


@pytest.mark.parametrize(("text", "said", "name", "other"), SAME_KIND)
def test_a_pattern_does_not_let_everything_pass(text, said, name, other):
    (found,) = find_varying(text)

    assert not [
        each for each in ("", "nothing", "undefined", "None", " ") if re.fullmatch(found.pattern, each)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Welcome to Acme.",
        "Open from 9 to 18 o'clock, Monday to Saturday",
        "open 24/7 since 2026",
        "Write to help@acme.example",
        "Version 1.2",
        "You have 3 orders",
        "HTTP and UTF-8",
        "",
    ],
)
def test_what_is_no_id_time_or_amount_is_left_alone(text):
    assert list(find_varying(text)) == []


def test_several_things_of_one_text_are_found_in_order():
    text = "Order A1001 costs €12.50 and comes on 2026-11-25 at 9:30"

    assert [each.name for each in find_varying(text)] == ["order", "amount", "date", "time"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Your order number is A1001", "order"),
        ("I looked. A1001 is there", "id"),
        ("A1001", "id"),
        ("Bestellübersicht A1001", "id"),
    ],
)
def test_the_noun_before_an_id_names_it(text, name):
    assert next(iter(find_varying(text))).name == name


@pytest.mark.parametrize("piece", ["1", "A", "1.", "A1", "-1", "a1", "+1 ", "1 €", "€", "12:", "A-1"])
def test_long_texts_take_no_long_time(piece):
    began_s = time.process_time()

    list(find_varying(piece * (16_384 // len(piece))))

    assert time.process_time() - began_s < 2
