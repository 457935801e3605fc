"""Whatever is said, the recorded spec has no findings and passes on what it was recorded from."""

import json

from hypothesis import given
from hypothesis import strategies as st

from chatcheck.judge.verdict import judge
from chatcheck.record.spec_text import Start, write_spec
from chatcheck.spec.load import parse_spec
from chatcheck.transcript import Event, Transcript

# What varies and what means something to YAML, to placeholders and to regular expressions; and any text.
PIECES = [
    "Order",
    "A1001",
    "A1001",
    "ORD-123456",
    "2026-11-25",
    "2026-11-25T10:00:00.123Z",
    "24/12/2026",
    "March 3rd",
    "9:30 am",
    "€12.50",
    "$12.50",
    "12,50 €",
    "+44 20 7946 0000",
    "123e4567-e89b-12d3-a456-426614174000",
    "1234567",
    "#4711",
    "deadbeef01",
    "Ada",
    "Grace",
    "Smoke check",
    "${",
    "$${",
    "${order}",
    "${Ada}",
    "$",
    "{",
    "}",
    "\\",
    "(?P<order>x)",
    "[a-z]+",
    "'",
    '"',
    ": ",
    " #",
    "- ",
    "yes",
    "null",
    "~",
    "0x10",
    "12:30",
    "\n",
    "\t",
    "\r",
    "\x00",
    "\x85",
    "\u2028",
    "\ufeff",
    "\xa0",
    " ",
    "😀",
    "👩‍💻",
    "é",
    "…",
    "?",
    ".",
    ",",
    "!",
    "%",
    "@",
    "&",
    "*",
    "|",
    ">",
    "`",
]
pieces = st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=4)
texts = st.builds(
    lambda parts, between: between.join(parts),
    st.lists(pieces, min_size=1, max_size=6),
    st.sampled_from(["", " ", " is "]),
)
senders = st.sampled_from(
    [("SYSTEM", "SYSTEM_MESSAGE"), ("SYSTEM", "BOT"), ("AGENT", "Ada"), ("CUSTOM_BOT", "bot ${x}"), ("", "")]
)
said = st.tuples(st.just("hear"), texts | st.just(""), senders)
sent = st.tuples(st.just("send"), texts.filter(bool), st.booleans())
waits = st.floats(0, 30, allow_nan=False)
values = st.text(st.sampled_from("Ada A1001 ${"), max_size=8) | texts
documents = st.fixed_dictionaries(
    {
        "InstanceId": st.just("instance-1"),
        "ContactFlowId": st.just("flow-1"),
        "ParticipantDetails": st.fixed_dictionaries({"DisplayName": texts.filter(bool)}),
    },
    optional={
        "Attributes": st.dictionaries(
            st.sampled_from(["customerName", "store", "x-1", "no"]), values, max_size=3
        ),
        "InitialMessage": st.fixed_dictionaries(
            {"ContentType": st.just("text/plain"), "Content": texts.filter(bool)}
        ),
        "ClientToken": st.just("token"),
        "ChatDurationInMinutes": st.just(60),
    },
)
endings = st.fixed_dictionaries(
    {
        "attributes": st.dictionaries(st.sampled_from(["order", "store", "a-b", "y"]), values, max_size=3),
        "queue": st.sampled_from([None, {"id": "q", "name": "support"}, {"id": "q", "name": ""}]),
        "ended": st.sampled_from([None, {"by": "flow", "reason": "X"}, {"by": "customer", "reason": "Y"}]),
    }
)


def make_events(happenings, ends, ending):
    events, now_s = [], 0.0

    def add(kind, **members):
        events.append(Event(now_s, kind, **members))

    for number, ((kind, text, more), wait_s) in enumerate(happenings):
        now_s += wait_s
        if kind == "hear":
            role, name = more
            add(
                "message",
                id=f"h{number}",
                content=text,
                content_type="text/plain",
                role=role,
                display_name=name,
            )
            continue
        add("note", name="sending", content=text, content_type="text/plain")
        add("message", id=f"s{number}", content=text, role="CUSTOMER", display_name="Ada")
        if more:
            add("sent", id=f"s{number}")
    if ends:
        add("event", name="chat.ended", id="end")
    for name, value in ending.items():
        add("observed", name=name, content=json.dumps(value), source="DescribeContact")
    return tuple(events)


@given(st.lists(st.tuples(said | sent, waits), max_size=8), st.booleans(), endings, documents, st.booleans())
def test_a_recorded_spec_parses_and_passes_on_its_own_conversation(
    happenings, ends, ending, document, deployed
):
    transcript = Transcript(
        "", "", "c-1", "", "disconnected", make_events(happenings, ends, ending), failure=""
    )
    start = Start(document, "welcome" if deployed else None, deployed)

    text = write_spec(transcript, start)

    heard = ends or any(kind == "hear" for (kind, *_), _ in happenings)
    assert bool(text) == heard
    if heard:
        (chat,) = parse_spec(text, "first.chat.yaml").chats
        verdict = judge(chat, transcript)
        assert verdict.status == "passed", (verdict.findings, text)
        assert chat.flow == ("welcome" if deployed else None)


@given(documents)
def test_the_start_means_what_was_given(document):
    events = make_events([(("hear", "Hello", ("SYSTEM", "SYSTEM_MESSAGE")), 1.0)], False, {})
    text = write_spec(Transcript("", "", "c", "", "ended", events), Start(document))

    (chat,) = parse_spec(text, "first.chat.yaml").chats

    def restore(value):
        if isinstance(value, str):
            return value.replace("$${", "${")
        return {key: restore(each) for key, each in value.items()} if isinstance(value, dict) else value

    assert restore(chat.start) == {key: each for key, each in document.items() if key != "ClientToken"}
