import copy

import pytest

from chatcheck.lex.definition import read_locale


def say(text):
    return {"MessageGroupsList": [{"Message": {"PlainTextMessage": {"Value": text}}}]}


LOCALE = {
    "LocaleId": "en_GB",
    "NluConfidenceThreshold": 0.4,
    "SlotTypes": [
        {
            "Name": "OrderNumber",
            "ParentSlotTypeSignature": "AMAZON.AlphaNumeric",
            "ValueSelectionSetting": {
                "ResolutionStrategy": "ORIGINAL_VALUE",
                "RegexFilter": {"Pattern": "[A-Za-z][0-9]{4}"},
            },
        },
        {
            "Name": "Size",
            "ValueSelectionSetting": {"ResolutionStrategy": "TOP_RESOLUTION"},
            "SlotTypeValues": [
                {"SampleValue": {"Value": "large"}, "Synonyms": [{"Value": "big"}, {"Value": "very big"}]},
                {"SampleValue": {"Value": "small"}},
            ],
        },
    ],
    "Intents": [
        {
            "Name": "OrderStatus",
            "SampleUtterances": [
                {"Utterance": "where is my order"},
                {"Utterance": "where is my order {OrderNumber}"},
                {"Utterance": "{OrderNumber}"},
            ],
            "Slots": [
                {
                    "Name": "OrderNumber",
                    "SlotTypeName": "OrderNumber",
                    "ValueElicitationSetting": {
                        "SlotConstraint": "Required",
                        "PromptSpecification": {**say("Which order?"), "MaxRetries": 2},
                    },
                }
            ],
            "SlotPriorities": [{"Priority": 1, "SlotName": "OrderNumber"}],
            "IntentClosingSetting": {"ClosingResponse": say("Looking up {OrderNumber} for [name].")},
        },
        {
            "Name": "Buy",
            "SampleUtterances": [{"Utterance": "buy a {Size} box"}, {"Utterance": "buy {Count} boxes"}],
            "Slots": [
                {
                    "Name": "Count",
                    "SlotTypeName": "AMAZON.Number",
                    "ValueElicitationSetting": {
                        "SlotConstraint": "Required",
                        "PromptSpecification": {**say("How many?"), "MaxRetries": 0},
                    },
                },
                {
                    "Name": "Size",
                    "SlotTypeName": "Size",
                    "ValueElicitationSetting": {
                        "SlotConstraint": "Required",
                        "PromptSpecification": {**say("Which size?"), "MaxRetries": 1},
                    },
                },
            ],
            "SlotPriorities": [{"Priority": 1, "SlotName": "Size"}, {"Priority": 2, "SlotName": "Count"}],
            "InitialResponseSetting": {"InitialResponse": say("With pleasure.")},
            "FulfillmentCodeHook": {
                "Enabled": False,
                "PostFulfillmentStatusSpecification": {"SuccessResponse": say("Ordered.")},
            },
            "IntentClosingSetting": {"ClosingResponse": say("Thanks.")},
        },
        {
            "Name": "FallbackIntent",
            "ParentIntentSignature": "AMAZON.FallbackIntent",
            "IntentClosingSetting": {"ClosingResponse": say("Sorry?")},
        },
    ],
}


@pytest.fixture
def locale():
    return copy.deepcopy(LOCALE)


@pytest.fixture
def bot(locale):
    return read_locale("orders", locale)
