import pytest

from chatcheck.emulator.lex.problems import find_problems


def test_example_has_no_problem(locale):
    assert find_problems(locale) == []


def change_intent(locale, **members):
    locale["Intents"][0].update(members)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"Name": "no spaces"}, "the name is not one"),
        ({"Name": "Buy"}, "Two intents are named `Buy`"),
        ({"SampleUtterances": [{"Utterance": "in {Colour}"}]}, "the slot `Colour`"),
        ({"SlotPriorities": [{"Priority": 1, "SlotName": "Colour"}]}, "names the slot `Colour`"),
        ({"DialogCodeHook": {"Enabled": True}}, "DialogCodeHook is not supported"),
        ({"FulfillmentCodeHook": {"Enabled": "true"}}, "FulfillmentCodeHook that invokes"),
        ({"KendraConfiguration": {"KendraIndex": "x"}}, "KendraConfiguration is not supported"),
        ({"ParentIntentSignature": "AMAZON.HelpIntent"}, "AMAZON.HelpIntent is not supported"),
        (
            {"ParentIntentSignature": "AMAZON.FallbackIntent"},
            "a fallback intent cannot have SampleUtterances",
        ),
        ({"IntentClosingSetting": {"NextStep": {}, "Conditional": {"IsActive": True}}}, "Conditional is not"),
    ],
)
def test_intent_that_cannot_be_built_is_told(locale, members, said):
    change_intent(locale, **members)
    assert said in " ".join(find_problems(locale))


@pytest.mark.parametrize("pattern", ["[A-Z]+", "A*", "[0-9]{3,}", "A.B", "[A-Z", "x" * 301])
def test_regular_expression_that_lex_refuses_is_told(locale, pattern):
    locale["SlotTypes"][0]["ValueSelectionSetting"]["RegexFilter"]["Pattern"] = pattern
    assert len(find_problems(locale)) == 1


@pytest.mark.parametrize("pattern", ["[A-Z]{3}[0-9]{1,3}", "[.+*]{2}", "A\\.B"])
def test_bounded_regular_expression_is_taken(locale, pattern):
    locale["SlotTypes"][0]["ValueSelectionSetting"]["RegexFilter"]["Pattern"] = pattern
    assert find_problems(locale) == []


def test_regular_expression_needs_the_alphanumeric_parent(locale):
    del locale["SlotTypes"][0]["ParentSlotTypeSignature"]
    assert "needs ParentSlotTypeSignature" in find_problems(locale)[0]


def test_unknown_slot_type_is_told(locale):
    locale["Intents"][0]["Slots"][0]["SlotTypeName"] = "Nothing"
    assert find_problems(locale) == [
        "Intent `OrderStatus`: slot `OrderNumber`: its slot type `Nothing` does not exist."
    ]


def test_required_slot_without_prompt_is_told(locale):
    del locale["Intents"][0]["Slots"][0]["ValueElicitationSetting"]["PromptSpecification"]
    assert "needs a prompt" in find_problems(locale)[0]


def put_message(locale, **members):
    group = locale["Intents"][0]["IntentClosingSetting"]["ClosingResponse"]["MessageGroupsList"][0]
    group["Message"] = members


def test_a_custom_payload_is_taken(locale):
    put_message(locale, CustomPayload={"Value": "{}"})
    assert find_problems(locale) == []


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"SSMLMessage": {"Value": "<speak>x</speak>"}}, "a SSMLMessage message is not supported"),
        ({"ImageResponseCard": {"Title": "x"}}, "a ImageResponseCard message is not supported"),
        ({"CustomPayload": {"Value": "{}"}, "PlainTextMessage": {"Value": "x"}}, "either a CustomPayload or"),
        ({"CustomPayload": {"Value": "x" * 1_001}}, "a custom payload message has 1001 characters"),
        ({"PlainTextMessage": {"Value": "x" * 1_001}}, "a plain text message has 1001 characters"),
        ({}, "a plain text message has 0 characters"),
    ],
)
def test_a_message_that_cannot_be_said_is_told(locale, members, said):
    put_message(locale, **members)
    assert said in " ".join(find_problems(locale))


def test_locale_without_any_utterance_cannot_be_built(locale):
    locale["Intents"] = locale["Intents"][2:]
    assert "No intent has a sample utterance" in " ".join(find_problems(locale))
