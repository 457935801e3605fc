"""An option's words become the value of its member, as the AWS CLI reads them."""

import pytest
from botocore.model import DenormalizedStructureBuilder

from chatcheck.aws_cli.document import Words, check_input, read_input
from chatcheck.aws_cli.parameters import list_parameters
from chatcheck.aws_cli.values import read_value
from chatcheck.errors import UsageError
from chatcheck.render.service_model import load_input_shape

SHAPE = load_input_shape()
PARAMETERS = list_parameters(SHAPE)
GOOD = {"InstanceId": ["i-1"], "ContactFlowId": ["f-1"], "ParticipantDetails": ["DisplayName=Ada"]}
FILES = {"a.json": '{"a": "b"}', "name": "Ada\n", "list.json": '["text/plain"]', "lines": "text/plain\n"}


def read(members=(), **inputs):
    options = {"--" + name.replace("_", "-"): text for name, text in inputs.items()}
    return read_input(Words(dict(members), options), PARAMETERS, FILES.__getitem__)


def read_one(member, *words):
    return read({member: list(words)}).document[member]


def findings_of(*arguments, strict=True, **inputs):
    with pytest.raises(UsageError) as refused:
        check_input(read(*arguments, **inputs), SHAPE, strict=strict)
    return [f"{each.position}: {each.what}" for each in refused.value.diagnostics]


def test_the_options_are_the_models_members():
    options = {each.member: each.option for each in PARAMETERS}

    assert list(options) == list(SHAPE.members)
    assert options["ChatDurationInMinutes"] == "--chat-duration-in-minutes"
    assert {each.member for each in PARAMETERS if each.required} == set(SHAPE.required_members)


@pytest.mark.parametrize(
    ("member", "words", "value"),
    [
        ("InstanceId", ["i-1"], "i-1"),
        ("InstanceId", ['{"a":1}'], '{"a":1}'),
        ("ChatDurationInMinutes", ["60"], 60),
        ("Attributes", ["a=b,c=d"], {"a": "b", "c": "d"}),
        ("Attributes", ['{"a": "b"}'], {"a": "b"}),
        ("Attributes", [' {"a": "b"}'], {"a": "b"}),
        ("Attributes", ["file://a.json"], {"a": "b"}),
        ("Attributes", ["a@=file://name"], {"a": "Ada\n"}),
        ("Attributes", ["a=file://name"], {"a": "file://name"}),
        ("Attributes", ["a@=plain"], {"a": "plain"}),
        ("SupportedMessagingContentTypes", ["text/plain", "text/markdown"], ["text/plain", "text/markdown"]),
        ("SupportedMessagingContentTypes", ['["text/plain"]'], ["text/plain"]),
        ("SupportedMessagingContentTypes", ["file://list.json"], ["text/plain"]),
        ("SupportedMessagingContentTypes", [], []),
        ("SupportedMessagingContentTypes", ["{"], ["{"]),
        ("SupportedMessagingContentTypes", ["{}", "["], ["{}", "["]),
        ("SegmentAttributes", ["k={ValueInteger=5}"], {"k": {"ValueInteger": 5}}),
        (
            "SegmentAttributes",
            ["k={ValueList={ValueString=x}}"],
            {"k": {"ValueList": [{"ValueString": "x"}]}},
        ),
        ("CustomerId", ["file://name"], "Ada\n"),
        ("CustomerId", ["http://name"], "http://name"),
    ],
)
def test_a_value_is_read(member, words, value):
    assert read_one(member, *words) == value


@pytest.mark.parametrize(
    ("member", "words", "what"),
    [
        ("ChatDurationInMinutes", ["abc"], "--chat-duration-in-minutes:1:1: `abc` is not a whole number"),
        ("SegmentAttributes", ["k={ValueInteger=x}"], "--segment-attributes:1:17: `x` is not a whole number"),
        ("Attributes", ["[1]"], "--attributes:1:1: --attributes takes a map, and this is a list"),
        ("Attributes", ['{"a":}'], "--attributes:1:6: this is not JSON: expecting value"),
        ("Attributes", ["Ada"], "--attributes:1:4: expected `=`, found the end"),
        ("Attributes", ["fileb://a"], "None: `fileb://a` would give bytes, and --attributes takes text"),
        (
            "SupportedMessagingContentTypes",
            ["file://lines"],
            "lines:1:1: --supported-messaging-content-types takes a JSON list from a file",
        ),
    ],
)
def test_a_value_is_refused(member, words, what):
    assert findings_of({**GOOD, member: words}) == [what]


def test_options_go_before_the_document_and_replace_whole_members():
    document = '{"Attributes": {"a": "1", "b": "2"}, "ClientToken": "t"}'

    given = read({"Attributes": ["a=9"]}, cli_input_json=document)

    assert given.document == {"Attributes": {"a": "9"}, "ClientToken": "t"}


def test_yaml_is_read_by_the_rules_of_version_1_2():
    given = read(cli_input_yaml="Attributes: {at: 12:30, on: yes, n: '1'}\nChatDurationInMinutes: 60\n")

    assert given.document == {
        "Attributes": {"at": "12:30", "on": "yes", "n": "1"},
        "ChatDurationInMinutes": 60,
    }


@pytest.mark.parametrize(
    ("inputs", "what"),
    [
        (
            {"cli_input_json": "{"},
            "--cli-input-json:1:2: this is not JSON: expecting property name enclosed in double quotes",
        ),
        ({"cli_input_json": "[]"}, "--cli-input-json:1:1: --cli-input-json takes a map of members"),
        (
            {"cli_input_yaml": "a: [b"},
            "--cli-input-yaml:1:6: this is not valid YAML: did not find expected ',' or ']'",
        ),
        ({"cli_input_yaml": "text"}, "--cli-input-yaml:1:1: --cli-input-yaml takes a map of members"),
        (
            {"cli_input_yaml": "ClientToken: a\nClientToken: b"},
            "--cli-input-yaml:2:1: the key `ClientToken` is given twice",
        ),
        (
            {"cli_input_json": '{"ClientToken":\n 5}'},
            "--cli-input-json:2:2: ClientToken must be text, not a number",
        ),
        ({"cli_input_json": '{\n "Atributes": {}}'}, "--cli-input-json:2:2: there is no Atributes"),
        (
            {"cli_input_yaml": "Attributes:\n  a b: c\n"},
            "--cli-input-yaml:2:3: the attribute `a b` has a key that the service refuses",
        ),
    ],
)
def test_a_document_is_refused_at_its_place(inputs, what):
    assert findings_of(GOOD, **inputs) == [what]


def test_both_documents_are_refused():
    assert findings_of(cli_input_json="{}", cli_input_yaml="a: b") == [
        "None: --cli-input-json and --cli-input-yaml exclude each other"
    ]


def test_all_findings_come_at_once():
    found = findings_of({"Attributes": ["x"], "ChatDurationInMinutes": ["y"], "ParticipantDetails": ["[]"]})

    assert len(found) == 3


def test_a_finding_in_shorthand_points_at_the_member():
    assert findings_of({**GOOD, "ParticipantDetails": ["DisplayName=Ada,Nick=A"]}) == [
        "--participant-details:1:17: there is no ParticipantDetails.Nick"
    ]


def test_strictness_can_be_left_away():
    given = read({**GOOD, "Attributes": ["a.b=c"]})

    check_input(given, SHAPE, strict=False)


def test_what_botocore_refuses_is_refused_all_the_same():
    assert findings_of({**GOOD, "ChatDurationInMinutes": ["5"]}, strict=False) == [
        "--chat-duration-in-minutes:1:1: ChatDurationInMinutes is 5, and must be at least 60"
    ]


def test_a_list_of_structures_takes_shorthand_or_json_word_by_word():
    builder = DenormalizedStructureBuilder()
    item = {"type": "structure", "members": {"A": {"type": "string"}}}
    shape = builder.with_members({"Items": {"type": "list", "member": item}}).build_model()
    [parameter] = list_parameters(shape)

    def read(*words):
        return read_value(parameter, words, FILES.__getitem__).json

    assert read("A=x", "A=y") == [{"A": "x"}, {"A": "y"}]
    assert read('{"A": "x"}', '{"A": "y"}') == read('[{"A": "x"}, {"A": "y"}]') == [{"A": "x"}, {"A": "y"}]
    assert read('{"A": "x"}') == [{"A": "x"}]
