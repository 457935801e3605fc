import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.errors import RenderError
from chatcheck.render.substitute import substitute
from chatcheck.spec.placeholder import find_names

texts = st.text(alphabet="ab {}", max_size=8)
documents = st.recursive(texts | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(texts, inner))


def test_every_text_is_filled_in_and_nothing_else():
    value = {"a": ["${x}!", 5, None, True], "${x}": {"b": "$${x}"}}

    assert substitute(value, {"x": "1"}) == {"a": ["1!", 5, None, True], "${x}": {"b": "${x}"}}


def test_the_document_given_is_not_changed():
    value = {"a": ["${x}"]}

    substitute(value, {"x": "1"})

    assert value == {"a": ["${x}"]}


def test_every_name_without_a_value_is_told():
    with pytest.raises(RenderError) as caught:
        substitute(["${ordr}", "${y}", "${ordr}"], {"order": "1"})

    assert [each.code for each in caught.value.diagnostics] == ["R220", "R220"]
    assert caught.value.diagnostics[0].fix == "did you mean `order`?"


def test_a_value_is_never_a_placeholder_itself():
    assert substitute("${a}", {"a": "${b}", "b": "no"}) == "${b}"


@given(documents)
def test_a_document_without_placeholders_stays_as_it_is(document):
    assert find_names(document) == []
    assert substitute(document, {}) == document
