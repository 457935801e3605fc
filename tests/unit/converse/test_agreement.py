"""The conversation and the judge agree: whatever is said when, the transcript tells why a chat stopped."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatcheck.converse.conversation import Surroundings, hold
from chatcheck.converse.deadlines import Limits
from chatcheck.judge.verdict import judge
from chatcheck.spec.acts import Disconnect, Notify, Reconnect, Wait
from chatcheck.transcript import from_json
from tests.unit.converse import conftest as words

texts = st.sampled_from(["a", "b", "ab"])
seconds = st.sampled_from([0.5, 1.0, 3.0])
tests = st.sampled_from(
    [{"equals": "a"}, {"contains": "a"}, {"contains": "b"}, {"matches": "(?P<x>.)b"}, {"event": "typing"}]
)
expects = st.builds(lambda test, within_s: words.expect(within_s, **test), tests, seconds)
steps = st.one_of(
    expects,
    st.builds(lambda test, within_s: words.eventually(within_s, **test), tests, seconds),
    st.lists(expects, min_size=2, max_size=3).map(lambda group: words.unordered(*group)),
    st.builds(
        lambda test, within_s, until_next: words.never(within_s, until_next, **test),
        tests,
        st.none() | seconds,
        st.booleans(),
    ),
    texts.map(words.send),
    st.sampled_from(["a", 1, 2]).map(lambda which: words.choose(which, 1.0)),
    st.sampled_from(["typing", "read"]).map(lambda signal: Notify(signal, words.HERE)),
    seconds.map(lambda for_s: Wait(for_s, "it is a test", words.HERE)),
    st.just(Reconnect(0.5, words.HERE)),
)
chats = st.builds(
    lambda steps, leaves: words.make_chat(*steps, *([Disconnect(words.HERE)] if leaves else [])),
    st.lists(steps, min_size=1, max_size=5),
    st.booleans(),
)
things = st.one_of(
    texts.map(lambda text: ("said", text)),
    st.just(("picker", "a")),
    st.just(("happened", "typing")),
    st.just(("happened", "chat.ended")),
)
timed = st.lists(st.tuples(st.integers(1, 40), things, st.none() | st.integers(-5, 5)), max_size=8)
"""What comes when, in tenths of seconds, and how much later or earlier it was said (None: no time given)."""
lost = st.lists(st.tuples(texts, st.integers(1, 40)), max_size=3)
"""What the websocket does not tell: the text, and when it was said."""


def schedule(given_things, prefix):
    makers = {"said": words.said, "picker": words.picker, "happened": words.happened}
    return [
        (
            tenths / 10,
            makers[kind](
                text, identifier=f"{prefix}{index}", at=None if skew is None else (tenths + skew) / 10
            ),
        )
        for index, (tenths, (kind, text), skew) in enumerate(given_things)
    ]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chats, timed, timed, lost)
@pytest.mark.timeout(900)
def test_the_transcript_tells_why_a_chat_stopped(chat, at_first, in_reply, lost_things):
    replies = dict.fromkeys(["a", "b", "ab"], schedule(in_reply, "r"))
    kept = [words.kept(text, f"lost{index}", tenths / 10) for index, (text, tenths) in enumerate(lost_things)]
    service = words.FakeService(on_open=schedule(at_first, "m"), replies=replies, transcript=kept)
    loop = words.VirtualLoop()
    try:
        around = Surroundings(limits=Limits(watch_s=20))
        transcript = loop.run_until_complete(hold(words.FakeInvocation(), chat, service, {}, around))
    finally:
        asyncio.set_event_loop(None)
        loop.close()

    verdict = judge(chat, transcript)

    told = [each.what for each in verdict.findings]
    assert "the conversation stopped early, and nothing in the transcript says why" not in told
    assert judge(chat, from_json(transcript.to_json())).status == verdict.status
    if transcript.outcome in ("ended", "disconnected") and verdict.status == "passed":
        assert all(step.state == "held" for step in verdict.steps)
    if transcript.outcome in ("stopped", "deadline"):
        assert verdict.status == "failed"
