import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.errors import SpecError
from chatcheck.source import Position
from chatcheck.spec.yaml_source import parse


def find_codes(text):
    with pytest.raises(SpecError) as caught:
        parse(text, "a.yaml")
    return [each.code for each in caught.value.diagnostics]


def test_a_value_knows_where_it_begins():
    document = parse("a:\n  - b: 1\n    c: two\n", "a.yaml")

    assert document.position(("a", 0, "c")) == Position("a.yaml", 3, 8)


def test_a_key_knows_where_it_begins():
    document = parse("a:\n  - b: 1\n    c: two\n", "a.yaml")

    assert document.position(("a", 0, "c"), of_key=True) == Position("a.yaml", 3, 5)


@pytest.mark.parametrize("path", [("a", "zzz"), ("a", 7), ("a", "zzz", "b")])
def test_a_path_that_leads_nowhere_gives_the_nearest_place(path):
    document = parse("x: 1\na: [1]\n", "a.yaml")

    assert document.position(path) == Position("a.yaml", 2, 4)
    assert document.position(path, of_key=True) == Position("a.yaml", 2, 4)


def test_columns_count_characters_not_bytes():
    document = parse("é: {ü: x}\n", "a.yaml")

    assert document.position(("é", "ü")) == Position("a.yaml", 1, 8)


def test_a_snippet_shows_the_line_and_a_caret():
    document = parse("first: 1\nsecond: [2]\n", "a.yaml")

    assert document.place(("second", 0))[1] == "    2 | second: [2]\n      |          ^"


def test_lines_are_counted_as_libyaml_counts_them():
    document = parse("a: 1\u2028b: 2\r\nc: 3\rd: 4\n", "a.yaml")

    position, snippet = document.place(("d",))

    assert (position.line, snippet.splitlines()[0]) == (4, "    4 | d: 4")


def test_an_offset_into_a_quoted_text_counts_doubled_quotes():
    document = parse("a: 'it''s (x'\n", "a.yaml")

    assert document.place_in(("a",), 5)[0] == Position("a.yaml", 1, 11)


def test_an_offset_into_a_folded_text_gives_the_text():
    document = parse("a: >\n  one\n  two\n", "a.yaml")

    assert document.place_in(("a",), 5)[0] == document.position(("a",))


@pytest.mark.parametrize("text", ["", "\n", "# only this\n", "---\n", "\ufeff"])
def test_a_text_without_a_value_is_null(text):
    assert parse(text, "a.yaml").value is None


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert parse("\ufeffa: 1\n", "a.yaml").value == {"a": 1}


def test_keys_are_always_text():
    assert parse("1: a\ntrue: b\n~: c\n", "a.yaml").value == {"1": "a", "true": "b", "~": "c"}


def test_quoted_scalars_are_text():
    assert parse("['1', \"true\", !!str 2]", "a.yaml").value == ["1", "true", "2"]


def test_a_duplicate_key_is_a_finding_at_the_second():
    (finding,) = parse("a: 1\nb: 2\na: 3\n", "a.yaml").findings

    assert (finding.code, str(finding.position)) == ("S103", "a.yaml:3:1")
    assert "line 1" in finding.why


def test_a_duplicate_key_below_an_alias_is_found_once():
    document = parse("a: &x {k: 1, k: 2}\nb: *x\n", "a.yaml")

    assert len(document.findings) == 1


@pytest.mark.parametrize("text", ["a: !!int '3'", "!mine {a: 1}", "a: !!binary aGk="])
def test_a_tag_of_its_own_is_a_finding(text):
    assert [each.code for each in parse(text, "a.yaml").findings] == ["S112"]


@pytest.mark.parametrize(
    "text", ["- " * 50_000 + "a", "[" * 50_000, "{a: " * 50_000, "? " * 30_000, "&a [*a]", "&a {k: *a}"]
)
def test_nesting_without_measure_is_refused(text):
    assert find_codes(text) == ["S111"]


def test_many_brackets_that_do_not_nest_are_read():
    assert parse("[" + "[], " * 3000 + "]", "a.yaml").value == [[]] * 3000


def test_an_alias_used_often_is_read():
    text = "a: &x {k: 1}\nb: [" + "*x, " * 1000 + "]"

    assert len(parse(text, "a.yaml").value["b"]) == 1000


@pytest.mark.parametrize("text", ["a: \0", "\x1b", "a: \ud800", "x: \ufffe"])
def test_a_character_that_may_not_stand_in_yaml_is_named(text):
    assert find_codes(text) == ["S102"]


@pytest.mark.parametrize("text", ["%YAML 1.3\n---\na", "a: [", "a: b: c", "*x", "\t- a", "'", "a: |x\n  b"])
def test_invalid_yaml_is_one_finding(text):
    assert find_codes(text) == ["S102"]


def test_a_second_document_is_refused_also_when_it_is_broken():
    assert find_codes("a: 1\n---\nb: 2\n") == ["S110"]
    assert find_codes("a: 1\n---\n[") == ["S102"]


@given(st.text(alphabet=st.sampled_from("ab:- \n[]{}'\"&*!|>%#,?\t0\0é\ud800"), max_size=60))
def test_no_text_ends_in_anything_but_a_document_or_a_spec_error(text):
    try:
        document = parse(text, "a.yaml")
    except SpecError as error:
        assert error.diagnostics[0].position is not None
    else:
        assert document.position() is not None


texts = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("é…😀\n\t"), max_size=30)
scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts


@given(st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8))
def test_json_is_read_as_json(value):
    assert parse(json.dumps(value, ensure_ascii=False), "a.yaml").value == value


def test_very_many_findings_take_no_longer_than_their_number():
    text = "chats:\n" + "flow: welcome\n" * 20_000
    began_s = time.process_time()
    assert len(parse(text, "a.chat.yaml").findings) == 19_999
    assert time.process_time() - began_s < 5
