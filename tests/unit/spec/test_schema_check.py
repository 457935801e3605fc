import pytest

from chatcheck.errors import SpecError
from chatcheck.spec import schema
from chatcheck.spec.violations import name_place
from chatcheck.spec.yaml_source import parse

HEAD = "chatcheck: 1\nflow: welcome\nstart: {ParticipantDetails: {DisplayName: Smoke}}\n"
VALID = HEAD + "chats: [{name: a, steps: [{expect: hello}]}]\n"
INVALID = HEAD + "chats: [{name: a, stepz: [{expect: hello}]}]\n"


def conform_step(step):
    text = f"{HEAD}chats: [{{name: a, steps: [{step}]}}]\n"
    return schema.conform(parse(text, "a.yaml"), "chat").value["chats"][0]["steps"][0]


@pytest.mark.parametrize("source", ["12:30", "0123", "1.10", "true", "2026-11-22", "0x1F", "1e3", "-0", "no"])
def test_where_text_is_wanted_a_plain_scalar_is_its_source(source):
    assert conform_step(f"{{expect: {source}}}") == {"expect": source}


def test_where_true_or_false_is_wanted_it_is_not_text():
    assert conform_step("{expect: {contains: true, ignore_case: true}}") == {
        "expect": {"contains": "true", "ignore_case": True}
    }


def test_null_stays_null_where_the_schema_allows_it():
    document = parse(
        VALID.replace("steps:", "after: {queue: null, attributes: {a: null, b: ~, c: 5}}, steps:"), "a"
    )

    after = schema.conform(document, "chat").value["chats"][0]["after"]

    assert after == {"queue": None, "attributes": {"a": None, "b": None, "c": "5"}}


def test_a_whole_number_written_with_a_point_is_whole():
    document = parse(VALID.replace("start: {", "start: {ChatDurationInMinutes: 60.0, "), "a.yaml")

    minutes = schema.conform(document, "chat").value["start"]["ChatDurationInMinutes"]

    assert (minutes, type(minutes)) == (60, int)


def test_the_same_alias_is_text_and_number_where_each_is_wanted():
    start = "start: {ChatDurationInMinutes: &n 60, CustomerId: *n, "
    document = schema.conform(parse(VALID.replace("start: {", start), "a.yaml"), "chat")

    assert document.value["start"]["ChatDurationInMinutes"] == 60
    assert document.value["start"]["CustomerId"] == "60"


def test_a_recursive_definition_conforms_at_any_depth():
    nested = "start: {SegmentAttributes: {a: {ValueMap: {b: {ValueString: 1.0, ValueInteger: 7}}}}, "
    document = schema.conform(parse(VALID.replace("start: {", nested), "a.yaml"), "chat")

    value = document.value["start"]["SegmentAttributes"]["a"]["ValueMap"]["b"]
    assert value == {"ValueString": "1.0", "ValueInteger": 7}


def test_a_right_document_has_no_findings():
    assert schema.check(parse(VALID, "a.yaml"), "chat") == []


def test_checking_conforms_first():
    assert schema.check(parse(VALID.replace("hello", "12:30"), "a.yaml"), "chat") == []


NEWLINE_AFTER_KEY = VALID.replace("start: {", 'start: {Attributes: {"a\\n": b}, ')
NEWLINE_AFTER_NAME = VALID.replace("flow: welcome", 'flow: "welcome\\n"')


@pytest.mark.parametrize("text", [NEWLINE_AFTER_KEY, NEWLINE_AFTER_NAME])
def test_a_newline_at_the_end_of_a_name_is_a_finding(text):
    assert [each.code for each in schema.check(parse(text, "a.yaml"), "chat")] == ["S108"]


@pytest.mark.parametrize("text", [VALID, INVALID, NEWLINE_AFTER_NAME, "", "[]", HEAD + "chats: 5\n"])
def test_with_and_without_the_quick_validator_the_answer_is_the_same(text, monkeypatch):
    with_quick = schema.check(parse(text, "a.yaml"), "chat")

    monkeypatch.setattr(schema, "_quick_validator", lambda _: None)

    assert schema.check(parse(text, "a.yaml"), "chat") == with_quick


def test_findings_of_the_yaml_and_of_the_form_come_in_the_order_of_the_file():
    text = INVALID + "tags: [a]\ntags: [b]\n"

    assert [each.code for each in schema.check(parse(text, "a.yaml"), "chat")] == ["S105", "S104", "S103"]


def test_reading_a_wrong_file_raises_all_findings(tmp_path):
    path = tmp_path / "a.chat.yaml"
    path.write_text(INVALID)

    with pytest.raises(SpecError) as caught:
        schema.read(path, "chat")

    assert len(caught.value.diagnostics) == 2


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "the file"),
        (("chats", 0), "chat 1"),
        (("chats", 1, "steps", 2, "expect"), "`expect` of step 3 of chat 2"),
        (("tags", 0), "item 1 of `tags`"),
        (("start", "Attributes", "steps"), "`steps` of `Attributes` of `start`"),
    ],
)
def test_a_path_is_named_in_words(path, name):
    assert name_place(path) == name


def list_properties(part, path=()):
    if isinstance(part, dict):
        properties = part.get("properties", {})
        for name, each in (properties if isinstance(properties, dict) else {}).items():
            yield (*path, name), each
        for key, each in part.items():
            if key == "examples":
                continue
            yield from list_properties(each, (*path, key))
    elif isinstance(part, list):
        for index, each in enumerate(part):
            yield from list_properties(each, (*path, index))


def test_every_property_of_the_chat_format_has_a_description_and_an_example():
    bare = [
        path
        for path, each in list_properties({**schema.load_schema("chat"), "$defs": {}})
        if not (each.get("description") and each.get("examples"))
    ]

    assert bare == []


def test_every_example_of_the_chat_format_is_valid():
    from jsonschema.validators import Draft202012Validator

    whole = schema.load_schema("chat")
    for path, each in list_properties({**whole, "$defs": {}}):
        validator = Draft202012Validator({**each, "$defs": whole["$defs"]})
        for example in each["examples"]:
            assert list(validator.iter_errors(example)) == [], path


def test_each_matcher_can_stand_in_a_step_and_inside_another():
    whole = schema.read_schema("chat")
    steps = whole["$defs"]["Chat"]["properties"]["steps"]["items"]["properties"]
    matchers = set(whole["$defs"]["Matcher"]["properties"])

    assert set(steps["expect"]["properties"]) - matchers == {"within"}
    assert set(steps["never"]["properties"]) - matchers == {"within", "until"}
    assert matchers <= set(steps["expect"]["properties"]) & set(steps["never"]["properties"])


def test_only_what_leads_back_to_itself_is_not_inlined():
    chat = schema.load_schema("chat")

    assert set(find_refs({**chat, "$defs": {}})) == {"#/$defs/Matcher", "#/$defs/SegmentAttributeValue"}


def find_refs(part):
    if isinstance(part, dict) and "$ref" in part:
        yield part["$ref"]
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from find_refs(each)


def test_the_chat_format_has_no_alternatives_that_blur_messages():
    text = str(schema.load_schema("chat"))

    assert not any(f"'{keyword}'" in text for keyword in ("oneOf", "anyOf", "allOf", "if"))
