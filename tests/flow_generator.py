"""Contact flows made from a seed, with the shape of real ones: for tests and benchmarks without a corpus.

How often a type, parameter, branch or operator stands in a flow is what 176 real documents (2001 actions)
show; what may stand there is read from the table of action types. Each document is one that Connect would
take, but for the resources that it names.
"""

from __future__ import annotations

import math
import random
import uuid

from chatcheck.flow.catalogue import MODULE, RULES
from chatcheck.flow.catalogue.parameter import LIST, MAP, OBJECT, PATH, PATH_ONLY, STATIC, TEXT

VERSION = "2019-10-30"
MEDIAN_ACTIONS, NINETIETH_ACTIONS, MOST_ACTIONS = 7, 26, 94
SHARE_OF_MODULES = 20 / 176
SHARE_WITH_METADATA = 164 / 176
SHARE_OF_UUIDS = 0.7
SHARE_LOGGING_FIRST = 0.15
UNSEEN_WEIGHT = 0.5
"""For the documented types that no real document holds."""

WEIGHTS = {
    "MessageParticipant": 420, "DisconnectParticipant": 216, "UpdateContactAttributes": 203,
    "InvokeLambdaFunction": 178, "Compare": 160, "UpdateFlowLoggingBehavior": 73,
    "UpdateContactTargetQueue": 73, "GetParticipantInput": 72, "TransferContactToQueue": 58,
    "TransferToFlow": 57, "ShowView": 55, "ConnectParticipantWithLexBot": 46,
    "UpdateContactTextToSpeechVoice": 35, "UpdateContactEventHooks": 31, "UpdateContactData": 30,
    "EndFlowExecution": 29, "UpdateContactRecordingBehavior": 28, "UpdateContactMediaStreamingBehavior": 23,
    "EndFlowModuleExecution": 22, "Loop": 20, "MessageParticipantIteratively": 18, "InvokeFlowModule": 18,
    "CheckHoursOfOperation": 15, "GetCustomerProfile": 11, "TransferParticipantToThirdParty": 10,
    "UpdateContactRoutingBehavior": 10, "UpdateFlowAttributes": 9, "CreateCustomerProfile": 7,
    "CreateWisdomSession": 7, "GetMetricData": 5, "CheckMetricData": 5,
    "UpdateContactRecordingAndAnalyticsBehavior": 4, "CreateCase": 4,
    "UpdatePreviousContactParticipantState": 4, "UpdateContactCallbackNumber": 3,
    "CheckOutboundCallStatus": 3, "GetCase": 3, "CreateTask": 3, "Wait": 3, "UpdateCase": 3,
    "CreateCallbackContact": 2, "UpdateContactRoutingCriteria": 2, "CheckVoiceId": 2, "StartVoiceIdStream": 2,
    "AssociateContactToCustomerProfile": 1,
}  # fmt: skip
FLOW_TYPES = {
    "CONTACT_FLOW": 150, "CUSTOMER_QUEUE": 8, "QUEUE_TRANSFER": 6, "AGENT_WHISPER": 4, "OUTBOUND_WHISPER": 4,
    "CUSTOMER_WHISPER": 2, "AGENT_TRANSFER": 2,
}  # fmt: skip
METADATA_TYPES = {
    "CONTACT_FLOW": "contactFlow", "CUSTOMER_QUEUE": "customerQueue", "QUEUE_TRANSFER": "queueTransfer",
    "AGENT_WHISPER": "agentWhisper", "OUTBOUND_WHISPER": "outboundWhisper",
    "CUSTOMER_WHISPER": "customerWhisper", "AGENT_TRANSFER": "agentTransfer",
}  # fmt: skip
GROUP_WEIGHTS = {
    "Text": 301, "SSML": 86, "PromptId": 33, "Media": 1, "LexV2Bot": 42, "LexBot": 4, "QueueId": 71,
    "AgentId": 2, "VoiceBehavior": 3, "ChatBehavior": 1, "QueuePriority": 10, "CustomerQueue": 10,
    "DefaultAgentUI": 6, "AgentWhisper": 5, "CustomerWhisper": 3, "LanguageCode": 18, "WisdomSessionArn": 7,
    "CustomValidation": 35, "PhoneNumberValidation": 4, "EventHooks": 30,
}  # fmt: skip
SHARES = {
    "TargetContact": 0.7, "SkipWhenDTMFBufferEnabled": 0.03, "TextToSpeechType": 0.01, "InputEncryption": 0.1,
    "InvocationTimeLimitSeconds": 0.99, "LambdaInvocationAttributes": 0.76, "ResponseValidation": 0.69,
    "InvocationType": 0.07, "StoreInput": 0.85, "DTMFConfiguration": 0.55, "LexSessionAttributes": 0.22,
    "LexTimeoutSeconds": 0.04, "LexInitializationData": 0.02, "TextToSpeechVoice": 0.97,
    "TextToSpeechEngine": 0.63, "TextToSpeechStyle": 0.49, "EventHooksConfiguration": 0.2,
    "RecordingBehavior": 0.89, "AnalyticsBehavior": 0.46, "Version": 0.93, "ViewData": 1.0,
    "HoursOfOperationId": 0.8, "ProfileResponseData": 1.0, "MediaStreamingState": 1.0, "Participants": 1.0,
    "MediaStreamType": 1.0, "InterruptFrequencySeconds": 0.39,
}  # fmt: skip
"""How often an optional parameter is given; others are given to one action of five."""
ERROR_SHARES = {
    "MessageParticipant": 0.75, "MessageParticipantIteratively": 0.55, "UpdateContactTextToSpeechVoice": 0.6,
    "Loop": 0.05, "ConnectParticipantWithLexBot": 0.07, "UpdateContactRecordingBehavior": 0.0,
    "InvokeFlowModule": 0.06, "GetCustomerProfile": 1.0, "TransferParticipantToThirdParty": 0.6,
}  # fmt: skip
OPERATORS = {
    "Equals": 266, "TextContains": 47, "NumberGreaterThan": 5, "NumberLessOrEqualTo": 2, "NumberLessThan": 1,
}  # fmt: skip
PATHS = {
    "$.External.{}": 794, "$.Attributes.{}": 344, "$.Lex.Slots.{}": 60, "$.Lex.SessionAttributes.{}": 30,
    "$.Customer.{}": 49, "$.Views.ViewResultData.{}": 44, "$.StoredCustomerInput": 41,
    "$.CustomerEndpoint.Address": 22, "$.FlowAttributes.{}": 21, "$.Queue.Name": 14, "$.Channel": 13,
    "$.ContactId": 9,
}  # fmt: skip
WORDS = (
    "account", "balance", "order", "status", "delivery", "name", "number", "city", "reason", "agent", "help",
    "today", "thank", "you", "please", "choose", "welcome", "one", "moment", "open", "closed", "later",
    "service", "address", "payment", "invoice", "return", "product", "question", "answer",
)  # fmt: skip
SETTINGS = {
    "InputParameters": [],
    "OutputParameters": [],
    "Transitions": [
        {"DisplayName": name, "ReferenceName": name, "Description": ""} for name in ("Success", "Error")
    ],
}


def generate_flows(seed: int, count: int) -> list[dict]:
    """Return that many documents; the same ones for the same seed. Pure."""
    return [generate_flow(seed * 1_000_003 + number) for number in range(count)]


def generate_flow(seed: int, size: int | None = None, flow_type: str = "") -> dict:
    """Return one document. Pure.

    Args:
        seed: gives the same document each time.
        size: how many actions; drawn from the distribution of real flows when it is not given.
        flow_type: the API's, or ``MODULE``; drawn as well.
    """
    chance = random.Random(seed)
    if not flow_type:
        flow_type = MODULE if chance.random() < SHARE_OF_MODULES else pick(chance, FLOW_TYPES)
    actions = _Author(chance, flow_type).write(size or draw_size(chance))
    document = {"Version": VERSION, "StartAction": actions[0]["Identifier"]}
    if chance.random() < SHARE_WITH_METADATA or flow_type not in ("CONTACT_FLOW", MODULE):
        document["Metadata"] = write_metadata(chance, actions, flow_type, seed)
    document["Actions"] = actions
    if flow_type == MODULE:
        document["Settings"] = SETTINGS
    return document


def find_type(document: dict) -> str:
    """Return the flow type of a generated document: what its metadata says, an inbound flow without. Pure."""
    if "Settings" in document:
        return MODULE
    kind = document.get("Metadata", {}).get("type", "contactFlow")
    return next(name for name, word in METADATA_TYPES.items() if word == kind)


def draw_size(chance: random.Random) -> int:
    """Draw the number of actions: log-normal through the median and the ninetieth percentile."""
    sigma = (math.log(NINETIETH_ACTIONS) - math.log(MEDIAN_ACTIONS)) / 1.2816
    return min(MOST_ACTIONS, max(2, round(chance.lognormvariate(math.log(MEDIAN_ACTIONS), sigma))))


def pick(chance: random.Random, weights: dict) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def write_metadata(chance: random.Random, actions: list[dict], flow_type: str, seed: int) -> dict:
    places = {
        action["Identifier"]: {"position": {"x": 200.0 + 240 * number, "y": round(chance.uniform(0, 900), 1)}}
        for number, action in enumerate(actions)
    }
    for action in actions:
        if "-" not in action["Identifier"]:
            places[action["Identifier"]]["isFriendlyName"] = True
    metadata = {"entryPointPosition": {"x": 40, "y": 40}, "ActionMetadata": places, "Annotations": []}
    if flow_type != MODULE:
        metadata |= {"name": f"Flow {seed}", "description": "", "type": METADATA_TYPES[flow_type]}
        metadata |= {"status": "published", "hash": {}}
    return metadata


class _Author:
    """Writes the actions of one flow: each takes up an open branch of an earlier one."""

    def __init__(self, chance: random.Random, flow_type: str) -> None:
        self.chance = chance
        self.values = _Values(chance)
        allowed = {name for name, rule in RULES.items() if flow_type in rule.flow_types}
        weights = {name: WEIGHTS.get(name, UNSEEN_WEIGHT) for name in allowed if RULES[name].documented}
        weights |= {name: WEIGHTS[name] for name in allowed if name in WEIGHTS}
        self.weights = {name: weights[name] for name in sorted(weights)}
        self.ends = {name: each for name, each in self.weights.items() if RULES[name].is_terminal}
        self.middles = {name: each for name, each in self.weights.items() if name not in self.ends}
        self.open: list[tuple[int, dict]] = []
        """Branches without a target, with the number of their action."""

    def write(self, size: int) -> list[dict]:
        actions: list[dict] = []
        for number in range(size):
            if actions:
                self._take_branch()["NextAction"] = self._name(number, actions)
            last = number == size - 1
            name = pick(self.chance, self.ends) if last else self._choose(number)
            actions.append(self._write_action(name, number))
        self._close(actions)
        return [self._finish(action) for action in actions]

    def _choose(self, number: int) -> str:
        if (
            number == 0
            and "UpdateFlowLoggingBehavior" in self.middles
            and self.chance.random() < SHARE_LOGGING_FIRST
        ):
            return "UpdateFlowLoggingBehavior"
        return pick(self.chance, self.weights if len(self.open) > 0 and number > 0 else self.middles)

    def _take_branch(self) -> dict:
        latest = self.chance.random() < 0.7
        return self.open.pop(-1 if latest else self.chance.randrange(len(self.open)))[1]

    def _name(self, number: int, actions: list[dict]) -> str:
        self.identifier = self._identify(number)
        return self.identifier

    def _identify(self, number: int) -> str:
        if self.chance.random() < SHARE_OF_UUIDS:
            return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        return f"{self.chance.choice(WORDS).title()} {self.chance.choice(WORDS)} {number}"

    def _write_action(self, name: str, number: int) -> dict:
        rule = RULES[name]
        identifier = self.identifier if number else self._identify(number)
        parameters = self.values.fill(rule.parameters, rule.groups)
        action = {"Identifier": identifier, "Type": name, "Parameters": parameters, "Transitions": {}}
        if rule.is_terminal:
            return action
        conditions = [{"Condition": each} for each in self._list_conditions(name, parameters)]
        errors = [{"ErrorType": each} for each in self._list_errors(name, parameters)]
        following: dict = {}
        action["Transitions"] = {"NextAction": following, "Conditions": conditions, "Errors": errors}
        self.open += [(number, branch) for branch in self._list_branches(following, conditions, errors)]
        return action

    def _list_branches(self, following: dict, conditions: list[dict], errors: list[dict]) -> list[dict]:
        """Return what other actions may take up, the latest first; the rest will copy another branch."""
        branches = [following, *conditions] if not conditions else list(conditions)
        if errors and self.chance.random() < 0.2:
            branches.insert(0, self.chance.choice(errors))
        return branches

    def _list_conditions(self, name: str, parameters: dict) -> list[dict]:
        result = RULES[name].result
        if result is None or (result.when and not result.when.holds(parameters)):
            return []
        if name == "DistributeByPercentage":
            return [_condition("NumberLessThan", str(each)) for each in (31, 71)]
        if name == "CheckMetricData":
            return [_condition("NumberGreaterThan", "0")]
        operands = self._list_operands(result, parameters)
        return [_condition(self._draw_operator(name), each) for each in operands]

    def _draw_operator(self, name: str) -> str:
        return pick(self.chance, OPERATORS) if name == "Compare" else "Equals"

    def _list_operands(self, result, parameters: dict) -> list[str]:
        needed = list(result.needed) + [str(each) for each in parameters.get(result.needed_from, [])]
        if needed:
            return list(dict.fromkeys(needed))
        count = self.chance.choices((1, 2, 3, 4, 6), (40, 30, 15, 10, 5))[0]
        known = result.operands or ("123456789" if result.pattern else WORDS)
        return self.chance.sample(known, min(count, len(known)))

    def _list_errors(self, name: str, parameters: dict) -> list[str]:
        rule = RULES[name]
        needed = rule.list_required_errors(parameters)
        share = ERROR_SHARES.get(name, 0.5)
        return [
            each.name
            for each in rule.errors
            if each.name in needed
            or (rule.allows_error(each.name, parameters) and self.chance.random() < share)
        ]

    def _close(self, actions: list[dict]) -> None:
        """Let every branch that nobody took lead to the end, or to some later action."""
        last = len(actions) - 1
        self.loops = [number for number, each in enumerate(actions) if each["Type"] == "Loop"]
        for number, action in enumerate(actions[:-1]):
            transitions = action["Transitions"]
            if not transitions:
                continue
            shared = actions[self._draw_later(number, last)]["Identifier"]
            for branch in (*transitions["Errors"], *transitions["Conditions"]):
                branch.setdefault("NextAction", shared)
            copied = [*transitions["Errors"], *transitions["Conditions"]]
            if copied and "NextAction" not in transitions["NextAction"]:
                shared = copied[0]["NextAction"]
            transitions["NextAction"].setdefault("NextAction", shared)

    def _draw_later(self, number: int, last: int) -> int:
        around = [loop for loop in self.loops if loop < number]
        if around and self.chance.random() < 0.1:
            return around[-1]
        return last if self.chance.random() < 0.8 else self.chance.randint(number + 1, last)

    def _finish(self, action: dict) -> dict:
        """Write the branches as exports have them: empty lists are mostly left out."""
        if transitions := action["Transitions"]:
            order = ("NextAction", "ErrorType", "Condition")
            branches = {
                key: [{name: each[name] for name in order if name in each} for each in transitions[key]]
                for key in ("Errors", "Conditions")
                if transitions[key] or self.chance.random() < 0.2
            }
            action["Transitions"] = {"NextAction": transitions["NextAction"]["NextAction"], **branches}
        return action


def _condition(operator: str, operand: str) -> dict:
    return {"Operator": operator, "Operands": [operand]}


class _Values:
    """Writes parameters that a row of the table allows."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def fill(self, parameters, groups, root: dict | None = None) -> dict:
        chosen = self._choose(groups)
        grouped = {name for group in groups for name in group.names}
        written: dict = {}
        root = written if root is None else root
        for each in parameters:
            if self._is_wanted(each, each.name in chosen, each.name in grouped, root):
                written[each.name] = self._write(each, root)
        return written

    def _is_wanted(self, parameter, chosen: bool, grouped: bool, root: dict) -> bool:
        if parameter.when and not parameter.when.holds(root):
            return False
        if parameter.required or chosen or (parameter.needed_when and parameter.needed_when.holds(root)):
            return True
        return not grouped and self.chance.random() < SHARES.get(parameter.name, 0.2)

    def _choose(self, groups) -> set[str]:
        chosen: set[str] = set()
        for group in groups:
            if group.at_least or self.chance.random() < 0.7:
                weights = {name: GROUP_WEIGHTS.get(name, 0.5) for name in group.names}
                chosen.add(pick(self.chance, weights))
        return chosen

    def _write(self, parameter, root: dict):
        kind, name = parameter.kind, parameter.name
        if kind == OBJECT:
            return self.fill(parameter.members, parameter.groups, root)
        if kind == LIST:
            items = [self._write(parameter.item, root) for _ in range(self.chance.choice((1, 1, 2)))]
            return [each for index, each in enumerate(items) if each not in items[:index]]
        if kind == MAP:
            keys = self.chance.sample(WORDS, self.chance.choice((1, 2, 3)))
            return {key: self._write(parameter.item, root) for key in keys}
        if kind in (STATIC, PATH, TEXT, PATH_ONLY):
            return self._write_text(parameter)
        return {self.chance.choice(WORDS): self._write_sentence()} if name == "ViewData" else {}

    def _write_text(self, parameter) -> str:
        if parameter.kind == PATH_ONLY or (parameter.kind == PATH and self.chance.random() < 0.3):
            return self._write_path()
        if parameter.values:
            return self.chance.choice(parameter.values)
        if parameter.is_number:
            least = parameter.at_least or 0
            return str(self.chance.randint(least, min(least + 9, parameter.at_most or least + 9)))
        if parameter.refers_to or parameter.kind in (STATIC, PATH):
            return str(uuid.UUID(int=self.chance.getrandbits(128)))[: parameter.max_chars]
        sentence = self._write_sentence()
        return f"<speak>{sentence}</speak>" if parameter.name == "SSML" else sentence

    def _write_path(self) -> str:
        return pick(self.chance, PATHS).format(self.chance.choice(WORDS))

    def _write_sentence(self) -> str:
        words = self.chance.choices(WORDS, k=min(60, max(1, round(self.chance.lognormvariate(2.2, 0.9)))))
        if self.chance.random() < 0.3:
            words.insert(self.chance.randrange(len(words) + 1), self._write_path())
        return " ".join(words)
