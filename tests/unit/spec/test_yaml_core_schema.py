import math

import pytest

from chatcheck.spec.core_schema import resolve


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-7", -7),
        ("0123", 123),
        ("0o17", 15),
        ("0x1F", 31),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
    ],
)
def test_a_plain_scalar_of_the_core_schema_has_its_value(source, value):
    assert resolve(source) == value
    assert type(resolve(source)) is type(value)


def test_not_a_number_is_a_number():
    assert math.isnan(resolve(".nan"))


@pytest.mark.parametrize(
    "source",
    [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "12:30",
        "2026-11-22",
        "1_000",
        "0b11",
        "0x",
        "+",
        "-",
        ".",
        "1e",
        "٣",
        "nUll",
    ],
)
def test_what_only_yaml_1_1_reads_as_something_else_stays_text(source):
    assert resolve(source) == source


def test_a_number_too_long_to_convert_stays_text():
    assert resolve("9" * 5000) == "9" * 5000
