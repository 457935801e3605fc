"""The shorthand syntax: what it means, where it is wrong, and that nothing else ever comes out of it."""

import pytest
from awscli.shorthand import ShorthandParseError, ShorthandParser
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chatcheck.aws_cli.shorthand import Entries, Items, Scalar, parse
from chatcheck.errors import UsageError

PIECES = [
    "a",
    "b9",
    "=",
    ",",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "\\",
    "\\,",
    "@",
    " ",
    "\n",
    "é",
    "😀",
    ":/",
    "\x85",
    "k=v",
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def to_plain(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [to_plain(each) for each in node.nodes]
    return {key: to_plain(each) for key, each in node.nodes.items()}


def read(text):
    return to_plain(parse(text, "--option"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a=b", {"a": "b"}),
        ("a=b,c=d", {"a": "b", "c": "d"}),
        ("a=", {"a": ""}),
        ("a=,b=c", {"a": "", "b": "c"}),
        ("a=b,c", {"a": ["b", "c"]}),
        ("a=b,c,d=e", {"a": ["b", "c"], "d": "e"}),
        ("a=[b,c]", {"a": ["b", "c"]}),
        ("a=[]", {"a": []}),
        ("a=[b]", {"a": ["b"]}),
        ("a={b=c,d=e}", {"a": {"b": "c", "d": "e"}}),
        ("a={b={c=d}},e=[{f=g},{f=h}]", {"a": {"b": {"c": "d"}}, "e": [{"f": "g"}, {"f": "h"}]}),
        ("a='b,c'", {"a": "b,c"}),
        ('a="b,c",d=e', {"a": "b,c", "d": "e"}),
        (r"a='it\'s'", {"a": "it's"}),
        (r'a="\\"', {"a": "\\"}),
        (r"a=b\,c", {"a": "b,c"}),
        ("a = b , c = d", {"a": "b", "c": "d"}),
        ("a=b c ,d=e", {"a": "b c", "d": "e"}),
        ("a='😀'", {"a": "😀"}),
        ("a-b_c.d/e#f:g=h", {"a-b_c.d/e#f:g": "h"}),
        ("a=b=c", {"a": "b=c"}),
    ],
)
def test_it_means(text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "1:1", "expected `=`, found the end"),
        ("Ada", "1:4", "expected `=`, found the end"),
        ("a=b,", "1:5", "expected a value or a key, found the end"),
        ("a=b,a=c", "1:5", "expected another key, found `a`"),
        ("a={b=c", "1:7", "expected `,` or `}`, found the end"),
        ("a=[b", "1:5", "expected `,` or `]`, found the end"),
        ("a={b=c,d}", "1:9", "expected `=`, found `}`"),
        ("a='b", "1:5", "expected a closing ', found the end"),
        ("a=b'c", "1:4", "expected `,`, found `'`"),
        ("a=😀", "1:3", "expected `,`, found `😀`"),
        ("a=b,\nc d=e", "2:3", "expected `=`, found `d`"),
        ("a=b,,c=d", "1:5", "expected a value or a key, found `,`"),
        ("a={b=c}x", "1:8", "expected `,`, found `x`"),
        ("a=" + "[" * 65, "1:67", "expected at most 64 levels of brackets, found `[`"),
    ],
)
def test_it_says_where_and_what_was_expected(text, place, what):
    with pytest.raises(UsageError) as refused:
        parse(text, "--option")

    [finding] = refused.value.diagnostics
    assert (str(finding.position), finding.what) == (f"--option:{place}", what)
    assert finding.snippet.endswith("^")


def test_a_key_twice_hints_at_the_comma():
    with pytest.raises(UsageError, match="a `,` may stand where a space was meant"):
        parse("Name=a,Name=b", "--filters")


@given(texts)
@settings(max_examples=600, deadline=None)
def test_it_raises_nothing_but_its_own_error(text):
    try:
        parse(text, "--option")
    except UsageError as refused:
        assert len(refused.diagnostics) == 1


def drops_silently(text):
    """The genuine parser steps back to any comma: to an empty place, an escaped one, one in quotes."""
    return ",," in text.replace(" ", "").replace("\n", "") or "\\," in text


@given(texts)
@settings(max_examples=600, deadline=None)
def test_it_agrees_with_the_genuine_parser(text):
    assume(not drops_silently(text))
    try:
        theirs = ShorthandParser().parse(text)
    except ShorthandParseError:
        theirs = None
    try:
        ours = read(text)
    except UsageError:
        ours = None

    assert ours == theirs


def write(value, tail=""):
    """Write a value so that it is read again as it is; None where no quoting can do that.

    Before a later quote of the same kind, a text cannot end with a backslash.
    """
    if isinstance(value, str):
        return write_text(value, tail)
    braces = isinstance(value, dict)
    text = ("}" if braces else "]") + tail
    for number, each in enumerate(reversed(list(value.items() if braces else value))):
        text = write(each[1] if braces else each, text if number == 0 else "," + text)
        if text is None:
            return None
        text = f"{each[0]}={text}" if braces else text
    return ("{" if braces else "[") + text


def write_text(text, tail):
    for quote in "'\"":
        if not (text.endswith("\\") and quote in tail):
            inner = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
            return f"{quote}{inner}{quote}{tail}"
    return None


@given(texts.map("a=".__add__))
@settings(max_examples=600, deadline=None)
def test_what_it_accepts_round_trips(text):
    try:
        value = read(text)
    except UsageError:
        return
    written = write(value)

    assert written is None or read(written[1:-1]) == value


keys = st.text("ab9-_.#/:", min_size=1, max_size=3)
values = st.recursive(
    st.text("ab',=[]{}\"\\ é😀\n", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(keys, values, min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_read_again(value):
    written = write(value)
    assume(written is not None)

    assert read(written[1:-1]) == value


def test_it_knows_where_everything_stands():
    entries = parse("a=[x,y],b={c=d}", "--option")

    assert isinstance(entries, Entries)
    assert entries.key_starts == {"a": 0, "b": 8}
    assert [each.start for each in entries.nodes["a"].nodes] == [3, 5]
    assert entries.nodes["b"].key_starts == {"c": 11}
