"""What a recorded conversation is written as, and that it fails when the flow says something else."""

import pytest

from chatcheck.record.spec_text import Start, write_spec
from chatcheck.spec.load import parse_spec

ADA = {"Attributes": {"customerName": "Ada", "store": "web"}}


def steps(recording, **start):
    text = recording.write(**start)
    lines = text.partition("    steps:\n")[2].partition("    after:")[0]
    return [line.strip() for line in lines.splitlines()]


def test_what_was_said_stands_in_its_order(recording):
    recording.hear("Welcome.").hear("How can I help?").send("hello, you").hear("Bye!").end()
    assert steps(recording) == [
        "- expect: Welcome.",
        "- expect: How can I help?",
        "- send: hello, you",
        "- expect: Bye!",
        "- expect: {event: chat.ended}",
    ]


def test_it_passes_on_the_same_conversation(recording):
    recording.hear("Welcome.").send("hello").hear("Order A1001 comes on 2026-11-25").end()
    assert recording.judge().status == "passed"


@pytest.mark.parametrize("other", ["Welcome", "welcome.", "Welcome. ", "Wellcome."])
def test_it_fails_when_the_flows_text_changes(recording, another, other):
    recording.hear("Welcome.").send("hello").hear("Bye")
    another.hear(other).send("hello").hear("Bye")
    assert recording.judge(another).status == "failed"


def test_it_fails_when_a_message_is_missing_or_another_one_comes(recording, another):
    recording.hear("Welcome.").hear("How can I help?")
    another.hear("Welcome.").hear("We are closed.").hear("How can I help?")
    assert recording.judge(another).status == "failed"


def test_it_fails_when_the_text_around_what_varies_changes(recording, another):
    recording.hear("Order A1001 is shipped.")
    another.hear("Order B2002 is lost.")
    assert recording.judge(another).status == "failed"


def test_it_passes_when_only_what_varies_is_another(recording, another):
    recording.hear("Order A1001 costs €12.50 and comes on 2026-11-25.").send("thanks for A1001").hear(
        "A1001, €12.50"
    )
    another.hear("Order B2002 costs €3 and comes on 2027-01-01.").send("thanks for B2002").hear("B2002, €3")
    assert recording.judge(another).status == "passed"


def test_it_fails_when_a_captured_text_is_not_said_again(recording, another):
    recording.hear("Order A1001 is found.").send("yes").hear("A1001 is shipped.")
    another.hear("Order B2002 is found.").send("yes").hear("C3003 is shipped.")
    assert recording.judge(another).status == "failed"


def test_what_varies_is_captured_by_the_word_before_it_and_written_again_by_name(recording):
    recording.hear("Your order is A1001.").send("where is A1001?").hear("A1001 is here: A1001").hear("Bye")
    assert steps(recording) == [
        "# - expect: Your order is A1001.",
        r"- expect: {matches: '^Your order is (?P<order>[A-Z]\d{4})\.$'}",
        "- send: where is ${order}?",
        "- expect: '${order} is here: ${order}'",
        "- expect: Bye",
    ]


def test_the_comment_is_the_step_as_it_was_said(recording, another):
    recording.hear("Order A1001 is shipped: now", "bot", after_s=20)
    commented, _ = steps(recording)
    text = recording.write()
    literal = text.replace(text.splitlines()[-1].strip(), commented.removeprefix("# "))
    (chat,) = parse_spec(literal, "a.chat.yaml").chats
    assert chat.steps[0].matcher.equals == "Order A1001 is shipped: now"
    assert (chat.steps[0].matcher.sender, chat.steps[0].within_s) == ("bot", 40)


def test_what_the_customer_typed_first_is_no_capture(recording):
    recording.hear("Hello").send("where is a1001").hear("Order A1001 is shipped.")
    assert steps(recording)[-1] == "- expect: Order A1001 is shipped."


def test_what_the_customer_brought_along_is_no_capture(recording):
    recording.hear("Order A1001, as you said on 2026-11-25.")
    start = {
        "Attributes": {"order": "A1001"},
        "InitialMessage": {"ContentType": "text/plain", "Content": "of 2026-11-25"},
    }
    assert steps(recording, **start) == ["- expect: Order A1001, as you said on 2026-11-25."]


def test_a_part_of_what_the_customer_typed_is_not_the_same(recording):
    recording.hear("Hello").send("XA1001").hear("Order A1001 is shipped.")
    assert "(?P<order>" in steps(recording)[-1]


def test_a_customers_name_becomes_a_capture_of_exactly_that_name(recording, another):
    recording.hear("Welcome back, Ada!").hear("Anything else, Ada?")
    assert steps(recording, **ADA)[1:] == [
        "- expect: {matches: '^Welcome back, (?P<customerName>Ada)!$'}",
        "- expect: Anything else, ${customerName}?",
    ]
    another.hear("Welcome back, Bob!").hear("Anything else, Bob?")
    assert recording.judge(another, **ADA).status == "failed"


def test_the_display_name_is_a_name(recording):
    recording.hear("Hello Grace.")
    assert "(?P<displayName>Grace)" in steps(recording)[-1]


@pytest.mark.parametrize("text", ["Welcome, Adam.", "Our web store", "LoveAda"])
def test_a_part_of_a_word_and_a_plain_value_are_no_names(recording, text):
    recording.hear(text)
    assert steps(recording, **ADA) == [f"- expect: {text}" if "," not in text else "- expect: Welcome, Adam."]


def test_names_of_captures_are_unique_and_never_those_that_are_given(recording):
    recording.hear("order A1001, order B2002").hear("uuid C3003")
    text = recording.write()
    assert "(?P<order>" in text
    assert "(?P<order2>" in text
    assert "(?P<uuid2>" in text


def test_the_same_thing_twice_in_one_message_is_one_capture(recording, another):
    recording.hear("Order A1001: A1001 is shipped")
    assert "(?P=order)" in recording.write()
    another.hear("Order B2002: C3003 is shipped")
    assert recording.judge(another).status == "failed"


def test_a_change_of_speaker_is_said(recording):
    recording.hear("Welcome.").hear("Hm", "bot").hear("Hm again", "bot").hear("Hi", "agent").hear("Bye")
    assert [line.partition("from: ")[2].rstrip("}") for line in steps(recording)] == [
        "",
        "bot",
        "",
        "agent",
        "system",
    ]


def test_a_long_wait_gives_its_step_more_time(recording):
    recording.hear("Welcome.").hear("Still there?", after_s=60).send("yes").hear("Good.", after_s=8)
    assert steps(recording)[1] == "- expect: {equals: Still there?, within: 120s}"
    assert steps(recording)[3] == "- expect: {equals: Good., within: 20s}"


def test_a_message_that_was_not_taken_is_no_step(recording):
    recording.hear("Welcome.").send("never accepted", accepted=False)
    assert steps(recording) == ["- expect: Welcome."]


def test_nothing_is_written_when_nobody_spoke(recording):
    assert recording.send("hello?").write() == ""


def test_an_interactive_message_is_expected_by_its_title(recording):
    picker = '{"templateType": "ListPicker", "data": {"content": {"title": "Which plan?"}}}'
    content_type = "application/vnd.amazonaws.connect.message.interactive"
    recording.hear(picker, content_type=content_type)
    assert steps(recording) == [f"- expect: {{contains: Which plan?, content_type: {content_type}}}"]
    assert recording.judge().status == "passed"


@pytest.mark.parametrize(
    "text",
    ["a ${b}", "$${", "yes", "1.10", "null", "- x", "# x", "a: b", "a\nb", " x ", "it's", "\t", "😀", "[a]"],
)
def test_texts_that_mean_something_to_yaml_or_to_the_spec_survive(recording, text):
    recording.hear(text).send(text)
    assert recording.judge().status == "passed"
    assert recording.chat().steps[0].matcher.equals.replace("$${", "${") == text


class TestStart:
    """The `start` of a recorded spec."""

    def write(self, recording, start):
        return write_spec(recording.hear("Hi").transcript(), start)

    def test_a_deployment_names_the_flow_and_the_instance(self, recording):
        text = recording.hear("Hi").write(ClientToken="t", ChatDurationInMinutes=60)
        assert "flow: welcome\n" in text
        assert not [word for word in ("InstanceId", "ContactFlowId", "ClientToken") if word in text]
        assert "ChatDurationInMinutes: 60" in text

    def test_without_a_deployment_the_ids_are_kept(self, recording):
        document = {"InstanceId": "i-1", "ContactFlowId": "f-1", "ParticipantDetails": {"DisplayName": "A"}}
        text = self.write(recording, Start(document))
        assert "InstanceId: i-1" in text
        assert "ContactFlowId: f-1" in text
        assert "flow:" not in text

    def test_a_flow_that_the_deployment_does_not_name_is_kept_by_id(self, recording):
        document = {"InstanceId": "i-1", "ContactFlowId": "f-1", "ParticipantDetails": {"DisplayName": "A"}}
        text = self.write(recording, Start(document, None, in_deployment=True))
        assert "InstanceId" not in text
        assert "ContactFlowId: f-1" in text

    def test_the_chat_is_called_after_the_first_line(self, recording):
        recording.hear("Hi").send("where is\tmy order: A1001?" + "x" * 200)
        assert recording.chat().name.startswith("where is my order: A1001?xxx")
        assert len(recording.chat().name) == 80


class TestAfter:
    """What the service said in the end."""

    def after(self, recording, **start):
        return recording.write(**start).partition("    after:\n")[2]

    def test_attributes_queue_and_end(self, recording):
        recording.hear("Bye").end().observe("attributes", {"outcome": "yes", "store": "web"})
        recording.observe("queue", None).observe("ended", {"by": "flow", "reason": "X"})
        assert self.after(recording, **ADA) == (
            "      attributes: {outcome: 'yes'}\n      queue: null\n      ended: {by: flow}\n"
        )

    def test_an_attribute_that_changed_is_asked_for(self, recording):
        recording.hear("Bye").observe("attributes", {"store": "pop-up"})
        assert self.after(recording, **ADA) == "      attributes: {store: pop-up}\n"

    def test_a_captured_text_is_asked_for_by_name(self, recording):
        recording.hear("Order A1001 is found").observe("attributes", {"lastOrder": "A1001"})
        assert self.after(recording) == "      attributes: {lastOrder: '${order}'}\n"

    def test_what_varies_and_has_no_name_is_only_told(self, recording):
        recording.hear("Bye").observe("attributes", {"at": "2026-11-25", "x": "z"})
        assert self.after(recording) == (
            "      # the attribute may vary: at: '2026-11-25'\n      attributes: {x: z}\n"
        )

    def test_a_queue_has_its_name(self, recording):
        recording.hear("Wait").observe("queue", {"id": "q", "name": "support"})
        assert self.after(recording) == "      queue: support\n"

    def test_a_queue_without_name_is_only_told(self, recording):
        recording.hear("Wait").observe("queue", {"id": "q", "name": ""}).observe("attributes", {"a": "b"})
        assert "# it entered a queue that the deployment does not name" in self.after(recording)
        assert "queue:" not in self.after(recording)

    def test_our_own_leaving_is_not_asked_for(self, recording):
        recording.hear("Bye").observe("ended", {"by": "customer", "reason": "CUSTOMER_DISCONNECT"})
        assert self.after(recording) == ""

    def test_nothing_observed_asks_for_nothing(self, recording):
        assert "after" not in recording.hear("Bye").write().replace("has a comment", "")
