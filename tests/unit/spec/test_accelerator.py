"""jsonschema-rs is a faster way to the same findings: nothing else comes of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec import schema
from chatcheck.spec.bot import load_bot
from chatcheck.spec.environment import load_environments
from chatcheck.spec.load import check_spec

TESTS = Path(__file__).parents[2]
CASES = [
    *sorted((TESTS / "cases" / "err").glob("*.chat.yaml")),
    *sorted((TESTS / "cases" / "ok").glob("*.chat.yaml")),
]
EXAMPLE = TESTS.parent / "specs"
GOOD = EXAMPLE / "chats" / "orders.chat.yaml"
COMMAND = "import sys; {}; from chatcheck.cli import main; sys.exit(main(['validate', *sys.argv[1:]]))"
WITH, WITHOUT = "pass", "sys.modules['jsonschema_rs'] = None"


@pytest.fixture
def unaccelerated(monkeypatch):
    """Make the accelerator not installed, as far as the check can tell."""

    def take_away():
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
        schema._quick_validator.cache_clear()

    yield take_away
    schema._quick_validator.cache_clear()


def find(check, path):
    try:
        check(str(path))
    except SpecError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".chat.yaml"))
def test_a_spec_has_the_same_findings_without_it(path, unaccelerated):
    pytest.importorskip("jsonschema_rs")
    assert schema._quick_validator("chat") is not None
    found = find(check_spec, path)

    unaccelerated()

    assert schema._quick_validator("chat") is None
    assert find(check_spec, path) == found


@pytest.mark.parametrize(
    ("check", "name", "old", "new"),
    [
        (load_environments, "environments.yaml", "account:", "acount:"),
        (load_bot, "bots/orders.yaml", "intents:", "intends:"),
    ],
)
def test_environments_and_bots_have_the_same_findings_without_it(
    check, name, old, new, unaccelerated, tmp_path
):
    pytest.importorskip("jsonschema_rs")
    path = tmp_path / Path(name).name
    text = (EXAMPLE / name).read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    right, wrong = find(check, EXAMPLE / name), find(check, path)

    unaccelerated()

    assert (find(check, EXAMPLE / name), find(check, path)) == (right, wrong)
    assert right == "" != wrong


@pytest.mark.parametrize("path", [GOOD, CASES[0]], ids=["right", "wrong"])
def test_the_command_says_the_same_without_it(path):
    answers = [
        subprocess.run(
            [sys.executable, "-c", COMMAND.format(how), path], capture_output=True, text=True, check=False
        )
        for how in (WITH, WITHOUT)
    ]

    with_it, without = [(each.returncode, each.stdout, each.stderr) for each in answers]
    assert with_it == without
    assert with_it[0] == (0 if path == GOOD else 2)


def test_a_broken_installation_of_it_is_told_as_none_is(monkeypatch, tmp_path):
    """Its file is there, and does not load on this Python: `jsonschema` answers alone."""
    (tmp_path / "jsonschema_rs.py").write_text("raise ImportError('built for another Python')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "jsonschema_rs", raising=False)
    schema._quick_validator.cache_clear()
    try:
        assert schema._quick_validator("chat") is None
        assert find(check_spec, GOOD) == ""
        assert "S1" in find(check_spec, CASES[0])
    finally:
        schema._quick_validator.cache_clear()
