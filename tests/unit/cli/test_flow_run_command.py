"""`chatcheck flow run`: what the customer would see, without any server."""

import io
import json

import pytest

from chatcheck import cli
from chatcheck.rehearsal.shelf import find_name
from tests.flow_generator import generate_flow
from tests.unit.cli.flow_project import ERROR, order_flow, write_flow, write_project
from tests.unit.emulator.contacts.chat_world import action, bye, say

ASKED = "system: What do you want?"


@pytest.fixture
def flows(tmp_path):
    return write_project(tmp_path)


@pytest.fixture
def run(flows, monkeypatch, capsys):
    """Return a function that plays a flow with lines of a customer: code, lines of stdout, stderr."""

    def play(*actions, said="", options=(), path=None, **more):
        file = path or write_flow(flows, "welcome", *actions, **more)
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        code = cli.main(["flow", "run", str(file), *options])
        out, err = capsys.readouterr()
        return code, out.splitlines(), err

    return play


def test_the_customer_sees_what_the_flow_says(run):
    code, lines, _ = run(say("hi", "Hello $.Channel", "bye"), bye())

    assert (code, lines) == (0, ["system: Hello CHAT", "-- the chat has ended: CONTACT_FLOW_DISCONNECT"])


def test_a_projects_bot_answers_and_a_function_is_given(run, tmp_path):
    (tmp_path / "orders.json").write_text('{"state": "shipped"}')
    options = ["--attributes", "name=Ada", "--lambda", f"orders={tmp_path / 'orders.json'}"]
    code, lines, _ = run(*order_flow(), said="where is my order\n42\n", options=options)

    assert code == 0
    assert lines == [
        "system: Welcome Ada.",
        ASKED,
        "customer: where is my order",
        "bot: Which order?",
        "customer: 42",
        "bot: I look.",
        "system: It is shipped.",
        "-- the chat has ended: CONTACT_FLOW_DISCONNECT",
    ]


def test_a_function_that_nobody_answers_fails(run):
    _, lines, errors = run(*order_flow(), said="42\n")

    assert "system: Sorry." in lines
    assert 'function orders returns for {"number": "42"}' in errors


def test_a_function_can_be_made_to_fail(run):
    _, lines, errors = run(*order_flow(), said="42\n", options=["--lambda", "orders=fails"])

    assert ("system: Sorry." in lines, errors) == (True, "")


def test_a_customer_without_more_lines_is_silent_and_time_passes_at_once(run):
    _, lines, _ = run(*order_flow())

    assert lines[2:4] == ["-- the customer is silent for 300 s", "system: Still there?"]


def test_a_bot_that_is_not_there_understands_nothing(run):
    _, lines, errors = run(*order_flow("${bot:other}"), said="hello\n")

    assert "system: Pardon me." in lines
    assert "intent of bot other" in errors


def test_the_trace_shows_each_action_and_its_branch(run):
    _, lines, _ = run(
        say("hi", "Hello", "check"),
        action(
            "check",
            "Compare",
            "bye",
            conditions=[("CHAT", "set")],
            errors=[("NoMatchingCondition", "bye")],
            ComparisonValue="$.Channel",
        ),
        action(
            "set",
            "UpdateContactTargetQueue",
            "bye",
            errors=[("NoMatchingError", "bye")],
            QueueId="$.Queue.ARN",
        ),
        bye(),
        options=["--trace"],
    )

    assert [line.strip() for line in lines if line.startswith("     ")] == [
        "welcome: hi (MessageParticipant) NextAction -> check",
        "welcome: check (Compare) Equals CHAT -> set",
        "welcome: set (UpdateContactTargetQueue) NoMatchingError -> bye [the queue is empty]",
        "welcome: bye (DisconnectParticipant)",
    ]


@pytest.mark.parametrize(
    ("hours", "options", "said"),
    [
        ("shop", (), "open"),
        ("never", (), "closed"),
        ("people", (), "open"),
        ("people", ("--hours", "closed"), "closed"),
        ("people", ("--hours", "people=closed", "--hours", "open"), "closed"),
        ("never", ("--hours", "never=open"), "open"),
    ],
)
def test_hours_are_those_of_the_project_or_the_command_line(run, hours, options, said):
    check = action(
        "check",
        "CheckHoursOfOperation",
        "sorry",
        conditions=[("True", "open"), ("False", "closed")],
        errors=ERROR,
        HoursOfOperationId=f"${{hours:{hours}}}",
    )
    _, lines, _ = run(
        check, *(say(name, name, "bye") for name in ("open", "closed", "sorry")), bye(), options=options
    )

    assert lines[0] == f"system: {said}"


def queue_flow(queue="${queue:support}"):
    errors = [("QueueAtCapacity", "full"), ("NoMatchingError", "sorry")]
    return (
        action("queue", "UpdateContactTargetQueue", "hook", errors=ERROR, QueueId=queue),
        action(
            "hook",
            "UpdateContactEventHooks",
            "go",
            errors=ERROR,
            EventHooks={"CustomerQueue": "${flow:waiting}"},
        ),
        action("go", "TransferContactToQueue", "sorry", errors=errors),
        say("full", "full", "bye"),
        say("sorry", "sorry", "bye"),
        bye(),
    )


def test_the_customer_queue_flow_runs_and_then_nobody_answers(run, flows):
    write_flow(
        flows, "waiting", say("hi", "You wait for $.Queue.Name", "end"), action("end", "EndFlowExecution")
    )
    code, lines, _ = run(*queue_flow())

    assert code == 0
    assert lines == [
        "-- the chat waits in queue support",
        "system: You wait for support",
        "-- nobody answers here",
    ]


def test_a_queue_can_be_full(run):
    assert run(*queue_flow(), options=["--queue", "full"])[1][0] == "system: full"


def test_a_queue_that_no_environment_has_takes_the_error_branch(run):
    assert run(*queue_flow("${queue:gone}"))[1][0] == "system: sorry"


def test_a_view_is_answered_by_the_name_of_its_action(run):
    show = action(
        "show",
        "ShowView",
        "bye",
        conditions=[("Next", "next")],
        errors=[("NoMatchingCondition", "bye"), ("NoMatchingError", "bye"), ("TimeLimitExceeded", "bye")],
        ViewResource={"Id": "form"},
        InvocationTimeLimitSeconds="60",
    )
    _, lines, _ = run(show, say("next", "chosen", "bye"), bye(), said="Next\n")

    assert lines[:3] == ["system: a form that only a widget can show", "customer: Next", "system: chosen"]


def test_the_disconnect_flow_is_traced_and_heard_by_nobody(run, flows):
    write_flow(flows, "after", say("late", "too late", "end"), action("end", "EndFlowExecution"))
    hook = action(
        "hook",
        "UpdateContactEventHooks",
        "bye",
        errors=ERROR,
        EventHooks={"CustomerRemaining": "${flow:after}"},
    )
    _, lines, _ = run(hook, bye(), bye("sorry"), options=["--trace"])

    assert not [line for line in lines if line.startswith("system:")]
    assert "     after: late (MessageParticipant) NextAction -> end" in lines


def test_a_module_is_called(run):
    module = (say("hi", "from a module", "back"), action("back", "EndFlowModuleExecution"))
    code, lines, _ = run(*module, Settings={})

    assert (code, lines[0]) == (0, "system: from a module")


def test_the_seed_decides_and_stays(run):
    draw = action("draw", "DistributeByPercentage", "b", errors=[("NoMatchingCondition", "b")])
    draw["Transitions"]["Conditions"] = [
        {"NextAction": "a", "Condition": {"Operator": "NumberLessThan", "Operands": ["51"]}}
    ]
    flow = (draw, say("a", "A", "bye"), say("b", "B", "bye"), bye())
    first = [run(*flow, options=["--seed", str(seed)])[1][0] for seed in range(12)]

    assert set(first) == {"system: A", "system: B"}
    assert first == [run(*flow, options=["--seed", str(seed)])[1][0] for seed in range(12)]


def test_a_flow_that_cannot_go_on_says_why_and_fails(run):
    code, lines, _ = run(action("it", "InvokeLambdaFunction", "it", LambdaFunctionARN="${lambda:x}"))

    assert code == 1
    assert "-- the flow cannot go on: flow `welcome`, action `it` (InvokeLambdaFunction)" in lines[0]


def test_an_endless_loop_ends_at_the_step_budget(run):
    code, lines, _ = run(action("a", "UpdateContactTextToSpeechVoice", "a"))

    assert code == 1
    assert "it goes round: a -> a" in lines[0]


def test_a_chat_that_goes_on_for_ever_expires(run):
    wait = action("a", "Wait", "a", errors=[("NoMatchingError", "a")], TimeLimitSeconds="3600")

    assert run(wait)[1] == ["-- the chat has ended: EXPIRED"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--attributes", "name"], "error[U563]: `--attributes name` is not KEY=VALUE"),
        (["--lambda", "orders"], "error[U561]: `--lambda orders` is not NAME=FILE or NAME=fails"),
        (["--lambda", "orders=gone.json"], "error[U562]: the answer of function `orders` cannot be read"),
        (["--hours", "shop=maybe"], "error[U561]: `--hours shop=maybe` is not [NAME=]open or closed"),
        (["--queue", "shut"], "error[U561]: `--queue shut` is not [NAME=]free or full"),
    ],
)
def test_wrong_options_are_named(run, options, complaint):
    code, lines, errors = run(bye(), options=options)

    assert (code, lines) == (2, [])
    assert complaint in errors


def test_an_answer_that_is_no_json_is_named(run, tmp_path):
    (tmp_path / "bad.json").write_text("{")
    code, _, errors = run(bye(), options=["--lambda", f"orders={tmp_path / 'bad.json'}"])

    assert code == 2
    assert "it is not JSON" in errors


def test_a_file_that_is_no_flow_is_explained(run, flows):
    (flows / "bad.json").write_text("[]")

    assert run(path=flows / "bad.json")[0] == 2


def test_a_file_that_is_not_there_is_named(run, flows):
    code, _, errors = run(path=flows / "gone.json")

    assert code == 2
    assert "gone.json" in errors


def test_a_flow_alone_needs_no_project(run, tmp_path):
    path = write_flow(tmp_path / "elsewhere", "alone", say("hi", "Hello", "bye"), bye())

    assert run(path=path)[1][0] == "system: Hello"


def test_the_example_flow_is_played_as_it_is_deployed(run):
    code, lines, _ = run(path="specs/flows/welcome.json", said="When are you open?\nThanks, bye!\n")

    assert code == 0
    assert lines[0] == "system: Welcome to Acme."
    assert any("Our web store never closes" in line for line in lines)
    assert json.dumps(lines[-1]) == '"-- the chat has ended: CONTACT_FLOW_DISCONNECT"'


class Terminal:
    """A person at a terminal, who answers what is asked."""

    def __init__(self, *lines):
        self.lines = list(lines)
        self.prompts = []

    def isatty(self):
        return True

    def ask(self, prompt):
        self.prompts.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)


def sit_down(monkeypatch, *lines):
    terminal = Terminal(*lines)
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("builtins.input", terminal.ask)
    return terminal


def test_a_person_answers_for_functions_and_bots(flows, monkeypatch, capsys):
    path = write_flow(flows, "welcome", *order_flow("${bot:other}"))
    terminal = sit_down(monkeypatch, "hello", "Order", '{"state": "lost"}')
    code = cli.main(["flow", "run", str(path)])

    assert code == 0
    assert "system: It is lost." in capsys.readouterr().out
    assert terminal.prompts[0] == "> "
    assert terminal.prompts[1].startswith('?? intent of bot other for "hello"')


def test_a_person_is_asked_after_what_was_said_before(flows, monkeypatch, capsys):
    path = write_flow(flows, "welcome", *order_flow())
    terminal = sit_down(monkeypatch, "where is my order", "42", '{"state": "lost"}')
    said = []
    ask = terminal.ask
    monkeypatch.setattr("builtins.input", lambda prompt: said.append(capsys.readouterr().out) or ask(prompt))
    cli.main(["flow", "run", str(path)])

    assert terminal.prompts[2].startswith("?? JSON that function orders returns")
    assert said[2] == "bot: I look.\n"


def test_a_person_who_ends_the_input_leaves_the_chat(flows, monkeypatch, capsys):
    path = write_flow(flows, "welcome", *order_flow())
    sit_down(monkeypatch)
    code = cli.main(["flow", "run", str(path)])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "-- the chat has ended: CUSTOMER_DISCONNECT"


@pytest.mark.parametrize("seed", range(25))
def test_any_flow_that_connect_takes_is_played_to_an_end(run, flows, seed):
    path = flows / "generated.json"
    path.write_text(json.dumps(generate_flow(seed)), "utf-8")
    code, lines, errors = run(path=path, said="hello\n42\n\nagain\n", options=["--trace"])

    assert code in (0, 1), errors
    assert lines


def test_nothing_that_a_flow_or_a_customer_says_moves_the_cursor(run):
    flow = (say("hi\x1b[2J", "Hello\x1b[2J", "ask"), *order_flow()[1:])
    _, lines, _ = run(*flow, said="a\x1b[2J\n", options=["--trace"])

    assert "\x1b" not in "".join(lines)


def play_farewell(run, flows, wait):
    write_flow(flows, "after", wait, bye())
    hook = action(
        "hook",
        "UpdateContactEventHooks",
        "hi",
        errors=ERROR,
        EventHooks={"CustomerRemaining": "${flow:after}"},
    )
    return run(hook, say("hi", "Hello", "bye"), bye(), say("sorry", "Sorry.", "bye"), said="hello?\n")


@pytest.mark.parametrize("following", ["bye", "wait"])
def test_a_disconnect_flow_that_outlasts_the_chat_is_left(run, flows, following):
    wait = action("wait", "Wait", following, errors=[("NoMatchingError", "bye")], TimeLimitSeconds="80000")
    code, lines, _ = play_farewell(run, flows, wait)

    assert (code, lines[:2]) == (0, ["system: Hello", "-- the chat has ended: CONTACT_FLOW_DISCONNECT"])
    assert ("-- the disconnect flow still waits, longer than a chat lives: it is left here" in lines) is (
        following == "wait"
    )


def test_nobody_writes_after_the_end(run, flows):
    wait = action(
        "wait",
        "Wait",
        "bye",
        conditions=[("WaitCompleted", "bye"), ("CustomerReturned", "bye")],
        errors=[("NoMatchingError", "bye")],
        TimeLimitSeconds="60",
        Events=["CustomerReturned"],
    )
    assert "customer: hello?" not in play_farewell(run, flows, wait)[1]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("${module:greeting}", "greeting"),
        ("${module:greeting}:$LATEST", "greeting"),
        ("${module:greeting}:live", "greeting"),
        ("${lambda:orders}:7", "orders"),
        ("arn:aws:lambda:eu-west-2:111122223333:function:orders", "orders"),
        ("arn:aws:lambda:eu-west-2:111122223333:function:orders:live", "orders"),
        ("arn:aws:connect:eu-west-2:111122223333:instance/i/flow-module/m-1:live", "m-1"),
        ("arn:aws:lex:eu-west-2:111122223333:bot-alias/BOT/ALIAS", "ALIAS"),
        ("m-1:$SAVED", "m-1"),
        ("m-1", "m-1"),
        ("", ""),
    ],
)
def test_what_is_referred_to_has_a_name(written, name):
    assert find_name(written) == name


def test_a_chat_goes_from_queue_to_queue_as_often_as_connect_lets_it(run, flows):
    full = [("QueueAtCapacity", "stop"), ("NoMatchingError", "stop")]
    onward = action("on", "DequeueContactAndTransferToQueue", "stop", errors=full, QueueId="${queue:support}")
    write_flow(flows, "waiting", onward, say("stop", "Enough.", "end"), action("end", "EndFlowExecution"))
    _, lines, _ = run(
        action("q", "UpdateContactTargetQueue", "hook", errors=ERROR, QueueId="${queue:support}"),
        action(
            "hook",
            "UpdateContactEventHooks",
            "go",
            errors=ERROR,
            EventHooks={"CustomerQueue": "${flow:waiting}"},
        ),
        action("go", "TransferContactToQueue", "sorry", errors=[("QueueAtCapacity", "sorry"), *ERROR]),
        say("sorry", "Sorry.", "bye"),
        bye(),
    )

    assert lines.count("-- the chat waits in queue support") == 12
    assert lines[-2:] == ["system: Enough.", "-- nobody answers here"]
