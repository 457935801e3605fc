"""Steps of the interpreter against a plain loop that makes the same transitions, effects and log entries."""

import json
import re
import statistics
import time

from chatcheck.flow import interpret
from chatcheck.flow.effects import Disconnect, Log, Say, SetAttributes, SetLogging
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.run import ContactView

ROUNDS = 41
BLOCKS = 60
ARN = "arn:aws:connect:us-east-1:000000000000:instance/i/contact-flow/f"
ATTRIBUTES = {"name": "Ann"}
PATH = re.compile(r"\$\.Attributes\.(\w+)")


def make_document():
    """A long flow of what real flows hold most: messages, attributes, comparisons, with logging on."""
    actions = []

    def add(kind, parameters, operands=(), error="NoMatchingError"):
        here, there = f"a{len(actions)}", f"a{len(actions) + 1}"
        conditions = [
            {"NextAction": there, "Condition": {"Operator": "Equals", "Operands": [operand]}}
            for operand in operands
        ]
        way = {"NextAction": there, "Errors": [{"NextAction": "bye", "ErrorType": error}]}
        way |= {"Conditions": conditions} if conditions else {}
        actions.append({"Identifier": here, "Type": kind, "Parameters": parameters, "Transitions": way})

    add("UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "Enabled"})
    for number in range(BLOCKS):
        add("MessageParticipant", {"Text": f"Step {number}: hello $.Attributes.name, how can we help?"})
        add("UpdateContactAttributes", {"Attributes": {"step": str(number)}})
        add("Compare", {"ComparisonValue": "$.Attributes.step"}, ("x", str(number)), "NoMatchingCondition")
        add("MessageParticipant", {"Text": "One sentence without a path."})
    actions[-1]["Transitions"]["NextAction"] = "bye"
    actions.append({"Identifier": "bye", "Type": "DisconnectParticipant", "Parameters": {}})
    return {"Version": "2019-10-30", "StartAction": "a0", "Actions": actions}


def fill_in(text, attributes):
    return PATH.sub(lambda found: attributes[found[1]], text) if "$" in text else text


def run_plainly(document):
    """What one would write for this flow alone: a loop over dictionaries, no rule of the language checked."""
    actions = {each["Identifier"]: each for each in document["Actions"]}
    attributes, effects, at = dict(ATTRIBUTES), [], document["StartAction"]

    def log(action, kind, **entry):
        head = {"ContactFlowId": ARN, "ContactFlowName": "bench", "ContactFlowModuleType": kind}
        effects.append(Log({**head, "Identifier": action["Identifier"], **entry}))

    while True:
        action = actions[at]
        kind, parameters = action["Type"], action["Parameters"]
        at = action.get("Transitions", {}).get("NextAction")
        if kind == "MessageParticipant":
            text = fill_in(parameters["Text"], attributes)
            effects.append(Say(text))
            log(action, "PlayPrompt", Parameters={"Text": text, "TextToSpeechType": "text"})
        elif kind == "UpdateContactAttributes":
            given = {key: fill_in(value, attributes) for key, value in parameters["Attributes"].items()}
            attributes = {**attributes, **given}
            effects.append(SetAttributes(given))
            for key, value in given.items():
                shown = {"Key": key, "Value": value, "AddAttributeToRelatedContact": "false"}
                log(action, "SetAttributes", Parameters=shown)
        elif kind == "Compare":
            value = attributes[PATH.fullmatch(parameters["ComparisonValue"])[1]]
            for branch in action["Transitions"]["Conditions"]:
                operand = branch["Condition"]["Operands"][0]
                if value == operand:
                    at = branch["NextAction"]
                    break
            shown = {"Value": value, "ComparisonMethod": "Equals", "SecondValue": operand}
            log(action, "CheckAttribute", Parameters=shown, Results="true")
        elif kind == "UpdateFlowLoggingBehavior":
            effects.append(SetLogging(True))
            log(action, "SetLoggingBehavior", Parameters={"LoggingBehavior": "Enable"})
        else:
            log(action, "Disconnect")
            effects.append(Disconnect())
            return effects


def measure_ratio():
    """Return the median ratio of neighbouring runs; both must come to the very same effects."""
    document = make_document()
    flow = parse_flow(json.dumps(document), "bench.json")
    contact = ContactView("c", "i", attributes=ATTRIBUTES)

    def ours():
        return interpret.start(flow, ARN, contact)[1]

    def theirs():
        return run_plainly(document)

    assert list(ours()) == theirs()
    return statistics.median(_time(ours) / _time(theirs) for _ in range(ROUNDS))


def _time(run):
    began = time.process_time()
    for _ in range(5):
        run()
    return time.process_time() - began


if __name__ == "__main__":
    print(f"interpreter / plain loop: {measure_ratio():.2f}")
