import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.spec.placeholder import explain_form, fill, find_names, has_unclosed


def test_names_are_found_in_order_and_once():
    assert find_names({"a": ["${x} ${y}", "${x}"], "${key}": {"b": "${env:Z}", "c": 5}}) == [
        "x",
        "y",
        "env:Z",
    ]


def test_a_doubled_dollar_is_a_literal():
    assert find_names("$${x} $${y} ${z}") == ["z"]
    assert fill("$${x} ${z}", {"z": "1"}.__getitem__) == "${x} 1"


def test_what_is_filled_in_is_not_looked_at_again():
    assert fill("${x}", {"x": "${y}"}.__getitem__) == "${y}"


@pytest.mark.parametrize("text", ["$", "$x", "{x}", "a$b{c}", "$ {x}"])
def test_other_dollars_are_text(text):
    assert fill(text, {}.__getitem__) == text
    assert find_names(text) == []


@pytest.mark.parametrize(
    ("text", "unclosed"), [("${x", True), ("${x}", False), ("$${x", False), ("a ${ b", True)]
)
def test_an_unclosed_placeholder_is_noticed(text, unclosed):
    assert has_unclosed(text) is unclosed


@pytest.mark.parametrize("name", ["order", "_x1", "env:HOME", "output:my-stack.FlowId", "ssm:/a/b-c.d"])
def test_a_name_of_a_known_form_is_fine(name):
    assert explain_form(name) == ""


@pytest.mark.parametrize(
    "name", ["", "a b", "1a", "env:", "env:A-B", "output:Key", "ssm:a", "file:/etc", "é"]
)
def test_a_name_of_no_known_form_is_explained(name):
    assert explain_form(name)


@given(st.text(alphabet="${}ab:", max_size=20))
def test_filling_in_each_name_by_itself_changes_only_literals(text):
    assert fill(text, lambda name: f"${{{name}}}") == text.replace("$${", "${")
