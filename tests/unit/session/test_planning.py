"""Which chats are held on a deployment, and with what values."""

import pytest

from chatcheck.cli.targets import select_chats
from chatcheck.errors import RenderError, UsageError
from chatcheck.planning import plan
from chatcheck.render.deployment import Deployment
from chatcheck.sources import Sources
from chatcheck.spec.load import parse_spec

SPEC = """chatcheck: 1
flow: welcome
start: {ParticipantDetails: {DisplayName: Ada}, Attributes: {locale: '${locale}'}}
chats:
  - name: greets
    examples: [{locale: en-GB}, {locale: de-DE}]
    steps: [{expect: '${locale}'}]
  - name: sells
    only_on: [dev, prod]
    flow: shop
    start: {Attributes: {locale: x}}
    steps: [{expect: hello}]
"""
SPECS = [parse_spec(SPEC, "a.chat.yaml", ["locale"])]


def deploy(environment, **flows):
    return Deployment(environment, "i-1", "eu-west-2", {"welcome": "f-1", **flows})


def test_each_row_is_rendered_with_its_own_values():
    planned = plan(SPECS, deploy("local"), Sources({"locale": "fr-FR"}))

    assert [each.values["locale"] for each in planned[:2]] == ["en-GB", "de-DE"]
    assert planned[1].invocation.document["Attributes"] == {"locale": "de-DE"}


@pytest.mark.parametrize("environment", ["local", ""])
def test_a_chat_for_other_environments_is_skipped_and_needs_no_flow_here(environment):
    elsewhere = plan(SPECS, deploy(environment), Sources({"locale": "x"}))[2]

    assert (elsewhere.chat.skip, elsewhere.invocation) == ("only on dev, prod", None)


def test_on_its_environment_it_is_held():
    here = plan(SPECS, deploy("prod", shop="f-2"), Sources({"locale": "x"}))[2]

    assert here.chat.skip is None
    assert here.invocation.document["ContactFlowId"] == "f-2"


def test_on_its_environment_its_flow_must_be_there():
    with pytest.raises(RenderError, match="shop"):
        plan(SPECS, deploy("dev"), Sources({"locale": "x"}))


@pytest.mark.parametrize("lacks", ["flow: not-deployed", "steps: [{expect: '${env:NOT_SET}'}]"])
def test_a_chat_that_is_skipped_needs_nothing_that_it_waits_for(lacks):
    text = SPEC.replace("    only_on: [dev, prod]\n", "    skip: waits for the new shop\n")
    kind = lacks.partition(":")[0]
    text = "".join(
        f"    {lacks}\n" if line.startswith(f"    {kind}:") and "locale" not in line else line
        for line in text.splitlines(keepends=True)
    )
    specs = [parse_spec(text, "a.chat.yaml", ["locale"])]

    *held, waiting = plan(specs, deploy("local", shop="f-2"), Sources({"locale": "x"}))

    assert [each.held is not None for each in held] == [True, True]
    assert (waiting.chat.skip, waiting.held) == ("waits for the new shop", None)


def test_a_reason_of_its_own_stays():
    specs = [parse_spec(SPEC.replace("    flow: shop\n", "    skip: waits\n"), "a.chat.yaml", ["locale"])]

    assert [
        plan(specs, deploy(name), Sources({"locale": "x"}))[2].chat.skip for name in ("dev", "local")
    ] == [
        "waits",
        "waits",
    ]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [(["greets"], ["greets [1]", "greets [2]"]), (["greets [2]"], ["greets [2]"]), (["sells"], ["sells"])],
)
def test_a_table_is_chosen_as_a_whole_or_by_row(names, chosen):
    (spec,) = select_chats(SPECS, names, [])

    assert [chat.name for chat in spec.chats] == chosen


def test_a_row_that_is_not_there_is_a_finding():
    with pytest.raises(UsageError, match="greets"):
        select_chats(SPECS, ["greets [3]"], [])
