"""`chatcheck schema`: what editors and other tools are given."""

import json
from pathlib import Path

import pytest
from jsonschema.validators import Draft202012Validator

from chatcheck import cli
from chatcheck.spec import schema
from chatcheck.spec.load import SUFFIX
from chatcheck.spec.yaml_source import parse

ROOT = Path(__file__).parents[3]


@pytest.fixture
def printed(capsys):
    def run(*arguments):
        assert cli.main(["schema", *arguments]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize("name", schema.PUBLISHED)
def test_a_published_schema_is_complete_in_itself(printed, name):
    found = printed(name)

    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"urn:chatcheck:schema:{name}:1"
    assert all(ref.startswith("#/$defs/") for ref in find_refs(found))
    assert found["title"] and found["type"] == "object"


def find_refs(part):
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
    children = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in children:
        yield from find_refs(each)


def test_that_of_chat_specs_is_printed_unless_another_is_named(printed):
    assert printed() == printed("chat")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/cases/ok").glob("*.chat.yaml")), ids=lambda path: path.name
)
def test_what_it_prints_takes_what_validate_takes(printed, path):
    document = schema.conform(parse(path.read_text(), path.name), "chat")

    assert list(Draft202012Validator(printed("chat")).iter_errors(document.value)) == []


def test_it_refuses_what_validate_refuses(printed):
    wrong = {
        "chatcheck": 1,
        "chats": [{"name": "a", "steps": [{"expect": {"any_of": [{"not": {"contian": "x"}}]}}]}],
    }

    assert [each.validator for each in Draft202012Validator(printed("chat")).iter_errors(wrong)] == [
        "additionalProperties"
    ]


def test_shared_steps_have_a_schema_of_their_own(printed):
    validator = Draft202012Validator(printed("steps"))

    assert validator.is_valid({"steps": [{"expect": "Hello"}, {"include": "more.yaml"}]})
    assert not validator.is_valid({"steps": [{"expect": "Hello"}], "chats": []})


def test_an_unknown_name_is_a_usage_error(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["schema", "flow"])

    assert caught.value.code == 2


def test_the_entry_for_schemastore_names_the_files_that_are_chat_specs():
    entry = json.loads((ROOT / "docs" / "schemastore.json").read_text())

    assert set(entry) == {"name", "description", "fileMatch", "url"}
    assert entry["fileMatch"] == [f"*{SUFFIX}"]
    assert entry["url"] == ""
    assert entry["description"] == schema.read_schema("chat")["description"]
