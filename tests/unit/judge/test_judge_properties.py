import json

from hypothesis import given
from hypothesis import strategies as st

from chatcheck.judge.interactive import CONTENT_TYPE as INTERACTIVE
from chatcheck.judge.verdict import judge
from chatcheck.source import Position
from chatcheck.spec.acts import Attach, Choose, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.model import (
    After,
    AttachmentMatcher,
    Chat,
    Eventually,
    Expect,
    JsonAt,
    JsonTest,
    Length,
    Matcher,
    Never,
    Send,
    TranscriptMatcher,
    Unordered,
)
from chatcheck.transcript import Event, Transcript, from_json

HERE = Position("a.chat.yaml", 1, 1)
KINDS = ("message", "event", "step", "sent", "act", "observed", "unknown", "closed", "note")
HEARD_KINDS = ("message", "event")
EXPECTING = (Expect, Eventually, Unordered)
OUTCOMES = ("ended", "disconnected", "deadline", "stopped", "interrupted", "broken")

PICKER = '{"data": {"content": {"title": "Hello", "elements": [{"title": "Hello"}]}}}'
FILES = '[{"AttachmentName": "Hello"}, 7]'
STORED = '{"events": [{"at_s": 0.0, "kind": "message", "content": "Hello"}]}'

# Few distinct texts, so that matchers and messages meet; and any text at all, so that nothing is safe.
known = ("Hello", PICKER, FILES, STORED, "hello ${name}", "A-1", "null", '{"by": "flow"}', "${", "")
texts = st.sampled_from(known) | st.text(max_size=8)
names = st.sampled_from(
    [
        *("chat.ended", "participant.joined", "attachment", "message.read", "reconnected"),
        *("attributes", "queue", "ended", "duration", "transcript", ""),
    ]
)
expressions = st.sampled_from([r"(?P<name>\w+)", "^Hello$", "(", "${name}+", "a{1,99999999999}"])
maybe = st.none() | texts
times = st.floats(0, 60, allow_nan=False)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
lengths = st.builds(Length, st.none() | st.integers(0, 20), st.none() | st.integers(0, 20))


def build_matchers(expressions, inner=None):
    """Matchers of any kind; around `inner` ones where given."""
    paths = st.sampled_from(["$", "$.by", "$..*", "$[0]", "$[?@.by == 'flow']"])
    nothing = st.none() if inner is None else st.none() | inner
    places = st.builds(JsonAt, paths, nothing, values)
    nested = {} if inner is None else {"any_of": inner_lists(inner), "all_of": inner_lists(inner)}
    return st.builds(
        Matcher,
        position=st.just(HERE),
        equals=maybe,
        contains=maybe,
        matches=st.none() | expressions,
        ignore_case=st.booleans(),
        normalize=st.booleans(),
        one_of=st.none() | st.lists(texts, max_size=2).map(tuple),
        length=st.none() | lengths,
        json=st.none() | st.builds(JsonTest, st.booleans(), values, st.lists(places, max_size=2).map(tuple)),
        sender=st.sampled_from([None, "system", "bot", "agent", "Ada"]),
        content_type=st.sampled_from([None, "text/plain"]),
        event=st.sampled_from([None, "chat.ended"]),
        attachment=st.none()
        | st.builds(
            AttachmentMatcher, maybe, st.sampled_from([None, "text/plain"]), st.none() | st.integers()
        ),
        negated=nothing,
        **nested,
    )


def inner_lists(inner):
    return st.lists(inner, max_size=2).map(tuple)


matchers = st.recursive(
    build_matchers(expressions), lambda inner: build_matchers(expressions, inner), max_leaves=4
)
here = st.just(HERE)
expects = st.builds(Expect, matchers, times, here)
documents = texts | st.lists(texts, max_size=2) | st.dictionaries(texts, texts | st.integers(), max_size=2)
steps = st.one_of(
    expects,
    st.builds(Eventually, matchers, times, here),
    st.builds(Unordered, st.lists(expects, min_size=2, max_size=4).map(tuple), here),
    st.builds(Never, matchers, st.none() | times, here, until_next=st.booleans()),
    st.builds(Send, texts, here, json=st.none() | documents),
    st.builds(Choose, texts, st.none(), times, here),
    st.builds(Choose, st.none(), st.integers(1, 3), times, here),
    st.builds(Notify, st.sampled_from(["typing", "delivered", "read"]), here),
    st.builds(Attach, st.just("/a.pdf"), texts, st.just("application/pdf"), here),
    st.builds(Wait, times, texts, here),
    st.builds(Disconnect, here),
    st.builds(Reconnect, times, here),
)
afters = st.builds(
    After,
    st.just(HERE),
    attributes=st.none() | st.dictionaries(texts, maybe, max_size=2),
    queue=maybe,
    no_queue=st.booleans(),
    ended_by=st.sampled_from([None, "flow", "customer"]),
    disconnect_reason=st.sampled_from([None, "API"]),
    longest_s=st.none() | times,
    transcript=st.none()
    | st.builds(TranscriptMatcher, here, st.none() | matchers, st.lists(matchers, max_size=3).map(tuple)),
)
chats = st.builds(
    Chat,
    name=st.just("a chat"),
    flow=st.just("welcome"),
    start=st.just({}),
    steps=st.lists(steps, max_size=5).map(tuple),
    position=st.just(HERE),
    after=st.none() | afters,
)


def events(kinds):
    return st.builds(
        Event,
        at_s=times,
        kind=st.sampled_from(kinds),
        id=st.sampled_from(["", "m1", "m2"]),
        content=texts,
        content_type=st.sampled_from(["text/plain", "application/json", INTERACTIVE, ""]),
        name=names,
        role=st.sampled_from(["SYSTEM", "CUSTOMER", "AGENT", "CUSTOM_BOT", ""]),
        display_name=st.sampled_from(["BOT", "SYSTEM_MESSAGE", "Ada"]),
        step=st.none() | st.integers(-1, 6),
    )


def transcripts(kinds=KINDS, outcomes=OUTCOMES):
    return st.builds(
        Transcript,
        spec=st.just("a.chat.yaml"),
        chat=st.just("a chat"),
        contact_id=st.just("c-1"),
        started=st.just("2026-11-22T18:00:00.000+00:00"),
        outcome=st.sampled_from(outcomes),
        events=st.lists(events(kinds), max_size=8).map(tuple),
        values=st.dictionaries(st.just("name"), texts, max_size=1),
    )


@given(chats, transcripts())
def test_judge_never_raises_and_accounts_for_each_step(chat, transcript):
    verdict = judge(chat, transcript)

    assert len(verdict.steps) == len(chat.steps)
    assert bool(verdict.findings) == (verdict.status in ("failed", "broken"))


@given(chats, transcripts())
def test_judge_says_the_same_of_the_saved_transcript(chat, transcript):
    saved = json.loads(json.dumps(transcript.to_json()))

    assert judge(chat, from_json(saved)) == judge(chat, from_json(from_json(saved).to_json()))
    assert judge(chat, from_json(saved)).status == judge(chat, transcript).status


@given(chats, transcripts(tuple(kind for kind in KINDS if kind not in HEARD_KINDS)))
def test_a_transcript_in_which_nothing_was_heard_never_passes(chat, transcript):
    assert judge(chat, transcript).status in ("failed", "broken")


@given(chats, transcripts(outcomes=("broken", "interrupted")))
def test_a_cut_off_conversation_is_always_broken(chat, transcript):
    assert judge(chat, transcript).status == "broken"


@given(chats, transcripts())
def test_a_passed_chat_met_every_expectation(chat, transcript):
    verdict = judge(chat, transcript)

    if verdict.status == "passed":
        assert all(step.state == "held" for step in verdict.steps)
        expecting = [
            step for step, made in zip(verdict.steps, chat.steps, strict=True) if isinstance(made, EXPECTING)
        ]
        assert all(step.event_index is not None for step in expecting)
        assert len({step.event_index for step in expecting}) == len(expecting)


@given(transcripts())
def test_a_transcript_round_trips_through_json(transcript):
    once = from_json(json.loads(json.dumps(transcript.to_json())))

    assert from_json(once.to_json()) == once
    assert len(once.events) == len(transcript.events)
