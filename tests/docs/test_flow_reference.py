"""docs/flow-language.md tells of every action type what chatcheck does; `make accept` rewrites it."""

import os
import re

import pytest

from chatcheck.emulator.contacts.services import call_service
from chatcheck.flow import interpret
from chatcheck.flow.actions import BEHAVIOURS
from chatcheck.flow.actions.services import ROOTS
from chatcheck.flow.catalogue import FAMILIES, RULES
from chatcheck.flow.effects import Fatal
from chatcheck.flow.model import Action, ErrorBranch, Flow, Transitions
from chatcheck.flow.requests import CallService, Failed, Unserved
from chatcheck.flow.run import ContactView
from tests.docs.flow_reference import DOCUMENT, ROOT, tell_here, write_document


def test_the_page_is_made_of_the_table():
    wanted = write_document(DOCUMENT.read_text("utf-8"))
    if os.environ.get("CHATCHECK_ACCEPT"):
        DOCUMENT.write_text(wanted, "utf-8")

    assert DOCUMENT.read_text("utf-8") == wanted


def test_every_type_has_its_section_and_its_row():
    text = DOCUMENT.read_text("utf-8")

    assert re.findall(r"^### (\w+)$", text, re.MULTILINE) == [
        name for family in FAMILIES.values() for name in sorted(family)
    ]
    assert all(f"\n| [{name}](#{name.lower()}) |" in text for name in RULES)


def run_alone(name):
    """Run one action whose branches tell which of them was taken; returns the first place it came to."""
    rule = RULES[name]
    errors = tuple(ErrorBranch(each.name, each.name) for each in rule.errors)
    actions = {"it": Action("it", name, {}, Transitions("on", (), errors))}
    for place in ("on", *(each.name for each in rule.errors)):
        actions[place] = Action(place, "EndFlowExecution")
    run, _ = interpret.start(Flow("it", actions, {}, "alone"), "arn", ContactView("c", "i"))
    return run


@pytest.mark.parametrize("name", [name for name in RULES if tell_here(name) == "takes its error branch"])
def test_what_fails_on_a_chat_takes_the_branch_that_the_page_names(name):
    assert run_alone(name).action.identifier == RULES[name].chat.find_error({})


@pytest.mark.parametrize("name", [name for name in RULES if tell_here(name) == "goes on, as after success"])
def test_what_has_no_effect_on_a_chat_goes_on(name):
    assert run_alone(name).action.identifier == "on"


@pytest.mark.parametrize("name", [name for name in RULES if tell_here(name).startswith("the run ends")])
def test_what_has_no_branch_to_take_ends_the_run(name):
    ending = run_alone(name).ended

    assert isinstance(ending, Fatal)
    assert f"({name})" in ending.reason


@pytest.mark.parametrize("name", sorted(ROOTS))
def test_what_lies_beyond_the_contact_is_asked_of_the_host(name):
    asked = run_alone(name).waiting

    assert isinstance(asked, CallService)
    assert isinstance(call_service(None, asked), Failed if "error branch" in tell_here(name) else Unserved)


@pytest.mark.parametrize("name", RULES)
def test_each_type_is_executed(name):
    assert name in BEHAVIOURS


def test_its_links_lead_somewhere():
    text = DOCUMENT.read_text("utf-8")
    links = re.findall(r"\]\((?!https)([^)#]*)(?:#([\w-]+))?\)", text)
    headings = {
        re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-")
        for each in re.findall(r"^#+ (.*)", text, re.MULTILINE)
    }

    assert len(links) > len(RULES)
    for file, anchor in links:
        assert (DOCUMENT.parent / file).exists(), file
        assert file or anchor in headings, anchor


def test_readme_leads_to_it():
    assert "](docs/flow-language.md)" in (ROOT / "README.md").read_text("utf-8")
