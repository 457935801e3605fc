"""A small project of flows, bots, hours and specs, to play and to predict."""

import json
from pathlib import Path

from tests.unit.emulator.contacts.chat_world import action, bye, say

BOT = """\
chatcheck: 1
description: helps
intents:
  Order:
    utterances: [where is my order, '{Number}']
    slots:
      Number: {type: AMAZON.Number, ask: Which order?, retries: 1}
    reply: I look.
fallback: {reply: Pardon?}
"""
ENVIRONMENTS = """\
chatcheck: 1
defaults:
  region: eu-west-2
  hours:
    shop: {time_zone: Europe/London, open: always}
    never: {time_zone: Europe/London, open: never}
    people: {time_zone: Europe/London, open: {monday: 08:00-20:00}}
  queues:
    support: {hours: people}
    shop: {hours: never}
environments:
  local: {account: 000000000000, region: us-east-1}
"""
ERROR = [("NoMatchingError", "sorry")]


def ask_bot(bot="${bot:orders}", **parameters):
    errors = [("InputTimeLimitExceeded", "silent"), ("NoMatchingCondition", "again"), *ERROR]
    return action(
        "ask",
        "ConnectParticipantWithLexBot",
        "again",
        conditions=[("Order", "look")],
        errors=errors,
        LexV2Bot={"AliasArn": bot},
        Text="What do you want?",
        **parameters,
    )


def look_up(following="tell"):
    return action(
        "look",
        "InvokeLambdaFunction",
        following,
        errors=ERROR,
        LambdaFunctionARN="${lambda:orders}",
        InvocationTimeLimitSeconds="3",
        LambdaInvocationAttributes={"number": "$.Lex.Slots.Number"},
    )


def order_flow(bot="${bot:orders}"):
    return (
        say("hi", "Welcome $.Attributes.name.", "ask"),
        ask_bot(bot),
        look_up(),
        say("tell", "It is $.External.state.", "bye"),
        say("again", "Pardon me.", "ask"),
        say("silent", "Still there?", "bye"),
        say("sorry", "Sorry.", "bye"),
        bye(),
    )


def write_flow(folder: Path, name: str, *actions, **more) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    document = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": actions, **more}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def write_project(root: Path) -> Path:
    """Write bots and environments; return the folder of the flows."""
    specs = root / "specs"
    (specs / "bots").mkdir(parents=True)
    (specs / "bots" / "orders.yaml").write_text(BOT, "utf-8")
    (specs / "environments.yaml").write_text(ENVIRONMENTS, "utf-8")
    (specs / "flows").mkdir()
    return specs / "flows"
