import pytest

from chatcheck.lex.definition import BotDefinition, Intent, Slot, SlotType, read_locale
from chatcheck.lex.dialog import hear, start_dialog
from chatcheck.lex.matching import recognise, resolve


def texts(turn):
    return tuple(each.text for each in turn.replies)


def converse(bot, *texts, attributes=None):
    """Say `texts` one after the other; return the turns."""
    dialog, turns = start_dialog(attributes), []
    for text in texts:
        turns.append(hear(bot, dialog, text))
        dialog = turns[-1].dialog
    return turns


@pytest.mark.parametrize(
    "text", ["where is my order A1001", "Where is my order A1001?", "  WHERE is,  my order: A1001!"]
)
def test_case_space_and_punctuation_do_not_count(bot, text):
    [turn] = converse(bot, text)
    assert turn.closed.intent == "OrderStatus"
    assert turn.closed.slots == {"OrderNumber": "A1001"}


def test_closing_message_names_slot_and_session_attribute(bot):
    [turn] = converse(bot, "A1001", attributes={"name": "Ann"})
    assert texts(turn) == ("Looking up A1001 for Ann.",)


def test_missing_slot_is_asked_for(bot):
    asked, closed = converse(bot, "where is my order", "a1002.")
    assert (texts(asked), asked.closed) == (("Which order?",), None)
    assert closed.closed.slots == {"OrderNumber": "a1002"}


def test_slots_are_asked_for_by_priority_after_the_opening(bot):
    first, second = converse(bot, "buy 3 boxes", "very big")
    assert texts(first) == ("With pleasure.", "Which size?")
    assert second.closed.slots == {"Count": "3", "Size": "large"}


def test_fulfilment_message_comes_before_the_closing_one(bot):
    turn = converse(bot, "buy 3 boxes", "small")[-1]
    assert texts(turn) == ("Ordered.", "Thanks.")
    assert turn.closed.state == "Fulfilled"


def test_intent_without_fulfilment_is_ready_for_it(bot):
    assert converse(bot, "A1001")[0].closed.state == "ReadyForFulfillment"


def test_flow_sees_the_result_under_lex(bot):
    [turn] = converse(bot, "Where is my order A1001?", attributes={"k": "v"})
    assert turn.closed.lex == {
        "IntentName": "OrderStatus",
        "Slots": {"OrderNumber": "A1001"},
        "SessionAttributes": {"k": "v"},
        "InputTranscript": "Where is my order A1001?",
        "DialogState": "ReadyForFulfillment",
        "IntentConfidence": {"Score": "1.0"},
    }


def test_another_intent_takes_over_while_a_slot_is_asked_for(bot):
    turn = converse(bot, "buy a big box", "where is my order A1001")[-1]
    assert turn.closed.intent == "OrderStatus"


def test_own_utterance_fills_the_slot_that_is_asked_for(bot):
    turn = converse(bot, "where is my order", "where is my order A1001")[-1]
    assert turn.closed.slots == {"OrderNumber": "A1001"}


def test_closed_dialogue_starts_again(bot):
    turn = converse(bot, "A1001", "where is my order")[-1]
    assert turn.closed is None
    assert texts(turn) == ("Which order?",)


def test_what_nobody_understands_falls_back(bot):
    [turn] = converse(bot, "my hovercraft is full of eels")
    assert (turn.closed.intent, texts(turn)) == ("FallbackIntent", ("Sorry?",))
    assert "IntentConfidence" not in turn.closed.lex


def test_slot_value_that_is_none_falls_back(bot):
    assert converse(bot, "where is my order 12")[0].closed.intent == "FallbackIntent"


def test_slot_is_asked_for_again_until_its_retries_are_used_up(bot):
    turns = converse(bot, "where is my order", "dunno", "12345", "no idea")
    assert [texts(turn) for turn in turns] == [("Which order?",)] * 3 + [("Sorry?",)]
    assert turns[-1].closed.intent == "FallbackIntent"


def test_no_retries_fall_back_at_once(bot):
    turn = converse(bot, "buy a big box", "a few")[-1]
    assert turn.closed.intent == "FallbackIntent"


def test_bot_without_fallback_gets_the_silent_one(locale):
    locale["Intents"].pop()
    [turn] = converse(read_locale("orders", locale), "eels")
    assert (turn.closed.intent, texts(turn)) == ("FallbackIntent", ())


@pytest.mark.parametrize("text", ["", "?!", "-"])
def test_text_without_words_falls_back(bot, text):
    assert converse(bot, text)[0].closed.intent == "FallbackIntent"


def test_a_custom_payload_is_said_as_one_with_its_slots_filled_in(locale):
    payload = {"CustomPayload": {"Value": '{"templateType":"Panel","order":"{OrderNumber}"}'}}
    closing = {"MessageGroupsList": [{"Message": payload}]}
    locale["Intents"][0]["IntentClosingSetting"] = {"ClosingResponse": closing}
    [turn] = converse(read_locale("orders", locale), "A1001")
    [reply] = turn.replies
    assert (reply.text, reply.is_custom) == ('{"templateType":"Panel","order":"A1001"}', True)


def test_plain_text_is_no_custom_payload(bot):
    assert not converse(bot, "A1001")[0].replies[0].is_custom


@pytest.mark.parametrize(("words", "is_taken"), [(1, True), (8, True), (9, False)])
def test_a_slot_takes_up_to_eight_words(words, is_taken):
    free = Slot("Text", SlotType("AMAZON.FreeFormInput", "AMAZON.FreeFormInput"), True, (), 0)
    bot = BotDefinition("b", "en_GB", (Intent("Note", ("note {Text}",), (free,)),))

    assert (recognise(bot, "note " + "word " * words) is not None) is is_taken


@pytest.mark.parametrize(("length", "is_taken"), [(30, True), (31, False)])
def test_a_pattern_takes_up_to_thirty_characters(length, is_taken):
    assert (resolve(SlotType("Code", pattern="[a-z]+"), "a" * length) is not None) is is_taken
