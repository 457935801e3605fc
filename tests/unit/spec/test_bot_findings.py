"""What is wrong with a bot's file, each at its place."""

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec.bot import load_bot, load_bots


def find(tmp_path, text, name="orders"):
    path = tmp_path / f"{name}.yaml"
    path.write_text(text)
    with pytest.raises(SpecError) as caught:
        load_bot(path)
    return caught.value.diagnostics


def wrap(*lines):
    return "chatcheck: 1\nintents:\n" + "".join(f"  {line}\n" for line in lines)


def wrap_pattern(pattern):
    intents = "intents: {Bye: {utterances: [bye]}}"
    return f"chatcheck: 1\nslot_types:\n  Number:\n    pattern: '{pattern}'\n{intents}\n"


CASES = {
    "no intent": ("chatcheck: 1\nintents: {}\n", "S109", 2),
    "an intent nobody can say": (wrap("Bye: {utterances: []}"), "S109", 3),
    "an intent's name with a space": (wrap("Say bye: {utterances: [bye]}"), "S108", 3),
    "a misspelt key": (wrap("Bye: {utterances: [bye], replay: Bye}"), "S104", 3),
    "the same utterance twice in an intent": (wrap("Bye: {utterances: [bye, bye]}"), "S109", 3),
    "the same utterance in two intents": (
        wrap("Bye: {utterances: [bye]}", "Go: {utterances: [go, ' BYE']}"),
        "S163",
        4,
    ),
    "an utterance with an unknown slot": (wrap("Order: {utterances: ['where is {Numbr}']}"), "S161", 3),
    "a slot of an unknown type": (
        wrap("Order: {utterances: ['{N}'], slots: {N: {type: Number, ask: Which?}}}"),
        "S162",
        3,
    ),
    "a slot that never asks": (
        wrap("Order: {utterances: ['{N}'], slots: {N: {type: AMAZON.Number}}}"),
        "S105",
        3,
    ),
    "an interactive message of an unknown template": (
        wrap(
            "Bye: {utterances: [ok], reply: {interactive: {templateType: Menu, data: {content: {title: x}}}}}"
        ),
        "S107",
        3,
    ),
    "an interactive message without a title": (
        wrap("Bye: {utterances: [bye], reply: {interactive: {templateType: Panel, data: {content: {}}}}}"),
        "S105",
        3,
    ),
    "an interactive message of a number for a version": (
        wrap(
            "Bye: {utterances: [bye], reply: "
            "{interactive: {templateType: Panel, version: 1.0, data: {content: {title: x}}}}}"
        ),
        "S107",
        3,
    ),
    "a list picker with too many elements": (
        wrap(
            "Bye: {utterances: [bye], reply: {interactive: {templateType: ListPicker, "
            f"data: {{content: {{title: x, elements: [{', '.join(['{title: y}'] * 7)}]}}}}}}}}}}"
        ),
        "S167",
        3,
    ),
    "a quick reply with one element": (
        wrap(
            "Bye: {utterances: [bye], reply: {interactive: {templateType: QuickReply, "
            "data: {content: {title: x, elements: [{title: y}]}}}}}"
        ),
        "S167",
        3,
    ),
    "a time picker without times": (
        wrap(
            "Bye: {utterances: [bye], reply: {interactive: {templateType: TimePicker, "
            "data: {content: {title: x, elements: [{title: y}]}}}}}"
        ),
        "S167",
        3,
    ),
    "a reply that is neither text nor interactive": (wrap("Bye: {utterances: [bye], reply: {}}"), "S105", 3),
    "a text longer than Lex takes": (wrap("Bye: {utterances: [bye], reply: " + "x" * 1_001 + "}"), "S109", 3),
    "an interactive message longer than Lex takes": (
        wrap(
            "Bye:\n    utterances: [bye]\n    reply:\n      interactive:\n        templateType: Panel\n"
            "        data: {content: {elements: [{title: x}], title: " + "x" * 950 + "}}"
        ),
        "S166",
        6,
    ),
    "a question longer than Lex takes": (
        wrap(
            "Bye: {utterances: [bye], slots: {N: {type: AMAZON.Number, ask: {interactive: "
            "{templateType: Panel, data: {content: {elements: [{title: x}], title: " + "x" * 950 + "}}}}}}}"
        ),
        "S166",
        3,
    ),
    "a fallback longer than Lex takes": (
        wrap("Bye: {utterances: [bye]}")
        + "fallback: {reply: {interactive: "
        + "{templateType: Panel, data: {content: {elements: [{title: x}], title: "
        + "x" * 950
        + "}}}}}\n",
        "S166",
        4,
    ),
    "an intent with the fallback's name": (wrap("FallbackIntent: {utterances: [what]}"), "S165", 3),
    "a pattern that is none": (wrap_pattern("[A-Z"), "S164", 4),
    "a pattern without an end": (wrap_pattern("[0-9]+"), "S164", 4),
    "a pattern repeated from two up": (wrap_pattern("[0-9]{2,}"), "S164", 4),
    "a pattern with any character": (wrap_pattern("A.1"), "S164", 4),
    "a language that is none": (
        "chatcheck: 1\nlocale: english\n" + wrap("Bye: {utterances: [bye]}")[13:],
        "S108",
        2,
    ),
    "too much confidence": (
        "chatcheck: 1\nconfidence: 40\n" + wrap("Bye: {utterances: [bye]}")[13:],
        "S109",
        2,
    ),
}


@pytest.mark.parametrize(("text", "code", "line"), CASES.values(), ids=CASES.keys())
def test_a_wrong_bot_is_found_at_its_line(tmp_path, text, code, line):
    found = find(tmp_path, text)

    assert [(each.code, each.position.line) for each in found] == [(code, line)]


def test_a_character_class_may_hold_what_repeats_elsewhere(tmp_path):
    path = tmp_path / "orders.yaml"
    path.write_text(wrap_pattern("[.+*]{1,3}"))

    assert load_bot(path).slot_types["Number"].pattern == "[.+*]{1,3}"


def test_a_bot_cannot_have_a_name_that_no_reference_could_have(tmp_path):
    found = find(tmp_path, wrap("Bye: {utterances: [bye]}"), name="My_Bot")

    assert [each.code for each in found] == ["S160"]


def test_the_findings_of_all_bots_come_at_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(wrap("Order: {utterances: ['{X}']}"))

    with pytest.raises(SpecError) as caught:
        load_bots(tmp_path)

    assert [each.position.file for each in caught.value.diagnostics] == [
        str(tmp_path / "a.yaml"),
        str(tmp_path / "b.yaml"),
    ]
