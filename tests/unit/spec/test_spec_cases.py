"""Runs the data pairs in `tests/cases`; CHATCHECK_ACCEPT=1 rewrites the expected output."""

import os
from pathlib import Path

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec.load import load_spec

CASES = Path(__file__).parents[2] / "cases"
ERR = sorted((CASES / "err").glob("*.chat.yaml"))
OK = sorted((CASES / "ok").glob("*.chat.yaml"))


def name_case(path: Path) -> str:
    return path.name.removesuffix(".chat.yaml")


@pytest.mark.parametrize("path", ERR, ids=name_case)
def test_a_wrong_spec_gives_exactly_these_findings(path, monkeypatch):
    monkeypatch.chdir(path.parent)

    with pytest.raises(SpecError) as caught:
        load_spec(path.name)

    expected = path.with_name(f"{name_case(path)}.out")
    found = f"{caught.value}\n"
    if os.environ.get("CHATCHECK_ACCEPT") == "1":
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", OK, ids=name_case)
def test_a_right_spec_has_no_findings(path):
    assert load_spec(path).chats


def test_there_are_at_least_as_many_wrong_cases_as_right_ones():
    assert len(ERR) >= len(OK) > 0


def test_no_expected_output_has_lost_its_case():
    outputs = {path.stem for path in (CASES / "err").glob("*.out")}

    assert outputs == {name_case(path) for path in ERR}
