"""`chatcheck flow dry-run`: each expectation held, failed, or said to be unknown."""

import json
import re

import pytest

from chatcheck import cli
from chatcheck.rehearsal import prediction
from tests.unit.cli.flow_project import ERROR, order_flow, write_flow, write_project
from tests.unit.emulator.contacts.chat_world import action, bye, listen, say

START = "start:\n  ParticipantDetails: {DisplayName: Smoke check}\n"
LINE = re.compile(r"  (held|would fail|not reached|cannot be known) +(\d+)  (\w+)")


@pytest.fixture
def predict(tmp_path, capsys):
    """Return a function that predicts the chats of a spec: code, the states in order, all of stdout."""
    flows = write_project(tmp_path)
    (tmp_path / "specs" / "chats").mkdir()

    def dry_run(steps, *actions, options=(), after="", start=START, flow="welcome"):
        write_flow(flows, "welcome", *actions)
        lines = "".join(f"      - {step}\n" for step in steps)
        spec = tmp_path / "specs" / "chats" / "it.chat.yaml"
        text = f"chatcheck: 1\nflow: {flow}\n{start}chats:\n  - name: one\n    steps:\n{lines}"
        spec.write_text(text + (f"    after: {after}\n" if after else ""), "utf-8")
        code = cli.main(["flow", "dry-run", str(spec), *options])
        out, err = capsys.readouterr()
        return code, [found[1] for found in LINE.finditer(out)], out + err

    return dry_run


HELLO = (say("hi", "Hello", "again"), say("again", "How are you?", "bye"), bye())
TWO = ["expect: Hello", "expect: {contains: are you}"]


def test_what_the_flow_surely_says_is_held(predict):
    code, states, _ = predict(
        [*TWO, "expect: {event: chat.ended}"], *HELLO, after="{ended: {by: flow}, queue: null}"
    )

    assert (code, states) == (0, ["held"] * 4)


def test_what_the_flow_says_otherwise_would_fail_and_says_how(predict):
    code, states, out = predict(["expect: Goodbye", *TWO], *HELLO)

    assert (code, states) == (1, ["would fail", "not reached", "not reached"])
    assert "expected Goodbye, would be Hello" in out


def test_a_message_that_never_comes_would_fail(predict):
    code, states, _ = predict([*TWO, "expect: More"], *HELLO)

    assert (code, states) == (1, ["held", "held", "would fail"])


def test_what_must_never_come_would_fail(predict):
    code, states, _ = predict(["never: {contains: are you}", "expect: Hello"], *HELLO)

    assert code == 1
    assert states[0] == "would fail"


def test_an_eventual_message_and_any_order_are_found(predict):
    unordered = "unordered: [How are you?, Hello]"

    assert predict([unordered], *HELLO)[1] == ["held"]
    assert predict(["eventually: How are you?"], *HELLO)[1] == ["held"]
    assert predict(["eventually: What?"], *HELLO)[1] == ["would fail"]


def test_a_group_is_brought_together_as_a_run_does_it(predict):
    """The first message fits both; the second only one of them."""
    wait = listen(next_action="back")
    flow = (say("a", "Hello", "b"), say("b", "Here we go", "listen"), wait, say("back", "Bye", "bye"), bye())
    steps = ["unordered: [{contains: e}, Hello]", "send: 'yes'", "expect: Bye"]

    assert predict(steps, *flow)[1] == ["held"] * 3


def test_a_document_is_filled_in_and_then_written(predict, monkeypatch):
    sent = []
    send = prediction._send
    monkeypatch.setattr(prediction, "_send", lambda *given: sent.append(given[-1]) or send(*given))
    flow = (say("hi", 'a "b"', "listen"), listen(), bye())
    steps = ["expect: {matches: '(?P<said>.+)'}", "send: {json: {said: '${said}'}}"]

    assert predict(steps, *flow)[1] == ["held", "held"]
    assert [json.loads(each) for each in sent] == [{"said": 'a "b"'}]


def test_attributes_after_the_chat_are_predicted(predict):
    put = action(
        "set", "UpdateContactAttributes", "bye", errors=[("NoMatchingError", "bye")], Attributes={"a": "1"}
    )
    flow = (say("hi", "Hello", "set"), put, bye())

    assert predict(["expect: Hello"], *flow, after="{attributes: {a: '1'}}")[1] == ["held", "held"]
    code, states, out = predict(["expect: Hello"], *flow, after="{attributes: {a: '2'}}")
    assert (code, states) == (1, ["held", "would fail"])
    assert "the contact attribute `a` is not as expected" in out


LOGGED = (
    action("on", "UpdateFlowLoggingBehavior", "hi", FlowLoggingBehavior="Enabled"),
    say("hi", "Hello", "bye"),
    bye(),
)


@pytest.mark.parametrize(
    ("after", "states", "said"),
    [
        ("{visited: [hi, 'flow:welcome/bye'], not_visited: [sorry]}", ["held"], ""),
        ("{visited: [sorry]}", ["would fail"], "would be welcome: on -> hi -> bye"),
        ("{not_visited: [hi]}", ["would fail"], "expected not hi, would be welcome: on -> hi"),
        ("{visited: ['flow:desk/hi']}", ["would fail"], "it came to `hi` of welcome"),
    ],
)
def test_the_way_through_the_flow_is_predicted(predict, after, states, said):
    code, found, out = predict(["expect: Hello"], *LOGGED, after=after)

    assert (code, found) == (states != ["held"], ["held", *states])
    assert said in out


def test_a_way_that_no_block_logs_would_not_be_known_to_a_run(predict):
    code, states, out = predict(TWO, *HELLO, after="{not_visited: [sorry]}")

    assert (code, states) == (1, ["held", "held", "would fail"])
    assert "the flow log tells nothing of this contact" in out


ORDER = ["expect: {contains: Welcome}", "expect: What do you want?", "send: '42'", "expect: I look."]


def test_a_function_that_nobody_gave_is_unknown(predict):
    code, states, out = predict([*ORDER, "expect: {contains: It is}"], *order_flow(), after="{queue: null}")

    assert (code, states) == (0, ["held"] * 4 + ["cannot be known"] * 2)
    assert "function orders decides; its answer can be given: --lambda orders=FILE" in out


def test_a_function_that_is_given_is_known(predict, tmp_path):
    (tmp_path / "o.json").write_text('{"state": "lost"}')
    options = ["--lambda", f"orders={tmp_path / 'o.json'}"]
    steps = [*ORDER, "expect: {matches: 'It is (?P<state>\\w+)'}"]

    assert predict(steps, *order_flow(), options=options)[1] == ["held"] * 5


def test_what_a_bot_may_understand_otherwise_is_unknown_unless_it_is_trusted(predict):
    steps = [*ORDER[:2], "send: my hovercraft is full", "expect: {contains: Pardon}", "expect: Pardon me."]
    code, states, out = predict(steps, *order_flow())

    assert (code, states) == (0, ["held"] * 3 + ["cannot be known"] * 2)
    assert 'bot orders decides what "my hovercraft is full" means' in out
    assert predict(steps, *order_flow(), options=["--trust-bots"])[1] == ["held"] * 5


def test_a_bot_that_is_not_there_is_unknown(predict):
    _, states, out = predict([*ORDER[:3], "expect: I look."], *order_flow("${bot:other}"))

    assert states == ["held"] * 3 + ["cannot be known"]
    assert "it is not among the project's bots" in out


def check_hours(hours=None):
    check = action(
        "check",
        "CheckHoursOfOperation",
        "sorry",
        conditions=[("True", "open"), ("False", "closed")],
        errors=ERROR,
        **({"HoursOfOperationId": f"${{hours:{hours}}}"} if hours else {}),
    )
    return (check, *(say(name, name, "bye") for name in ("open", "closed", "sorry")), bye())


@pytest.mark.parametrize(
    ("hours", "options", "state"),
    [
        ("shop", (), "held"),
        ("never", (), "would fail"),
        ("people", (), "cannot be known"),
        ("people", ("--hours", "open"), "held"),
    ],
)
def test_hours_are_known_when_they_are_always_the_same(predict, hours, options, state):
    assert predict(["expect: open"], *check_hours(hours), options=options)[1] == [state]


@pytest.mark.parametrize(("queue", "state"), [("support", "cannot be known"), ("shop", "would fail")])
def test_a_queue_has_its_own_hours_and_not_those_of_its_name(predict, queue, state):
    choose = action(
        "choose", "UpdateContactTargetQueue", "check", errors=ERROR, QueueId=f"${{queue:{queue}}}"
    )
    assert predict(["expect: open"], choose, *check_hours())[1] == [state]


def test_chance_is_unknown(predict):
    draw = action("draw", "DistributeByPercentage", "b", errors=[("NoMatchingCondition", "b")])
    _, states, out = predict(["expect: B"], draw, say("b", "B", "bye"), bye())

    assert states == ["cannot be known"]
    assert "chance decides at action draw" in out


def test_an_id_that_only_the_service_knows_is_unknown(predict):
    _, states, _ = predict(
        ["expect: Hello", "expect: x"], say("a", "Hello", "b"), say("b", "$.ContactId", "bye"), bye()
    )

    assert states == ["held", "cannot be known"]


def test_a_failure_before_the_unknown_is_still_one(predict):
    code, states, _ = predict(["expect: What?", *ORDER[1:]], *order_flow())

    assert (code, states[0]) == (1, "would fail")


def test_time_passes_only_as_far_as_a_step_waits(predict):
    wait = action("wait", "Wait", "late", errors=[("NoMatchingError", "late")], TimeLimitSeconds="20")
    flow = (say("hi", "Hello", "wait"), wait, say("late", "Late", "bye"), bye())

    assert predict(["expect: Hello", "expect: {equals: Late, within: 30s}"], *flow)[1] == ["held", "held"]
    assert predict(["expect: Hello", "expect: {equals: Late, within: 5s}"], *flow)[1] == [
        "held",
        "would fail",
    ]


def test_a_message_sent_at_once_ends_a_wait_that_would_have_passed(predict):
    flow = (
        say("hi", "Hello", "listen"),
        listen(next_action="back", seconds="20"),
        say("back", "Back", "bye"),
        bye(),
    )
    steps = ["expect: Hello", "send: hi", "expect: {equals: Back, within: 1s}"]

    assert predict(steps, *flow)[1] == ["held"] * 3


def test_attributes_and_the_first_message_come_from_the_spec(predict):
    start = START + "  Attributes: {name: Ada}\n  InitialMessage: {ContentType: text/plain, Content: hey}\n"
    flow = (say("hi", "$.Attributes.name: $.Media.InitialMessage", "bye"), bye())

    assert predict(["expect: 'Ada: hey'"], *flow, start=start)[1] == ["held"]


def test_variables_are_filled_in(predict):
    options = ["--var", "greeting=Hello"]

    assert predict(["expect: '${greeting}'"], *HELLO, options=options)[1] == ["held"]


def test_only_the_chat_that_is_asked_for(predict):
    assert predict(TWO, *HELLO, options=["--chat", "one"])[0] == 0
    code, _, out = predict(TWO, *HELLO, options=["--chat", "two"])
    assert code == 2
    assert "error[U564]: the spec has no chat 'two'" in out


def test_a_flow_that_is_not_there_is_named(predict):
    code, _, out = predict(TWO, *HELLO, flow="gone")

    assert code == 2
    assert "error[U565]: there is no flow" in out


def test_leaving_is_predicted(predict):
    flow = (say("hi", "Hello", "listen"), listen(seconds="60"), bye())

    assert (
        predict(["expect: Hello", "disconnect:"], *flow, after="{ended: {by: customer}}")[1] == ["held"] * 3
    )


@pytest.mark.parametrize("name", ["welcome", "help", "orders"])
def test_no_example_is_predicted_to_fail(name, capsys):
    code = cli.main(["flow", "dry-run", f"specs/chats/{name}.chat.yaml"])
    out = capsys.readouterr().out

    assert code == 0
    assert LINE.search(out)
    assert "would fail" not in out


@pytest.mark.parametrize(
    "steps", [["expect: Hello", "send: '${env:TOKEN}'"], ["expect: Hello", "expect: {contains: '${uuid}'}"]]
)
def test_a_value_that_only_a_run_has_is_unknown(predict, steps):
    code, states, out = predict(steps, *HELLO)

    assert (code, states) == (0, ["held", "cannot be known"])
    assert "no value is known for ${" in out


def test_what_was_captured_is_sent(predict):
    wait = listen(next_action="back")
    flow = (say("a", "Hi", "b"), say("b", "Code 42", "listen"), wait, say("back", "Thanks", "bye"), bye())
    steps = ["unordered: [{matches: 'Code (?P<code>.+)'}, Hi]", "send: '${code}'", "expect: Thanks"]

    assert predict(steps, *flow)[1] == ["held"] * 3
