"""For each matcher a chat that must fail, and the exact message; all of them in one run.

The flow says what the chat's attribute `say` holds, and ends: what came is known in each chat.
"""

import json
import re

import boto3
import pytest

from tests.e2e.places import CHATCHECK

REGION = "us-east-1"
ORDER = '{"order": {"id": "A-1", "items": 2}, "days": ["Sat", "Sun"]}'
ENDED = "nothing: the chat ended at # s"

# name: what is said, the steps, and of the one finding: what, expected, actual
TABLE = {
    "equals": (
        "Welcome to Acme.",
        "- expect: Welcome to Acne.",
        ("the message is not the expected text", "Welcome to Acne.", "Welcome to Acme."),
    ),
    "contains": (
        "Welcome to Acme.",
        "- expect: {contains: goodbye}",
        ("the message does not contain the expected text", "goodbye", "Welcome to Acme."),
    ),
    "matches": (
        "Welcome to Acme.",
        r"- expect: {matches: 'W\d+'}",
        ("the message does not match the regular expression", r"W\d+", "Welcome to Acme."),
    ),
    "one_of": (
        "Good evening.",
        "- expect: {one_of: [Good morning., Good afternoon.]}",
        (
            "the message is none of the texts that it may be",
            'one of "Good morning.", "Good afternoon."',
            "Good evening.",
        ),
    ),
    "length": (
        "Hello",
        "- expect: {length: {max: 4}}",
        ("the message is too long or too short", "at most 4 characters", "5: Hello"),
    ),
    "ignore_case": (
        "WELCOME to Acme.",
        "- expect: {equals: welcome to acne., ignore_case: true}",
        ("the message is not the expected text", "welcome to acne.", "WELCOME to Acme."),
    ),
    "no ignore_case": (
        "Welcome",
        "- expect: welcome",
        ("the message is not the expected text", "welcome", "Welcome"),
    ),
    "normalize": (
        "It’s  “late”.",
        "- expect: {equals: 'It''s \"early\".', normalize: true}",
        ("the message is not the expected text", 'It\'s "early".', 'It\'s "late".'),
    ),
    "no normalize": (
        "It’s late",
        "- expect: It's late",
        ("the message is not the expected text", "It's late", "It’s late"),
    ),
    "json": (
        ORDER,
        "- expect: {json: {equals: {order: 1}}}",
        ("the JSON is not the expected value", '{"order": 1}', json.dumps(json.loads(ORDER), sort_keys=True)),
    ),
    "json of what is no JSON": (
        "Hello",
        "- expect: {json: {at: {$.order: 1}}}",
        ("the message is no JSON", "json at $.order: 1", "Hello"),
    ),
    "json at a path": (
        ORDER,
        "- expect: {json: {at: {$.order.id: A-2}}}",
        ("the JSON has another value at the path", '$.order.id: "A-2"', '$.order.id: "A-1"'),
    ),
    "json of another type": (
        ORDER,
        "- expect: {json: {at: {$.order.items: '2'}}}",
        ("the JSON has a value of another type at the path", '$.order.items: "2"', "$.order.items: 2"),
    ),
    "json where nothing is": (
        ORDER,
        "- expect: {json: {at: {$.state: {contains: shipped}}}}",
        (
            "the JSON has nothing at the path",
            '$.state: contains "shipped"',
            json.dumps(json.loads(ORDER), sort_keys=True),
        ),
    ),
    "json with a matcher": (
        ORDER,
        "- expect: {json: {at: {'$.days[*]': {one_of: [Sat, Mon]}}}}",
        ("the JSON has another value at the path", '$.days[*]: one of "Sat", "Mon"', '$.days[*]: "Sun"'),
    ),
    "any_of": (
        "Hello",
        "- expect: {any_of: [Good day, {contains: welcome}]}",
        ("the message is none of what it may be", 'equals "Good day" or contains "welcome"', "Hello"),
    ),
    "all_of": (
        "Hello Ada",
        "- expect: {all_of: [{contains: Hello}, {contains: Grace}]}",
        ("the message does not contain the expected text", "Grace", "Hello Ada"),
    ),
    "not": (
        "Sorry, no",
        "- expect: {not: {contains: Sorry}}",
        ("the message is what it must not be", 'not contains "Sorry"', "Sorry, no"),
    ),
    "from": (
        "Hello",
        "- expect: {contains: Hello, from: bot}",
        ("somebody else said it", "bot", "system"),
    ),
    "content_type": (
        "Hello",
        "- expect: {contains: Hello, content_type: text/markdown}",
        ("the message is of another content type", "text/markdown", "text/plain"),
    ),
    "event": (
        "Hello",
        "- expect: {event: chat.ended}",
        ("a message came before the awaited event", "event chat.ended", "Hello"),
    ),
    "an event or a message": (
        "Hello",
        "- expect: {any_of: [{event: chat.ended}, {contains: bye}]}",
        ("the message is none of what it may be", 'event chat.ended or contains "bye"', "Hello"),
    ),
    "a capture of any_of": (
        "Order A-1",
        "- expect: {any_of: [{matches: '(?P<n>B-1)'}, {matches: '(?P<n>A-1)'}]}\n"
        "- expect: {equals: 'We close ${n} for you.', within: 20s}",
        ("nothing came", 'equals "We close A-1 for you."', ENDED),
    ),
    "within": (
        "Hello",
        "- expect: Hello\n- expect: {contains: Hello, within: 20s}",
        ("nothing came", 'contains "Hello"', f"{ENDED}; before it came, and is like it: Hello"),
    ),
    "eventually": (
        "Your order A-1 is late.",
        "- eventually: Your order A-2 is here.",
        (
            "nothing came like it",
            'eventually equals "Your order A-2 is here."',
            "nothing like it: the chat ended at # s; the nearest was: Your order A-1 is late.",
        ),
    ),
    "eventually, nothing like it": (
        "Hello",
        "- eventually: {contains: something else}",
        (
            "nothing came like it",
            'eventually contains "something else"',
            "nothing like it: the chat ended at # s; what came: Hello",
        ),
    ),
    "never": (
        "Hello",
        "- never: {any_of: [{contains: hello, ignore_case: true}, oops]}\n- expect: Hello",
        (
            "something came that must never come",
            'never any of [contains "hello" (ignoring case); equals "oops"]',
            "Hello",
        ),
    ),
}


def act(identifier, kind, following=None, **parameters):
    transitions = {"NextAction": following, "Errors": [], "Conditions": []} if following else {}
    if kind == "MessageParticipant":
        transitions["Errors"] = [{"NextAction": following, "ErrorType": "NoMatchingError"}]
    return {"Identifier": identifier, "Type": kind, "Parameters": parameters, "Transitions": transitions}


@pytest.fixture(scope="module")
def speaker(local_aws):
    """Create an instance and the flow; return the options that name them."""
    connect = boto3.client(
        "connect",
        region_name=REGION,
        endpoint_url=local_aws.url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    instance_id = connect.create_instance(
        IdentityManagementType="CONNECT_MANAGED",
        InstanceAlias="speaker",
        InboundCallsEnabled=True,
        OutboundCallsEnabled=False,
    )["Id"]
    actions = [
        act("say", "MessageParticipant", "end", Text="$.Attributes.say"),
        act("end", "DisconnectParticipant"),
    ]
    content = {"Version": "2019-10-30", "StartAction": "say", "Metadata": {}, "Actions": actions}
    flow_id = connect.create_contact_flow(
        InstanceId=instance_id, Name="speaker", Type="CONTACT_FLOW", Content=json.dumps(content)
    )["ContactFlowId"]
    return ["--instance-id", instance_id, "--region", REGION, "--flow", f"speaker={flow_id}"]


@pytest.fixture(scope="module")
def run(local_aws, speaker, tmp_path_factory):
    """Hold all chats in one run; return its answer and the findings by the chat's name."""
    folder = tmp_path_factory.mktemp("red")
    spec, lines = folder / "red.chat.yaml", folder / "run.jsonl"
    spec.write_text(
        "chatcheck: 1\nflow: speaker\ndefaults: {within: 30s}\n"
        "start: {ParticipantDetails: {DisplayName: Ada}}\nchats:\n"
        + "".join(write_chat(name, said, steps) for name, (said, steps, _) in TABLE.items())
    )
    answer = local_aws.run(CHATCHECK, "run", spec, *speaker, "--report", f"jsonl={lines}", check=False)
    results = map(json.loads, lines.read_text().splitlines())
    found = {each["chat"]: each["verdict"] for each in results if "chat" in each}
    return answer, found


def write_chat(name, said, steps):
    lines = "\n".join(f"      {line}" for line in steps.splitlines())
    start = json.dumps({"Attributes": {"say": said}})
    return f"  - name: {name}\n    start: {start}\n    steps:\n{lines}\n"


def test_the_run_is_red_and_nothing_stays_open(run, local_aws):
    answer, found = run

    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert found.keys() == TABLE.keys()
    assert local_aws.open_chats() == 0


@pytest.mark.parametrize("name", TABLE)
def test_a_chat_fails_with_exactly_this_message(run, name):
    verdict = run[1][name]
    (finding,) = verdict["findings"]

    said = [re.sub(r"\d+\.\d+ s\b", "# s", finding[key]) for key in ("what", "expected", "actual")]
    assert verdict["status"] == "failed"
    assert tuple(said) == TABLE[name][2]


def test_the_terminal_marks_where_alike_texts_part(run):
    lines = run[0].stdout.splitlines()

    at = lines.index("    actual             Welcome to Acme.")
    assert lines[at - 1] == "    expected (equals)  Welcome to Acne."
    assert lines[at + 1] == " " * lines[at].index("me.") + "^"
