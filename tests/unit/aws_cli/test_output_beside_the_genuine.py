"""What we print is what the genuine AWS CLI prints, character by character."""

import random

import pytest

from chatcheck.aws_cli.output import format_answer, select
from chatcheck.errors import UsageError
from tests.unit.aws_cli.genuine_cli import format_all, run_all

pytestmark = [pytest.mark.conformance, pytest.mark.timeout(900)]

REQUIRED = ["--instance-id", "i", "--contact-flow-id", "f", "--participant-details", "DisplayName=c"]
ANSWER = {
    "ContactId": "c-1",
    "ParticipantId": "p-1",
    "ParticipantToken": "token\twith 日本 and\na line",
    "ContinuedFromContactId": "x" * 70,
}
FORMS = {"1": ["json", "text", "table"], "2": ["json", "text", "table", "yaml", "yaml-stream"]}
QUERIES = [
    "ContactId",
    "Nothing",
    "keys(@)",
    "length(@)",
    "`{}`",
    "`[]`",
    "[ContactId, [ParticipantId, `null`], `true`]",
    "[[ContactId, `1.5`], [ParticipantId, `2`]]",
    '{Websocket: {Url: ParticipantToken, ConnectionExpiry: `"2026-11-22T10:00:00.000Z"`}, Id: ContactId}',
    "[{Id: ContactId, More: [ParticipantId]}, {Id: ParticipantId, More: `[]`}]",
    "[@, @]",
]
FAILING_QUERIES = ["", "[ContactId", "ContactId ParticipantId", "`{}`x", "foo(@)", "length(`1`)", "keys()"]

WORDS = [
    *(
        "",
        "yes",
        "null",
        "~",
        "true",
        "0",
        "1.0",
        "1e5",
        "0o7",
        "0x1f",
        "1_000",
        "12:30",
        ".inf",
        "<<",
        "=",
        "-",
    ),
    *(
        "2026-11-22",
        "2026-1-2 1:02:03 Z",
        "- a",
        "? a",
        ": ",
        ":a",
        "a: b",
        "a #b",
        "#c",
        "'q'",
        '"q"',
        "@a",
        "%",
    ),
    *(
        "new\nline",
        "\nlead",
        "trail\n\n",
        " lead",
        "trail ",
        "\t",
        "\r\n",
        "é",
        "日本",
        "😀",
        "\u2028",
        "\x85",
    ),
    *(
        "\x01",
        "\x7f",
        "\ufeff",
        "\u00a0",
        "\ue000",
        "a\u0301",
        "ＡＢ",
        "---",
        "...",
        "{a",
        "[b]",
        "x" * 90,
        "wö " * 40,
    ),
]
NUMBERS = [None, True, False, 0, -1, 2**70, 0.0, -0.0, 1.5, 1e17, 1e-7, 1e300]
KEYS = [*WORDS[:20], "ContactId", "Url", "Websocket"]


def grow(chance, depth):
    """Give a value of any shape, more often one that fits a table."""
    kind = chance.random() if depth else 0
    if kind < 0.4:
        return chance.choice(WORDS if chance.random() < 0.7 else NUMBERS)
    if kind < 0.7:
        return {key: grow(chance, depth - 1) for key in chance.sample(KEYS, chance.randrange(5))}
    if kind < 0.8:
        return [grow(chance, depth - 1) for _ in range(chance.randrange(4))]
    if kind < 0.9:
        return [[chance.choice(WORDS) for _ in range(2)] for _ in range(chance.randrange(4))]
    keys = chance.sample(KEYS, chance.randrange(1, 4))
    return [{key: grow(chance, depth - 1) for key in keys} for _ in range(chance.randrange(4))]


def show(answer, form):
    try:
        return format_answer(answer, form)
    except UsageError:
        return None


@pytest.mark.parametrize("version", ["1", "2"])
def test_answers_and_queries_are_printed_as_by_the_genuine_command(version, tmp_path):
    cases = [(form, query) for form in FORMS[version] for query in [None, *QUERIES]]
    argvs = [
        [*REQUIRED, "--output", form, *([] if query is None else ["--query", query])] for form, query in cases
    ]

    ran = run_all(version, argvs, tmp_path, {**ANSWER, "Unknown": "left out"})

    assert sum(each.code == 0 for each in ran) > len(cases) * 0.9
    for (form, query), each in zip(cases, ran, strict=True):
        ours = show(ANSWER if query is None else select(ANSWER, query), form)
        assert ours == (each.stdout if each.code == 0 else None), (form, query)


@pytest.mark.parametrize("version", ["1", "2"])
def test_queries_that_the_genuine_command_refuses_are_refused(version, tmp_path):
    argvs = [[*REQUIRED, "--query", query] for query in FAILING_QUERIES]

    ran = run_all(version, argvs, tmp_path, ANSWER)

    assert [(each.code != 0, each.stdout) for each in ran] == [(True, "")] * len(argvs)
    for query in FAILING_QUERIES:
        with pytest.raises(UsageError):
            select(ANSWER, query)


@pytest.mark.parametrize("version", ["1", "2"])
def test_hundreds_of_shapes_are_printed_alike(version):
    chance = random.Random(20)
    answers = [*WORDS, *NUMBERS, {}, [], [[]], [{}], *(grow(chance, depth % 5) for depth in range(800))]

    theirs = format_all(version, FORMS[version][:4], answers)

    for answer, forms in zip(answers, theirs, strict=True):
        for form, text in forms.items():
            if form == "text" and text is None:
                continue  # A list of structures and scalars: the AWS CLI fails, ours lists both.
            assert show(answer, form) == text, (form, answer)


@pytest.mark.parametrize("version", ["1", "2"])
def test_what_the_genuine_command_cannot_tabulate_is_refused(version):
    answers = [
        [[1, 2], [3]],
        [{"a": 1}, 2],
        [{"a": 1}, None],
        [1, [2, 3]],
        [[], [1]],
        [[{"a": 1, "b": 2}], [1]],
    ]

    theirs = format_all(version, ["table"], answers)

    assert [each["table"] for each in theirs] == [None] * len(answers)
    assert [show(each, "table") for each in answers] == [None] * len(answers)
