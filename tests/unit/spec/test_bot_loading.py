"""Bots as they are meant to be written."""

import json
from pathlib import Path

from chatcheck.spec.bot import Intent, Interactive, Slot, SlotType, load_bot, load_bots

SPECS = Path(__file__).parents[3] / "specs"
TEXT = """\
chatcheck: 1
locale: en_GB
slot_types: {OrderNumber: {pattern: '[A-Z][0-9]{4}'}}
intents:
  OrderStatus:
    utterances: [where is my order, 'where is {OrderNumber}']
    slots: {OrderNumber: {type: OrderNumber, ask: Which order?, retries: 1}}
    reply: Let me see.
  Goodbye: {utterances: [no, bye]}
fallback: {reply: Sorry?}
"""


def load(tmp_path, text=TEXT):
    path = tmp_path / "orders.yaml"
    path.write_text(text)
    return load_bot(path)


def test_a_bot_is_named_by_its_file(tmp_path):
    assert load(tmp_path).name == "orders"


def test_intents_keep_utterances_slots_and_reply(tmp_path):
    first = load(tmp_path).intents[0]

    assert first == Intent(
        "OrderStatus",
        ("where is my order", "where is {OrderNumber}"),
        (Slot("OrderNumber", "OrderNumber", "Which order?", retries=1),),
        reply="Let me see.",
    )


def test_an_utterance_that_looks_like_a_truth_value_is_text(tmp_path):
    assert load(tmp_path).intents[1].utterances == ("no", "bye")


def test_slot_types_are_patterns(tmp_path):
    assert load(tmp_path).slot_types == {"OrderNumber": SlotType("OrderNumber", "[A-Z][0-9]{4}")}


def test_the_fallback_is_not_an_intent_of_the_file(tmp_path):
    bot = load(tmp_path)

    assert [each.name for each in bot.intents] == ["OrderStatus", "Goodbye"]
    assert bot.fallback_reply == "Sorry?"


def test_a_short_file_has_the_usual_values(tmp_path):
    bot = load(tmp_path, "chatcheck: 1\nintents: {Goodbye: {utterances: [bye]}}\n")

    assert (bot.locale, bot.confidence, bot.session_minutes, bot.fallback_reply) == ("en_US", 0.4, 5, "")


def test_an_interactive_message_becomes_the_template_that_connect_reads(tmp_path):
    text = (
        "chatcheck: 1\nintents:\n  Help:\n    utterances: [help]\n    reply:\n      interactive:\n"
        "        templateType: QuickReply\n"
        "        data: {content: {title: Größe?, elements: [{title: S}, {title: L}]}}\n"
    )
    reply = load(tmp_path, text).intents[0].reply

    assert isinstance(reply, Interactive)
    assert json.loads(reply.payload) == {
        "version": "1.0",
        "templateType": "QuickReply",
        "data": {"content": {"title": "Größe?", "elements": [{"title": "S"}, {"title": "L"}]}},
    }
    assert "Größe" in reply.payload


def test_a_question_and_the_fallback_can_be_interactive(tmp_path):
    picker = (
        "{interactive: {templateType: ListPicker, data: {content: {title: Which?, elements: [{title: A}]}}}}"
    )
    text = (
        "chatcheck: 1\nintents: {Many: {utterances: ['{N} of them'], "
        f"slots: {{N: {{type: AMAZON.Number, ask: {picker}, retries: 0}}}}}}}}\n"
        f"fallback: {{reply: {picker}}}\n"
    )
    bot = load(tmp_path, text)

    assert isinstance(bot.intents[0].slots[0].ask, Interactive)
    assert bot.intents[0].slots[0].retries == 0
    assert isinstance(bot.fallback_reply, Interactive)


def test_a_built_in_slot_type_needs_no_definition(tmp_path):
    text = (
        "chatcheck: 1\nintents: {Many: {utterances: ['{N} of them'], "
        "slots: {N: {type: AMAZON.Number, ask: How many?}}}}\n"
    )

    assert load(tmp_path, text).intents[0].slots[0].type == "AMAZON.Number"


def test_a_folder_holds_bots_by_name(tmp_path):
    (tmp_path / "faq.yaml").write_text("chatcheck: 1\nintents: {Goodbye: {utterances: [bye]}}\n")
    load(tmp_path)

    assert list(load_bots(tmp_path)) == ["faq", "orders"]


def test_a_folder_that_is_not_there_holds_no_bots(tmp_path):
    assert load_bots(tmp_path / "bots") == {}


def test_the_example_understands_what_its_flow_asks_about():
    bot = load_bot(SPECS / "bots/orders.yaml")

    names = [each.name for each in bot.intents]
    assert {"OrderStatus", "OpeningHours", "ReturnItem", "TalkToPerson", "Goodbye"} <= set(names)
