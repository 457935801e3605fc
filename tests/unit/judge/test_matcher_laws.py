"""What must hold of every matcher, whatever it is made of and whatever came."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chatcheck.judge.matchers import explain
from chatcheck.judge.wording import normalize
from chatcheck.source import Position
from chatcheck.spec.certainty import always_holds, never_holds
from chatcheck.spec.model import JsonAt, JsonTest, Length, Matcher
from chatcheck.transcript import Event

HERE = Position("a.chat.yaml", 1, 1)
# Few texts, so that matchers and messages meet.
texts = st.sampled_from(["Hello", "hello ", "“A-1”", '"A-1"', "null", '{"by": "flow"}', "[1, true]", ""])
values = st.sampled_from([None, True, 1, "flow", {"by": "flow"}, [1, True]])
simple = st.one_of(
    texts.map(lambda text: {"equals": text}),
    texts.map(lambda text: {"contains": text}),
    st.sampled_from([r"(?P<word>\w+)", "^Hello$", "A-?1", ".*"]).map(lambda pattern: {"matches": pattern}),
    st.lists(texts, max_size=2).map(lambda wanted: {"one_of": tuple(wanted)}),
    st.builds(Length, st.none() | st.integers(0, 8), st.none() | st.integers(0, 8)).map(
        lambda length: {"length": length}
    ),
    values.map(lambda value: {"json": JsonTest(has_value=True, value=value)}),
    st.builds(JsonAt, st.sampled_from(["$", "$.by", "$[*]"]), st.none(), values).map(
        lambda place: {"json": JsonTest(at=(place,))}
    ),
    st.sampled_from(["system", "agent"]).map(lambda sender: {"sender": sender}),
)


def make(tests, ignore_case, normalized):
    return Matcher(HERE, ignore_case=ignore_case, normalize=normalized, **tests)


def nest(inner):
    many = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return (
        many.map(lambda members: Matcher(HERE, any_of=members))
        | many.map(lambda members: Matcher(HERE, all_of=members))
        | inner.map(negate)
    )


def negate(matcher):
    return Matcher(HERE, negated=matcher)


matchers = st.recursive(st.builds(make, simple, st.booleans(), st.booleans()), nest, max_leaves=6)
messages = st.builds(
    Event,
    at_s=st.just(1.0),
    kind=st.just("message"),
    content=texts,
    content_type=st.sampled_from(["text/plain", "application/json"]),
    role=st.sampled_from(["SYSTEM", "AGENT"]),
    display_name=st.just("SYSTEM_MESSAGE"),
)


def holds(matcher, message):
    return explain(matcher, message, {}).ok


@given(matchers, messages)
def test_not_holds_exactly_where_the_matcher_does_not(matcher, message):
    assert holds(negate(matcher), message) != holds(matcher, message)
    assert holds(negate(negate(matcher)), message) == holds(matcher, message)


@given(st.lists(matchers, min_size=1, max_size=3).map(tuple), messages)
def test_any_of_is_any_and_all_of_is_all(members, message):
    each = [holds(member, message) for member in members]

    assert holds(Matcher(HERE, any_of=members), message) == any(each)
    assert holds(Matcher(HERE, all_of=members), message) == all(each)


@given(matchers, messages)
def test_what_does_not_hold_says_why_and_captures_nothing(matcher, message):
    match = explain(matcher, message, {})

    assert match.ok == (match.test == "")
    assert match.ok or match.captures == {}


@given(matchers, messages)
def test_all_of_one_captures_what_the_one_does(matcher, message):
    alone = explain(matcher, message, {})

    assert explain(Matcher(HERE, all_of=(matcher,)), message, {}).captures == alone.captures
    assert explain(negate(negate(matcher)), message, {}).captures == {}


@given(st.text())
def test_normalizing_twice_changes_nothing_more(text):
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(alphabet="aB ‘’“”–— \n\t\u00a0'\"-"))
def test_a_normalized_text_equals_each_text_of_the_same_form(text):
    matcher = Matcher(HERE, equals=normalize(text), normalize=True)

    assert holds(matcher, Event(1.0, "message", content=text))


@given(texts, texts)
def test_loosening_the_comparison_never_makes_a_text_fail(wanted, text):
    message = Event(1.0, "message", content=text)
    for tests in ({"equals": wanted}, {"one_of": (wanted,)}):
        if holds(Matcher(HERE, **tests), message):
            assert holds(replace(Matcher(HERE, **tests), ignore_case=True, normalize=True), message)


bodies = st.recursive(
    texts
    | texts.map(lambda text: {"contains": text})
    | st.sampled_from([".*", "^$", "a?"]).map(lambda pattern: {"matches": pattern})
    | st.sampled_from([{"length": {"min": 0}}, {"length": {"min": 1}}]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2).map(lambda members: {"any_of": members})
        | st.lists(inner, min_size=1, max_size=2).map(lambda members: {"all_of": members})
        | inner.map(lambda member: {"not": member})
    ),
    max_leaves=6,
)


def read(body):
    if isinstance(body, str):
        return Matcher(HERE, equals=body)
    if "length" in body:
        return Matcher(HERE, length=Length(**{"least": body["length"]["min"]}))
    nested = {key: tuple(map(read, body[key])) for key in ("any_of", "all_of") if key in body}
    texts_asked = {key: body[key] for key in ("contains", "matches") if key in body}
    return Matcher(HERE, negated=read(body["not"]) if "not" in body else None, **nested, **texts_asked)


@given(bodies, messages)
def test_what_is_said_to_hold_always_or_never_does(body, message):
    assert not always_holds(body) or holds(read(body), message)
    assert not never_holds(body) or not holds(read(body), message)
