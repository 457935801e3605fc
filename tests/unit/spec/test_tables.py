"""A table makes a chat of each row; what it gives values to is known in that chat alone."""

import pytest

from chatcheck.spec.load import parse_spec
from chatcheck.spec.table import list_names, name_row

HEAD = """chatcheck: 1
flow: welcome
defaults: {retries: 2}
start: {ParticipantDetails: {DisplayName: Smoke}}
chats:
  - name: asks for ${order}
    only_on: [dev, prod]
    tags: [orders]
    examples:
      - {order: A-1, state: 0123}
      - {order: 'B${x}', state: yes}
    start: {Attributes: {order: '${order}'}}
    steps:
      - expect: '${order} is ${state}'
      - expect: hello
  - name: greets
    retries: 0
    examples: [{word: hi}, {word: ho}]
    steps: [{expect: '${word}'}]
  - name: alone
    steps: [{expect: hi}]
"""


@pytest.fixture
def chats():
    return parse_spec(HEAD, "a.chat.yaml").chats


def test_each_row_makes_a_chat_with_its_name(chats):
    assert [chat.name for chat in chats] == [
        "asks for A-1",
        "asks for B${x}",
        "greets [1]",
        "greets [2]",
        "alone",
    ]


def test_all_rows_share_the_outline_and_all_else(chats):
    assert [chat.outline for chat in chats] == ["asks for ${order}"] * 2 + ["greets"] * 2 + [""]
    assert chats[0].steps == chats[1].steps
    assert (chats[1].tags, chats[1].only_on, chats[1].retries) == (("orders",), ("dev", "prod"), 2)


def test_columns_are_values_as_they_were_typed(chats):
    assert chats[0].values == {"order": "A-1", "state": "0123"}
    assert chats[1].values == {"order": "B${x}", "state": "yes"}
    assert chats[4].values == {}


def test_a_chat_of_a_row_stands_at_the_row(chats):
    assert [chat.position.line for chat in chats] == [10, 11, 18, 18, 20]


def test_a_chats_own_retries_count_more_than_the_defaults(chats):
    assert [chat.retries for chat in chats] == [2, 2, 0, 0, 2]


def test_a_name_without_a_column_gets_the_rows_number():
    assert name_row("greets ${other}", {"a": "b"}, 4) == "greets ${other} [5]"


@pytest.mark.parametrize(
    "chat", [{}, {"name": 5}, {"name": "a", "examples": [1, None]}, {"name": "a", "examples": [{"x": []}]}]
)
def test_what_has_no_form_has_no_names(chat):
    assert list_names(chat) == []
