"""Which chats a run holds: shares are complete and disjoint, and depend on nothing but the chat."""

from hypothesis import given
from hypothesis import strategies as st

from chatcheck.selection import Shard, keep_known, make_key, repeat, take_mark_away, take_shard
from chatcheck.source import Position
from chatcheck.spec.model import Chat, Spec

NAMES = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=12, unique=True)
FILES = st.dictionaries(
    st.from_regex(r"[a-z]{1,6}/[a-z]{1,6}\.chat\.yaml", fullmatch=True), NAMES, max_size=5
)


def make_specs(files):
    here = Position("a.chat.yaml", 1, 1)
    return [
        Spec(file, tuple(Chat(name, "welcome", {}, (), here) for name in names))
        for file, names in files.items()
    ]


def list_keys(specs):
    return [make_key(spec, chat) for spec in specs for chat in spec.chats]


@given(FILES, st.integers(1, 9))
def test_shards_are_complete_and_disjoint(files, count):
    specs = make_specs(files)

    shares = [list_keys(take_shard(specs, Shard(number, count))) for number in range(1, count + 1)]

    assert sorted(key for share in shares for key in share) == sorted(list_keys(specs))


@given(FILES, st.integers(1, 9), st.data())
def test_a_chat_more_moves_no_other_one(files, count, data):
    specs = make_specs(files)
    fewer = [spec for spec in specs if data.draw(st.booleans())]
    left = set(list_keys(fewer))

    for number in range(1, count + 1):
        whole = list_keys(take_shard(specs, Shard(number, count)))
        assert [key for key in whole if key in left] == list_keys(take_shard(fewer, Shard(number, count)))


def test_the_shares_of_many_chats_are_about_equal():
    specs = make_specs({"a.chat.yaml": [f"chat {number}" for number in range(400)]})

    sizes = [len(list_keys(take_shard(specs, Shard(number, 4)))) for number in range(1, 5)]

    assert min(sizes) > 70


def test_a_share_is_the_same_on_every_machine():
    specs = make_specs({"specs/a.chat.yaml": ["greets", "ends", "asks", "tells"]})

    assert [list_keys(take_shard(specs, Shard(number, 2))) for number in (1, 2)] == [
        [("specs/a.chat.yaml", "tells")],
        [("specs/a.chat.yaml", "greets"), ("specs/a.chat.yaml", "ends"), ("specs/a.chat.yaml", "asks")],
    ]


@given(FILES, st.integers(2, 5))
def test_a_repeated_chat_comes_with_each_number_and_knows_its_name(files, times):
    specs = make_specs(files)

    names = [chat.name for spec in repeat(specs, times) for chat in spec.chats]

    assert len(set(names)) >= len(names) / max(1, len(specs))
    assert [take_mark_away(name) for name in names] == [
        name for _, name in list_keys(specs) for _ in range(times)
    ]


def test_once_is_no_repetition():
    specs = make_specs({"a.chat.yaml": ["greets #1"]})

    assert repeat(specs, 1) == specs


def test_only_chats_that_are_known_are_kept():
    specs = make_specs({"a.chat.yaml": ["one", "two"], "b.chat.yaml": ["one"]})

    assert list_keys(keep_known(specs, {("a.chat.yaml", "two"), ("gone.chat.yaml", "one")})) == [
        ("a.chat.yaml", "two")
    ]
