"""Each deliberate fault of the embedded AWS, the verdict it leads to, and no chat left open."""

import re

import pytest

from tests.e2e.places import CHATCHECK

GREETING = "- expect: {contains: Welcome}\n- expect: {contains: How can I}"
HOURS = f"{GREETING}\n- send: when are you open\n- expect: {{contains: never closes}}"
REVERSED = "- expect: {contains: How can I}\n- expect: {contains: Welcome}"
LOST = "- expect: {contains: Welcome}\n- expect: {contains: How can I, within: 5s}"
MISSED = "- expect: {contains: Welcome}\n- never: {contains: How can I, within: 5s}"
ABSENT = f"{LOST}\n- expect: {{contains: Goodbye, within: 3s}}"
LATE = "- expect: {contains: Welcome, within: 3s}"
PASSED, FAILED, BROKEN = 0, 1, 3


@pytest.fixture
def faults(local_aws):
    """Set faults by the command; none outlives its test."""

    def run(*words):
        return local_aws.run(CHATCHECK, "local", "faults", *words).stdout

    yield run
    run("clear")


def count_contacts(local_aws):
    return local_aws.ask("health")["contacts"]


def count_hits(listed):
    return [int(hits) for hits in re.findall(r"struck (\d+) times", listed)]


@pytest.mark.parametrize(
    ("fault", "steps", "verdict", "said"),
    [
        pytest.param("late delay_ms=800", HOURS, PASSED, "", id="late, within the deadline"),
        pytest.param("late delay_ms=600000", LATE, FAILED, "nothing", id="late, beyond the deadline"),
        pytest.param("lost contains=How", LOST, PASSED, "", id="lost: fetched"),
        pytest.param("lost contains=Welcome", HOURS, PASSED, "", id="lost: fetched when another came"),
        pytest.param("lost contains=How", MISSED, FAILED, "How can", id="lost: a message not to come"),
        pytest.param(
            "lost contains=How + failing api=GetTranscript count=0",
            LOST,
            FAILED,
            "nothing",
            id="lost, and not to be fetched",
        ),
        pytest.param("lost contains=How", ABSENT, FAILED, "nothing", id="lost, and another never said"),
        pytest.param("doubled count=0", HOURS, PASSED, "", id="doubled: known by its Id"),
        pytest.param("wrong contains=Welcome text=Goodbye", GREETING, FAILED, "Goodbye", id="wrong"),
        pytest.param("dropped contains=How", HOURS, PASSED, "", id="dropped: reconnected and caught up"),
        pytest.param("dropped of=echo", HOURS, PASSED, "", id="dropped while the customer speaks"),
        pytest.param("slow delay_ms=1500", HOURS, PASSED, "", id="slow to accept the websocket"),
        pytest.param("throttled api=StartChatContact", HOURS, PASSED, "", id="throttled start"),
        pytest.param(
            "throttled api=CreateParticipantConnection", HOURS, PASSED, "", id="throttled connection"
        ),
        pytest.param("throttled api=SendMessage", HOURS, PASSED, "", id="throttled message"),
        pytest.param("throttled api=DisconnectParticipant", HOURS, PASSED, "", id="throttled farewell"),
        pytest.param("failing api=StartChatContact", HOURS, PASSED, "", id="failing start"),
        pytest.param("failing api=SendMessage status=503 count=2", HOURS, PASSED, "", id="failing message"),
        pytest.param("failing api=StartChatContact count=0", HOURS, BROKEN, "500", id="failing for good"),
        pytest.param(
            "lost of=chat.ended + failing api=StopContact count=2", GREETING, PASSED, "", id="failing stop"
        ),
        pytest.param(
            "dropped contains=How + throttled api=GetTranscript",
            HOURS,
            PASSED,
            "",
            id="throttled catching up",
        ),
        pytest.param(
            "dropped contains=How + expired api=GetTranscript",
            HOURS,
            PASSED,
            "",
            id="expired while catching up",
        ),
        pytest.param("failing api=DisconnectParticipant count=0", HOURS, PASSED, "", id="no farewell"),
        pytest.param(
            "expired api=CreateParticipantConnection", HOURS, BROKEN, "Access denied", id="never let in"
        ),
        pytest.param("reordered of=echo", HOURS, PASSED, "", id="own words after the answer"),
        pytest.param("reordered contains=Welcome", HOURS, PASSED, "", id="reordered: judged as it was said"),
        pytest.param("reordered contains=How", REVERSED, FAILED, "Welcome", id="said in a wrong order"),
        pytest.param("unanswered api=StartChatContact", HOURS, PASSED, "", id="unanswered start"),
        pytest.param("unanswered api=SendMessage", HOURS, PASSED, "", id="unanswered message"),
        pytest.param("expired api=SendMessage", HOURS, PASSED, "", id="expired token: connection renewed"),
        pytest.param(
            "expired api=SendMessage count=0", HOURS, BROKEN, "Access denied", id="expired token, for good"
        ),
        pytest.param("expired api=DisconnectParticipant", HOURS, PASSED, "", id="expired at the farewell"),
        pytest.param("skewed", HOURS, BROKEN, "Signature expired", id="skewed clock"),
        pytest.param("lost of=chat.ended", HOURS, PASSED, "", id="lost end"),
    ],
)
def test_a_chat_that_a_fault_strikes_ends_in_the_right_verdict(
    local_aws, outputs, write_spec, faults, fault, steps, verdict, said
):
    for each in fault.split(" + "):
        faults("set", *each.split())
    before = count_contacts(local_aws)

    answer = local_aws.run(CHATCHECK, "run", write_spec(steps), "--outputs", outputs, check=False)

    told = answer.stdout + answer.stderr
    assert answer.returncode == verdict, told
    assert said in told
    assert "Traceback" not in told
    assert 0 not in count_hits(faults("list")), "a fault did not strike"
    assert local_aws.open_chats() == 0
    assert count_contacts(local_aws) - before <= 1, "however often a call is repeated, it starts one chat"
