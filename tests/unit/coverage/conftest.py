"""Flows and log entries in a few words."""

import json

import pytest

from chatcheck.coverage.measure import measure
from chatcheck.coverage.shape import read_shape
from chatcheck.flow.parse import parse_flow
from chatcheck.flow_log import read_log

INSTANCE = "arn:aws:connect:eu-west-2:111122223333:instance/i-1"


class CoverageWords:
    """Builds shapes of flows, and messages of a log."""

    def action(
        self, identifier, kind="MessageParticipant", next_=None, conditions=(), errors=(), **parameters
    ):
        transitions = {"NextAction": next_} if next_ else {}
        if conditions:
            transitions["Conditions"] = [
                {"NextAction": target, "Condition": {"Operator": "Equals", "Operands": [operand]}}
                for operand, target in conditions
            ]
        if errors:
            transitions["Errors"] = [{"NextAction": target, "ErrorType": error} for error, target in errors]
        return {
            "Identifier": identifier,
            "Type": kind,
            "Parameters": parameters,
            "Transitions": transitions,
        }

    def log_on(self, next_):
        return self.action("on", "UpdateFlowLoggingBehavior", next_, FlowLoggingBehavior="Enabled")

    def flow(self, *actions):
        document = {
            "Version": "2019-10-30",
            "StartAction": actions[0]["Identifier"],
            "Actions": list(actions),
        }
        return parse_flow(json.dumps(document), "flow.json")

    def shape(self, *actions, flow_id="f-1", name="shop", **members):
        return read_shape(self.flow(*actions), flow_id, name, **members)

    def entry(
        self, identifier, second=0, contact="c-1", flow_id="f-1", is_module=False, suffix="", **members
    ):
        kind = "flow-module" if is_module else "contact-flow"
        given = {
            "ContactId": contact,
            "ContactFlowId": f"{INSTANCE}/{kind}/{flow_id}{suffix}",
            "ContactFlowName": "dev-shop",
            "ContactFlowModuleType": "PlayPrompt",
            "Identifier": identifier,
            "Timestamp": f"2026-11-22T18:{second // 60:02}:{second % 60:02}.000Z",
            **members,
        }
        return json.dumps(given)

    def way(self, *identifiers, **members):
        """One message a second."""
        return [self.entry(each, second, **members) for second, each in enumerate(identifiers)]

    def measure(self, messages, *shapes, contacts=("c-1",), entry_flows=("f-1",)):
        return measure(read_log(messages), shapes, contacts, entry_flows)


@pytest.fixture(scope="session")
def words():
    return CoverageWords()


@pytest.fixture(scope="session")
def shop(words):
    """on -> ask -> (yes: sell | no: bye | NoMatchingCondition: bye | NoMatchingError: sorry) -> bye."""
    return words.shape(
        words.log_on("ask"),
        words.action(
            "ask",
            "Compare",
            "bye",
            [("yes", "sell"), ("no", "bye")],
            [("NoMatchingCondition", "bye")],
            ComparisonValue="$.Attributes.answer",
        ),
        words.action("sell", next_="bye", errors=[("NoMatchingError", "sorry")], Text="Sold."),
        words.action("sorry", next_="bye", errors=[("NoMatchingError", "bye")], Text="Sorry."),
        words.action("bye", "DisconnectParticipant"),
    )
