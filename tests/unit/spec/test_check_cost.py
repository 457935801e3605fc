"""What a check of a right spec does not do: counts and names, since times say little on busy machines."""

import json
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from chatcheck.cli.arguments import build_parser
from chatcheck.errors import SpecError
from chatcheck.spec import schema
from chatcheck.spec.load import check_spec, check_text
from chatcheck.spec.yaml_source import Document

ROOT = Path(__file__).parents[3]
GOOD = ROOT / "specs" / "chats" / "orders.chat.yaml"
RIGHT = [*sorted((ROOT / "specs" / "chats").glob("*.chat.yaml"))]
OWN_MODULES = 40
"""Of chatcheck itself, packages included, that `validate` loads; each costs some tenths of a millisecond."""
LOADED = "import sys, json; {}; print(json.dumps(sorted(sys.modules)))"
RUN = "from chatcheck.cli import main; main(['validate', sys.argv[1]])"
SLOW = {
    *("dataclasses", "inspect", "traceback", "difflib", "asyncio", "subprocess", "logging", "unittest"),
    *("jsonschema", "jsonpath", "botocore", "boto3", "aiohttp", "rich", "argcomplete", "prompt_toolkit"),
}


def list_loaded(code, *arguments):
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(code), *arguments], capture_output=True, text=True, check=True
    )
    return set(json.loads(ran.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def loaded():
    """Modules that a whole `validate` of one right spec loads, beyond those of a bare interpreter."""
    pytest.importorskip("jsonschema_rs")
    return list_loaded(RUN, GOOD) - list_loaded("pass")


def test_it_loads_nothing_slow(loaded):
    assert {name.partition(".")[0] for name in loaded} & SLOW == set()


def test_of_others_it_loads_the_yaml_reader_and_the_accelerator_alone(loaded):
    owners = packages_distributions()
    packages = {name.partition(".")[0] for name in loaded}

    installed = {owner for name in packages for owner in owners.get(name, ())}
    assert installed - {"chatcheck"} == {"PyYAML", "jsonschema_rs"}


def test_it_loads_few_modules_of_its_own(loaded):
    own = sorted(name for name in loaded if name.partition(".")[0] == "chatcheck")

    assert len(own) <= OWN_MODULES, own


def test_it_makes_no_model_of_the_spec(loaded):
    assert not {"chatcheck.spec.model", "chatcheck.spec.reading", "chatcheck.spec.violations"} & loaded


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.name)
def test_no_place_of_a_right_spec_is_worked_out(path, monkeypatch):
    asked = []
    monkeypatch.setattr(Document, "_find", lambda self, place: asked.append(place))
    monkeypatch.setattr(Document, "draw", lambda self, place: asked.append(place))

    check_spec(path)

    assert asked == []


def test_the_places_of_a_wrong_spec_are_worked_out_for_its_findings(monkeypatch):
    drawn, draw = [], Document.draw
    monkeypatch.setattr(Document, "draw", lambda self, place: drawn.append(place) or draw(self, place))
    text = GOOD.read_text("utf-8").replace("${order}", "${ordre}").replace("flow: welcome\n", "")

    with pytest.raises(SpecError) as caught:
        check_text(text, "a.yaml")

    assert sorted(set(drawn)) == sorted({each.position for each in caught.value.diagnostics})
    assert len(drawn) == 8


def test_where_the_accelerator_finds_nothing_the_authority_is_not_asked(monkeypatch):
    pytest.importorskip("jsonschema_rs")
    monkeypatch.setattr(schema, "_authority", None)
    monkeypatch.setattr(schema, "load_schema", None)

    check_spec(GOOD)


def test_where_the_accelerator_finds_something_the_authority_says_what(monkeypatch):
    pytest.importorskip("jsonschema_rs")
    monkeypatch.setattr(schema, "_authority", None)

    with pytest.raises(TypeError):
        check_text(GOOD.read_text("utf-8").replace("chats:", "chat:"), "a.yaml")


def list_commands(parser):
    return next(action.choices for action in parser._actions if getattr(action, "choices", None))


def test_a_line_that_names_its_command_needs_the_parser_of_that_one_alone():
    assert list(list_commands(build_parser("validate"))) == ["validate"]


@pytest.mark.parametrize("word", ["", "--help", "validat", "no-such-command"])
def test_a_line_that_names_none_gets_all_commands(word):
    assert set(list_commands(build_parser(word))) >= {"validate", "run", "local", "start-chat-contact"}


def test_a_command_of_no_such_name_is_told_with_all_that_there_are(capsys):
    with pytest.raises(SystemExit) as ended:
        build_parser("validat").parse_args(["validat"])

    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "validate" in said
    assert "cleanup" in said
