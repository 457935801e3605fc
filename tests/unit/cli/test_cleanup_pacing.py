"""`chatcheck cleanup` takes its turns with the runs of the same machine, account and Region."""

import asyncio
import contextlib

import pytest

from chatcheck.cli import cleanup_command, run_terms
from chatcheck.cli.run_terms import Terms, open_pacer
from chatcheck.converse.budget_file import OwnBudget
from chatcheck.converse.pacing import HALF
from chatcheck.converse.place import Place
from chatcheck.converse.run_journal import Record

URL = "https://connect.eu-west-2.amazonaws.com"


@pytest.fixture
def budgets(monkeypatch):
    asked = []
    monkeypatch.setattr(run_terms, "find_account", lambda region: f"account in {region}")
    monkeypatch.setattr(run_terms, "open_budget", lambda *place: asked.append(place) or OwnBudget())
    return asked


def clean_up(monkeypatch, url):
    paces = []

    @contextlib.asynccontextmanager
    async def open_service(_access, pacer):
        paces.append(pacer.pace)
        yield None

    monkeypatch.setattr(cleanup_command, "open_service", open_service)
    assert asyncio.run(cleanup_command._end_all(None, Record("run-1", "eu-west-2", url))) == []
    return paces[0]


def test_its_turns_are_those_of_a_run(monkeypatch, budgets):
    pace = clean_up(monkeypatch, URL)
    open_pacer(Terms(Place("eu-west-2", URL, is_loopback=False), pace, jobs=4))

    assert pace.share == HALF
    assert budgets == [(URL, "account in eu-west-2")] * 2


def test_this_machine_is_asked_without_waiting(monkeypatch, budgets):
    assert clean_up(monkeypatch, "http://localhost:4566") is None
    assert budgets == []
