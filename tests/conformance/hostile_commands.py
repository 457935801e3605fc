"""Command lines that try the edges of the AWS CLI's language: made by rule from a number, always the same."""

import json
import random
import shlex

from tests.conformance.table import Row

PIECES = [
    *("a", "b9", "=", "=", "=", ",", ",", ",", "[", "]", "{", "}", "'", '"', "\\", "\\,", "\\'", '\\"'),
    *("@", " ", "\n", "\t", "é", "😀", ":/", "\x85", "k=v", "k=", "-", "file://f.txt", "file://", "true"),
    *("5", "null", "\\\\", "~", "a=b", "k={", "k=[", "\ufeff", "DisplayName=", "Content=", "-x", "\u2028"),
    *("ContentType=text/plain", "fileb://f.txt", "@=file://f.txt", "\x7f", "\x0b"),
]
KEYS = ["a", "b9", "store", "x-y", "x_y", "x.y", "a/b", "a:b", "a#b"]
VALUES = [
    *("web", "a b", "", "'q'", '"q"', '"a,b"', "'a,b'", '"say \\"x\\""', "'it\\'s'", '"end\\\\"', "a\\,b"),
    *("a=b", "é", "'😀'", "5", "true", "null", "file://f.txt", "fileb://f.txt", "[a,b]", "{a=b}", "[", "]"),
    *("{", "}", "[]", "{}", "[{a=b},{c=d}]", "a]b", "a}b", "a{b", "a[b", "~", "!x", "$x", "`x`", "\\", "\\n"),
    *("a\\b", "'a", '"a', "a'b", 'a"b', " a ", "a\n", "a\tb", "-", "--x", "=", "==", "a@b", "@", "@=x", "#"),
    *("'", "x'y'z", "\x85a", "\ufeffa", "a;b", "^a", "|", "a|b", "^", "\\]"),
]
SEGMENTS = [
    *("{ValueString=a}", "{ValueInteger=5}", "{ValueInteger=x}", "{ValueInteger= 5 }", "{ValueInteger=5.0}"),
    *("{ValueInteger=}", "{ValueInteger='7'}", "{ValueMap={k={ValueString=x}}}", "{ValueMap={k=x}}"),
    *("{ValueMap=x}", "{ValueList=[{ValueString=a},{ValueInteger=1}]}", "{ValueList={ValueString=a}}"),
    *("{ValueList=[a]}", "{ValueList=[[{ValueString=a}]]}", "{ValueList=a}", "{ValueString=[a]}", "x", "[a]"),
    *("{ValueList=[{ValueInteger=1},{ValueInteger=x}]}", "{ValueList={ValueInteger=1}}", "{Nope=1}", "{}"),
    *("{ValueString={a=b}}", "{ValueString=a,ValueInteger=2}", "{ValueString@=file://f.txt}"),
    *("{ValueInteger@=file://n.txt}", "{ValueString=file://f.txt}", "{ValueArn='x'}", "{ValueList=[{},]}"),
    *("{ValueList=[{ValueMap={a={ValueInteger=3}}},{ValueMap={a={ValueInteger=y}}}]}", "{ValueMap={}}"),
    *("{ValueMap={a={ValueList=[{ValueInteger=3}]}}}", "{ValueList=[]}", "{ValueString=}"),
    *("{ValueString='',ValueString=b}", "{ValueMap=[{k={ValueString=x}}]}", "[{ValueString=a}]"),
]
JSON_VALUES = [
    *(None, True, False, 0, 1, -1, 1.5, float("inf"), "", "a", "é", "😀", "\ud83d", "file://f.txt", 2**70),
    *([], ["a"], {}, {"a": "b"}, {"a": 1}, {"a": None}, [1, 2], {"a": ["b"]}, {"a": {"b": "c"}}, "\0"),
]
MAPS = [
    *("--attributes", "--participant-details", "--initial-message", "--persistent-chat"),
    *("--segment-attributes", "--participant-configuration", "--chat-streaming-configuration"),
]
LISTS = ["--supported-messaging-content-types", "--disconnect-on-customer-exit", "--connection-types"]
TEXTS = ["--client-token", "--customer-id", "--related-contact-id"]
ITEMS = [
    *("text/plain", "text/markdown", "AGENT", "", "[", "{", "[]", "{}", '["a"]', "a,b", "a=b", "é", "[1]"),
    *("file://f.txt", "fileb://f.txt", "null", "[null]", '[["a"]]', ' ["x"]', "\ufeff[]"),
]
MEMBERS = [
    *("Attributes", "ParticipantDetails", "InitialMessage", "PersistentChat", "SegmentAttributes", "Nope"),
    *("ClientToken", "ChatDurationInMinutes", "InstanceId", "ContactFlowId", "clientToken", ""),
    "SupportedMessagingContentTypes",
]
YAML_VALUES = [
    *("a", "5", "1.5", "true", "yes", "null", "~", "'x'", '"x\\n"', "12:30", "0x1f", "0o17", "1e3", "[a, b]"),
    *("{a: b}", "&x a", "*x", "!!str 5", "!foo x", "<<", "=", "é", "😀", "- a", "a: b", "? a", "\t", "@x"),
    *("`x`", "%x", "'it''s'", '"\\u00e9"', ">-\n  a\n  b", "''", "+5", ".5", ".inf", "nan", "n", "on"),
    *("'a: b'", "a # c", "a#c", "!!int '5'", "!!binary YQ==", "60", "|\n  a\n  b\n", "---", "017", "1_000"),
]
NUMBERS = [
    *("60", "060", "+60", " 60 ", "6_0", "６０", "60.0", "1e2", "0x3c", "", "60\n", "٦٠", "1" * 30, "NaN"),
    *("None", "[60]", "{60}", '"60"', "file://n.txt", "file://f.txt", "²", "\x1f60", "-60"),
]
WORDS = [
    *("--client-token", "x", "--client", "--cl", "--c", "--client-token=", "--client-token=-x", "-x", "--"),
    *("-", "--region", "us-east-1", "--output", "json", "text", "--query", "ContactId", "--no-paginate"),
    *("--no-sign", "--no-verify-ssl", "--debug=", "--color", "on", "--colour", "--bogus", "--bogus=1"),
    *("--attributes", "a=b", "--attributes=a=b", "--attr", "--cli-read-timeout", "5", "--cli-read-timeout=5"),
    *(
        "--cli-connect-timeout",
        "-1",
        "1.5",
        "--chat",
        "--customer-id=",
        "--generate",
        "output",
        "--in",
        "i-2",
    ),
    *("--cli-binary-format", "base64", "--profile", "--no-no", "--output=text", "--output=", "--query="),
    *("--query=ContactId", "--out", "--que", "--reg", "--end", "--instance", "--participant"),
    *("DisplayName=x", "--supported=text/plain", "--contact-flow-id="),
]
QUERIES = [
    *("ContactId", "[ContactId]", "{a: ContactId}", "@", "*", "keys(@)", "values(@)", "length(@)", "[]"),
    *("ContactId.x", "[0]", "`1`", '`"x"`', "'x'", '"ContactId"', "to_string(@)", "to_number(ContactId)"),
    *("join(',', sort(keys(@)))", "ContactId || ParticipantId", "!ContactId", "ContactId == 'c-1'"),
    *("[ContactId,[ParticipantId]]", "[{a:ContactId},{a:ParticipantId}]", "{a:{b:ContactId}}", "`[]`"),
    *("reverse(ContactId)", "`{}`", "`null`", "`1.0`", "`1e3`", "`true`", "`[1,[2]]`", "`[[1,2],[3,4]]`"),
    *('`{"a":[1,2]}`', "''", '`"a\\nb"`', '`"a\\tb"`', "type(@)", "[ContactId", "ContactId]", "", "foo("),
    *("ContactId[0]", "ContactId[::2]", "@.ContactId | @", "&ContactId", "map(&@,values(@))", "ContactId,"),
    *("'é'", '`"😀"`', "not_null(x,ContactId)", 'merge(@,`{"x":1}`)', '`{"b":1,"a":{"c":2}}`', '`""`', "`0`"),
    *('`[{"a":1},{"b":2}]`', "`false`", "`-0.0`", '`"yes"`', '`"12:30"`', '`"1e3"`', '`"~"`', '`"- a"`'),
    *(
        '`"a: b"`',
        '`"#x"`',
        '`" x"`',
        '`"x "`',
        '`"\\u0001"`',
        '`"2026-01-01"`',
        '`{"5":5,"null":null,"":""}`',
    ),
]
SKELETONS = [
    *(["--generate-cli-skeleton"], ["--generate-cli-skeleton", "input"], ["--generate-cli-skeleton=input"]),
    *(["--generate-cli-skeleton", "output"], ["--generate-cli-skeleton", "yaml-input"]),
    *(["--generate-cli-skeleton="], ["--generate-cli-skeleton", "Input"]),
]
BESIDE_A_SKELETON = [
    *(
        [],
        ["--attributes", "x"],
        ["--attributes", "a=b"],
        ["--attributes", '{"a":1}'],
        ["--query", "ContactId"],
    ),
    *(["--query", "["], ["--output", "text"], ["--output", "table"], ["--cli-input-json", "{}"]),
    *(["--cli-input-json", "["], ["--cli-input-json", '{"Nope":1}'], ["--client-token", "file://nope"]),
    *(["--chat-duration-in-minutes", "x"], ["--chat-duration-in-minutes", "1"], ["--bogus"]),
    *(["--profile", "nobody"], ["--no-sign-request"], ["--query", "Nope"], ["--query", "`[]`"]),
]
ANSWERED = [
    *("é", "😀", "a\tb", "a\nb", "yes", "5", "1e3", "12:30", "2026-01-01", "~", "null", "a: b", "- x", "#"),
    *("'", '"', "\\", "x" * 100, "\x01", " x ", "\u2028", "{a}", "[b]", "|", ">", "&a", "*a", "!a", "%", "@"),
    *("`", "ＡＢ", "=", "<<", "TRUE", "0x1f", "0o7", "a #b", "a:", " ", "-", "?", "---"),
]


def make_row(number):
    """Return the row of this number; the number chooses what is tried, too."""
    chance = random.Random(number)
    words = MAKERS[number % len(MAKERS)](chance)
    files = {"f.txt": chance.choice(FILES), "n.txt": chance.choice(["5", "5\n", " 7", "x"])}
    words = [word.replace("\0", "") for word in words]
    return Row(
        name=f"hostile {number}",
        args=shlex.join(words),
        topic="hostile",
        base="--generate" not in "".join(words) or chance.random() < 0.7,
        files=files,
        answer={"body": make_answer(chance)},
        judges=choose_judges(words),
        ours="--no-strict",
    )


FILES = ["from file", "a=b", '{"a":"b"}', "é\r\nx\n", "", "\ufeffa=b", '["text/plain"]', "\\u0000"]


def choose_judges(words):
    """Version 1 has neither YAML nor auto-prompt; version 2.9 has no ``@=``."""
    text = " ".join(words)
    second = "yaml" in text or "--no-c" in text
    return (2,) if second else (1,) if "@" in text else (1, 2)


def make_answer(chance):
    texts = ["c-1", *ANSWERED]
    more = {"ContinuedFromContactId": chance.choice(texts), "Nope": 1} if chance.random() < 0.3 else {}
    names = ("ContactId", "ParticipantId", "ParticipantToken")
    return {**{name: chance.choice(texts) for name in names}, **more}


def spoil(chance, text, often=0.35):
    """Put in, take out or cut off something, now and then."""
    while text and chance.random() < often:
        at, kind = chance.randrange(len(text) + 1), chance.randrange(4)
        ends = (text[at + 1 :], chance.choice(PIECES) + text[at:], text[chance.randrange(len(text)) :])
        text = text[:at] + ends[kind] if kind < 3 else text + chance.choice(",]}'\"\\ =\n")
    return text


def write_option(chance, option, text):
    return [f"{option}={text}"] if text.startswith("-") or chance.random() < 0.1 else [option, text]


def make_shorthand(chance):
    if chance.random() < 0.45:
        return write_option(
            chance, "--attributes", "".join(chance.choices(PIECES, k=chance.randrange(1, 12)))
        )
    equals = ["=", "=", "=", " = ", "@=", "@ =", "= "]
    pairs = [
        chance.choice(KEYS) + chance.choice(equals) + chance.choice(VALUES)
        for _ in range(chance.randrange(1, 4))
    ]
    text = spoil(chance, chance.choice([",", ",", " , ", ",,", ";", "\n,"]).join(pairs))
    return write_option(chance, "--attributes", text)


def make_structure(chance):
    option = chance.choice(MAPS[1:4])
    begin = [
        "ContentType=text/plain,Content=",
        "DisplayName=",
        "ContentType=text/plain,Content=x,DisplayName=",
    ]
    return write_option(chance, option, spoil(chance, chance.choice(begin) + chance.choice(VALUES)))


def make_nested(chance):
    pairs = [
        f"{key}={chance.choice(SEGMENTS)}"
        for key in chance.sample(["b", "c", "connect:x"], chance.randrange(1, 3))
    ]
    return write_option(chance, "--segment-attributes", spoil(chance, ",".join(pairs), 0.15))


def make_value(chance, depth):
    kind = chance.random() if depth else 1
    if kind < 0.3:
        keys = ["a", "é", "store", "", "a b", "DisplayName", "Content"]
        return {chance.choice(keys): make_value(chance, depth - 1) for _ in range(chance.randrange(3))}
    if kind < 0.4:
        return [make_value(chance, depth - 1) for _ in range(chance.randrange(3))]
    return chance.choice(JSON_VALUES)


def write_json(chance, value):
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 2]))
    space = chance.choice([" ", "\n", "\ufeff", "\x0b"]) if chance.random() < 0.2 else ""
    return spoil(chance, space + text.replace("\ud83d", "\\ud83d"), 0.2)


def make_json(chance):
    return write_option(
        chance, chance.choice([*MAPS, *LISTS, *TEXTS]), write_json(chance, make_value(chance, 3))
    )


def make_list(chance):
    option, words = chance.choice(LISTS), chance.choices(ITEMS, k=chance.choice([0, 1, 1, 1, 2, 3]))
    return [option, *words, *([option, *words[:1]] if chance.random() < 0.2 else [])]


def make_json_input(chance):
    document = {name: make_value(chance, 2) for name in chance.sample(MEMBERS, chance.randrange(4))}
    text = write_json(chance, document if chance.random() < 0.85 else make_value(chance, 2))
    text = chance.choice(["file://f.txt", "fileb://f.txt", "file://nope"]) if chance.random() < 0.2 else text
    return ["--cli-input-json", text, *make_beside(chance)]


def make_yaml_input(chance):
    keys, inner = (
        [*MEMBERS, "5", "? x", '"ClientToken"'],
        ["a", "b", "yes", "~", '"x"', "c d", "=", "a", "<<"],
    )
    if chance.random() < 0.5:
        lines = [
            "Attributes:",
            *(f"  {chance.choice(inner)}: {chance.choice(YAML_VALUES)}" for _ in range(2)),
        ]
    else:
        lines = [
            f"{chance.choice(keys)}: {chance.choice(YAML_VALUES)}" for _ in range(chance.randrange(1, 3))
        ]
    head = chance.choice(["---\n", "# c\n", "%YAML 1.2\n---\n"]) if chance.random() < 0.1 else ""
    text = spoil(chance, head + "\n".join(lines), 0.1)
    return [*write_option(chance, "--cli-input-yaml", text), *make_beside(chance)]


def make_beside(chance):
    """Options that go before the whole input."""
    kind = chance.random()
    if kind < 0.3:
        return ["--attributes", chance.choice(["z=1", "z=", "{}", '{"z":"y"}', "z"])]
    return ["--client-token", chance.choice(["c", ""])] if kind < 0.5 else []


def make_number(chance):
    return write_option(
        chance, chance.choice(["--chat-duration-in-minutes", "--chat-d"]), chance.choice(NUMBERS)
    )


def make_options(chance):
    return chance.choices(WORDS, k=chance.randrange(1, 4))


def make_query(chance):
    query = chance.choice(QUERIES)
    query = spoil(chance, query, 0.3) if chance.random() < 0.2 else query
    output = chance.choice(["json", "text", "table", "yaml", "yaml-stream", "JSON"])
    sample = ["--generate-cli-skeleton", "output"] if chance.random() < 0.15 else []
    return [*write_option(chance, "--query", query), "--output", output, *sample]


def make_skeleton(chance):
    return [*chance.choice(SKELETONS), *chance.choice(BESIDE_A_SKELETON)]


MAKERS = [
    *(make_shorthand, make_structure, make_nested, make_json, make_list, make_json_input, make_yaml_input),
    *(make_number, make_options, make_query, make_shorthand, make_skeleton),
]
