"""The tree that `errors.py` draws is the tree that exists."""

import re

from chatcheck import errors


def draw(cls, depth=0):
    lines = [(depth, cls.__name__)]
    for child in cls.__subclasses__():
        if child.__module__ == errors.__name__:
            lines += draw(child, depth + 1)
    return lines


def test_the_drawn_tree_is_the_real_one():
    drawn = [
        (len(found[1]) // 4, found[2])
        for line in errors.__doc__.splitlines()
        if (found := re.match(r"((?:[│ ]   )*(?:[├└]── )?)(\w+)(?:\s{2,}|$)", line)) and found[2][0].isupper()
    ]

    assert drawn == draw(errors.ChatcheckError)


def test_every_error_of_the_tree_has_a_documented_exit_code():
    assert {cls.exit_code for cls in (errors.SpecError, errors.UsageError)} == {2}
    assert {cls.exit_code for cls in (errors.TransportError, errors.Refused)} == {3}
