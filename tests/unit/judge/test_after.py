import pytest

from chatcheck.source import Position
from chatcheck.spec.model import Matcher, TranscriptMatcher


@pytest.fixture
def judge_after(words, script):
    """Judge a chat whose one step holds, with what `after` asks and what was observed."""

    def judge_it(asked, observed, values=None):
        chat = words.chat(words.expect("Hello"), after=words.after(**asked))
        script.system("Hello")
        for name, value in observed.items():
            script.observe(name, value)
        return script.judge(chat, values=values)

    return judge_it


HERE = Position("a.chat.yaml", 92, 7)
TRANSCRIPT = {
    "location": "bucket/key",
    "events": [
        {"at_s": 0.0, "kind": "message", "content": "Hello", "content_type": "text/plain", "role": "SYSTEM"},
        {"at_s": 0.0, "kind": "message", "content": "A-1", "content_type": "text/plain", "role": "CUSTOMER"},
        {"at_s": 0.0, "kind": "event", "name": "chat.ended"},
    ],
}


def stored(*has, contains=None, **manner):
    text = None if contains is None else Matcher(HERE, contains=contains, **manner)
    return TranscriptMatcher(HERE, text, tuple(Matcher(HERE, **each) for each in has))


WAY = {
    "path": [
        {"flow": "welcome", "block": "Greet"},
        {"flow": "greeting", "block": "Hi"},
        {"flow": "welcome", "block": "End the chat"},
    ],
    "asked": {
        "Greet": {"exists": True, "near": ""},
        "Sell": {"exists": True, "near": ""},
        "flow:handoff/Greet": {"exists": True, "near": ""},
        "End a chat": {"exists": True, "near": ""},
        "Gret": {"exists": False, "near": "Greet"},
        "Nowhere": {"exists": False, "near": ""},
        "Dark": {"exists": None, "near": ""},
    },
}
TOLD = "welcome: Greet -> greeting: Hi -> welcome: End the chat"


HOLDING = {
    "an attribute": ({"attributes": {"a": "1"}}, {"attributes": {"a": "1", "b": "2"}}),
    "an attribute with a placeholder": (
        {"attributes": {"a": "no ${order}"}},
        {"attributes": {"a": "no A-1"}},
    ),
    "an absent attribute": ({"attributes": {"a": None}}, {"attributes": {}}),
    "a queue": ({"queue": "support"}, {"queue": {"id": "q-1", "name": "support"}}),
    "no queue": ({"no_queue": True}, {"queue": None}),
    "a reason": (
        {"disconnect_reason": "API"},
        {"ended": {"by": "system", "reason": "API"}},
    ),
    "a duration": ({"shortest_s": 1.0, "longest_s": 30.0}, {"duration": 30.0}),
    "a duration at its least": ({"shortest_s": 1.0}, {"duration": 1}),
    "a text of the transcript": ({"transcript": stored(contains="ello")}, {"transcript": TRANSCRIPT}),
    "a text with a placeholder": (
        {"transcript": stored(contains="${order}")},
        {"transcript": TRANSCRIPT},
    ),
    "a text in another case": (
        {"transcript": stored(contains="hELLO", ignore_case=True)},
        {"transcript": TRANSCRIPT},
    ),
    "messages of the transcript in any order": (
        {"transcript": stored({"equals": "A-1"}, {"contains": "l"}, {"event": "chat.ended"})},
        {"transcript": TRANSCRIPT},
    ),
    "a message that fits two": (
        {"transcript": stored({"matches": "."}, {"equals": "Hello"})},
        {"transcript": TRANSCRIPT},
    ),
    "visited blocks": (
        {"visited": ("End the chat", "flow:welcome/Greet", "module:greeting/Hi")},
        {"visited": WAY},
    ),
    "blocks that were not visited": (
        {"not_visited": ("Sell", "flow:handoff/Greet", "Dark")},
        {"visited": WAY},
    ),
    "ended by": ({"ended_by": "flow"}, {"ended": {"by": "flow", "reason": "CONTACT_FLOW_DISCONNECT"}}),
}
FAILING = {
    "another value": ({"attributes": {"a": "1"}}, {"attributes": {"a": "2"}}, "attributes.a", "2"),
    "no attribute": ({"attributes": {"a": "1"}}, {"attributes": {}}, "attributes.a", "no such attribute"),
    "an attribute too many": ({"attributes": {"a": None}}, {"attributes": {"a": ""}}, "attributes.a", ""),
    "a number": ({"attributes": {"a": "1"}}, {"attributes": {"a": 1}}, "attributes.a", "1"),
    "another queue": ({"queue": "support"}, {"queue": {"id": "q", "name": "sales"}}, "queue", "sales"),
    "never queued": ({"queue": "support"}, {"queue": None}, "queue", "no queue"),
    "queued": ({"no_queue": True}, {"queue": {"id": "q", "name": "sales"}}, "queue", "sales"),
    "a foreign queue": (
        {"queue": "support"},
        {"queue": {"id": "q-9", "name": ""}},
        "queue",
        "queue q-9, which the deployment does not name",
    ),
    "a foreign queue where none is asked": (
        {"no_queue": True},
        {"queue": {"id": "q-9", "name": ""}},
        "queue",
        "queue q-9, which the deployment does not name",
    ),
    "ended by another": (
        {"ended_by": "flow"},
        {"ended": {"by": "customer", "reason": "CUSTOMER_DISCONNECT"}},
        "ended",
        "ended by customer (CUSTOMER_DISCONNECT)",
    ),
    "another reason": (
        {"disconnect_reason": "CONTACT_FLOW_DISCONNECT"},
        {"ended": {"by": "system", "reason": "API"}},
        "disconnect_reason",
        "API",
    ),
    "no reason": (
        {"disconnect_reason": "API"},
        {"ended": {"by": "system", "reason": ""}},
        "disconnect_reason",
        "no reason given",
    ),
    "no reason yet": ({"disconnect_reason": "API"}, {"ended": None}, "disconnect_reason", "still open"),
    "too short": ({"shortest_s": 2.0}, {"duration": 1.999}, "duration.min", "1.999 s"),
    "too long": ({"longest_s": 2.0}, {"duration": 2.5}, "duration.max", "2.5 s"),
    "no duration yet": ({"longest_s": 2.0}, {"duration": None}, "duration", "still open"),
    "no transcript": ({"transcript": stored(contains="x")}, {"transcript": None}, "transcript", "none"),
    "another text in the transcript": (
        {"transcript": stored(contains="x")},
        {"transcript": TRANSCRIPT},
        "transcript.contains",
        "Hello; A-1",
    ),
    "a message that is not there": (
        {"transcript": stored({"equals": "Hello"}, {"equals": "Bye"})},
        {"transcript": TRANSCRIPT},
        "transcript.has",
        "Hello; A-1",
    ),
    "a message that is there once": (
        {"transcript": stored({"equals": "Hello"}, {"equals": "Hello"})},
        {"transcript": TRANSCRIPT},
        "transcript.has",
        "Hello; A-1",
    ),
    "a block that was not visited": (
        {"visited": ("Sell",)},
        {"visited": WAY},
        "visited.Sell",
        TOLD,
    ),
    "a block nearly named like a visited one": (
        {"visited": ("End a chat",)},
        {"visited": WAY},
        "visited.End a chat",
        f"did you mean `End the chat`? It came along {TOLD}",
    ),
    "a block of another flow": (
        {"visited": ("flow:handoff/Greet",)},
        {"visited": WAY},
        "visited.flow:handoff/Greet",
        f"it came to `Greet` of welcome; {TOLD}",
    ),
    "a block that no flow has": (
        {"visited": ("Gret",)},
        {"visited": WAY},
        "visited.Gret",
        "no block of that name: did you mean `Greet`?",
    ),
    "a block that must not be visited and cannot be": (
        {"not_visited": ("Nowhere",)},
        {"visited": WAY},
        "not_visited.Nowhere",
        "no block of that name",
    ),
    "still open": ({"ended_by": "flow"}, {"ended": None}, "ended", "still open"),
}


@pytest.mark.parametrize(("asked", "observed"), HOLDING.values(), ids=HOLDING.keys())
def test_what_was_observed_is_as_asked(judge_after, asked, observed):
    assert judge_after(asked, observed, {"order": "A-1"}).status == "passed"


@pytest.mark.parametrize(("asked", "observed", "test", "actual"), FAILING.values(), ids=FAILING.keys())
def test_what_was_observed_differs(judge_after, asked, observed, test, actual):
    verdict = judge_after(asked, observed)

    (finding,) = verdict.findings
    assert verdict.status == "failed"
    assert (finding.kind, finding.test, finding.actual) == ("after", test, actual)


@pytest.mark.parametrize(
    ("name", "told"),
    [("Greet", "welcome: Greet"), ("module:greeting/Hi", "welcome: Greet -> greeting: Hi")],
)
def test_a_block_that_must_not_be_visited_and_was_is_forbidden(judge_after, name, told):
    verdict = judge_after({"not_visited": (name,)}, {"visited": WAY})

    (finding,) = verdict.findings
    assert (verdict.status, finding.kind, finding.test) == ("failed", "forbidden", f"not_visited.{name}")
    assert (finding.expected, finding.actual) == (f"not {name}", told)


def test_a_long_way_is_cut_in_front(judge_after):
    path = [{"flow": "a", "block": f"b{number}"} for number in range(99)]

    (finding,) = judge_after({"visited": ("x",)}, {"visited": {"path": path, "asked": {}}}).findings

    assert finding.actual.startswith("… -> b")
    assert finding.actual.endswith(" -> b97 -> b98")
    assert len(finding.actual) < 100


@pytest.mark.parametrize("asked", [{"visited": ("x",)}, {"not_visited": ("x",)}])
@pytest.mark.parametrize("reading", [None, {"path": [], "asked": {}}])
def test_a_log_that_tells_nothing_is_broken(judge_after, asked, reading):
    verdict = judge_after(asked, {"visited": reading})

    assert (verdict.status, verdict.findings[0].kind) == ("broken", "transport")
    assert "UpdateFlowLoggingBehavior" in verdict.findings[0].actual


def test_an_absence_that_nobody_asked_for_then_is_broken(judge_after):
    """A saved transcript does not know whether there is such a block."""
    verdict = judge_after({"not_visited": ("Later",)}, {"visited": WAY})

    assert verdict.status == "broken"


def test_every_difference_is_named(judge_after):
    asked = {"attributes": {"a": "1", "b": "2"}, "queue": "support", "ended_by": "flow"}

    verdict = judge_after(asked, {"attributes": {}, "queue": None, "ended": None})

    assert [each.test for each in verdict.findings] == ["attributes.a", "attributes.b", "queue", "ended"]


@pytest.mark.parametrize(
    "asked",
    [
        {"attributes": {"a": None}},
        {"no_queue": True},
        {"ended_by": "flow"},
        {"disconnect_reason": "API"},
        {"longest_s": 1.0},
        {"transcript": stored(contains="x")},
        {"visited": ("x",)},
        {"not_visited": ("x",)},
    ],
)
def test_what_was_not_observed_is_broken(judge_after, asked):
    verdict = judge_after(asked, {})

    assert (verdict.status, verdict.findings[0].kind) == ("broken", "transport")


@pytest.mark.parametrize(
    ("asked", "observed"),
    [
        ({"attributes": {"a": "1"}}, {"attributes": "none"}),
        ({"queue": "support"}, {"queue": "support"}),
        ({"ended_by": "flow"}, {"ended": ["flow"]}),
        ({"disconnect_reason": "API"}, {"ended": "API"}),
        ({"longest_s": 1.0}, {"duration": "1 s"}),
        ({"longest_s": 1.0}, {"duration": True}),
        ({"transcript": stored(contains="x")}, {"transcript": ["x"]}),
        ({"transcript": stored(contains="x")}, {"transcript": {"events": [{"kind": "x"}]}}),
        ({"visited": ("x",)}, {"visited": ["x"]}),
        ({"visited": ("x",)}, {"visited": {"path": "x"}}),
        ({"not_visited": ("x",)}, {"visited": {"path": [{"flow": "a"}]}}),
        ({"not_visited": ("x",)}, {"visited": {"path": [7]}}),
    ],
)
def test_a_reading_of_another_shape_is_a_type_mismatch(judge_after, asked, observed):
    verdict = judge_after(asked, observed)

    assert (verdict.status, verdict.findings[0].kind) == ("failed", "type")


def test_the_last_reading_counts(judge_after, script):
    script.observe("queue", None)

    assert judge_after({"queue": "support"}, {"queue": {"id": "q", "name": "support"}}).status == "passed"


def test_a_placeholder_without_a_value_is_broken(judge_after):
    verdict = judge_after({"attributes": {"a": "${env:X}"}}, {"attributes": {"a": "1"}})

    assert (verdict.status, verdict.findings[0].actual) == ("broken", "no value is known for ${env:X}")


@pytest.mark.parametrize("asked", [stored(contains="${n}"), stored({"matches": "^${n}"})])
def test_a_text_of_the_transcript_that_empty_values_leave_nothing_of_is_broken(words, script, asked):
    chat = words.chat(words.expect(matches="Hello(?P<n>.*)"), after=words.after(transcript=asked))
    script.system("Hello").observe("transcript", TRANSCRIPT)

    verdict = script.judge(chat)

    assert (verdict.status, verdict.findings[0].kind) == ("broken", "unresolved")
    assert verdict.findings[0].actual == "its placeholders are empty here, so every message would hold"


def test_a_capture_may_be_asked_of_an_attribute(words, script):
    chat = words.chat(words.expect(matches="(?P<order>A-1)"), after=words.after(attributes={"o": "${order}"}))
    script.system("A-1").observe("attributes", {"o": "A-2"})

    assert script.judge(chat).findings[0].expected == "A-1"


def test_a_finding_points_at_the_asked_key(judge_after):
    finding = judge_after({"queue": "support"}, {"queue": None}).findings[0]

    assert (finding.position.line, finding.snippet) == (91, "queue: x")


def test_nothing_is_said_of_after_when_a_step_failed(words, script):
    chat = words.chat(words.expect("Hello"), after=words.after(queue="support"))
    script.system("Oops").observe("queue", None)

    assert [each.kind for each in script.judge(chat).findings] == ["value"]
