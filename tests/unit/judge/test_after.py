import pytest


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


HOLDING = {
    "an attribute": ({"attributes": {"a": "1"}}, {"attributes": {"a": "1", "b": "2"}}),
    "an attribute with a placeholder": (
        {"attributes": {"a": "no ${order}"}},
        {"attributes": {"a": "no A-1"}},
    ),
    "an absent attribute": ({"attributes": {"a": None}}, {"attributes": {}}),
    "a queue": ({"queue": "support"}, {"queue": {"id": "q-1", "name": "support"}}),
    "no queue": ({"no_queue": True}, {"queue": None}),
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


def test_every_difference_is_named(judge_after):
    asked = {"attributes": {"a": "1", "b": "2"}, "queue": "support", "ended_by": "flow"}

    verdict = judge_after(asked, {"attributes": {}, "queue": None, "ended": None})

    assert [each.test for each in verdict.findings] == ["attributes.a", "attributes.b", "queue", "ended"]


@pytest.mark.parametrize("asked", [{"attributes": {"a": None}}, {"no_queue": True}, {"ended_by": "flow"}])
def test_what_was_not_observed_is_broken(judge_after, asked):
    verdict = judge_after(asked, {})

    assert (verdict.status, verdict.findings[0].kind) == ("broken", "transport")


@pytest.mark.parametrize(
    ("asked", "observed"),
    [
        ({"attributes": {"a": "1"}}, {"attributes": "none"}),
        ({"queue": "support"}, {"queue": "support"}),
        ({"ended_by": "flow"}, {"ended": ["flow"]}),
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
