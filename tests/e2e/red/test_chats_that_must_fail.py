"""For each kind of expectation a chat that must fail, and what a person is told."""

import re

import pytest

from tests.e2e.places import CHATCHECK


def run(local_aws, outputs, path):
    answer = local_aws.run(CHATCHECK, "run", path, "--outputs", outputs, check=False)
    assert local_aws.open_chats() == 0
    return answer


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        pytest.param("- expect: Welcome to Acne.", ["Welcome to Acne.", "Welcome to Acme."], id="equals"),
        pytest.param("- expect: {contains: goodbye}", ["goodbye", "Welcome to Acme."], id="contains"),
        pytest.param("- expect: {matches: 'W\\d+'}", ["W\\d+", "Welcome to Acme."], id="matches"),
        pytest.param(
            "- expect: {contains: Welcome, from: bot}",
            ["expected (from)  bot", "actual           system"],
            id="from",
        ),
        pytest.param(
            "- expect: {contains: Welcome, content_type: text/markdown}",
            ["text/markdown", "text/plain"],
            id="content_type",
        ),
        pytest.param("- expect: {event: chat.ended}", ["chat.ended", "Welcome to Acme."], id="event"),
        pytest.param(
            "- expect: {contains: Welcome}\n- never: {contains: How can I}\n- expect: {contains: How can I}",
            ["How can I"],
            id="never",
        ),
        pytest.param(
            "- expect: {contains: Welcome}\n- expect: {contains: How}\n- expect: {contains: x, within: 1s}",
            ["nothing"],
            id="nothing came",
        ),
    ],
)
def test_a_wrong_expectation_fails_and_says_what_came(local_aws, outputs, write_spec, steps, said):
    path = write_spec(steps)

    answer = run(local_aws, outputs, path)

    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "FAIL" in answer.stdout
    assert re.search(rf"{re.escape(str(path))}:\d+:\d+", answer.stdout)
    assert not [text for text in said if text not in answer.stdout]
    assert "again:" in answer.stdout


@pytest.mark.parametrize(
    ("after", "said"),
    [
        pytest.param("attributes: {store: other}", ["other", "web"], id="attribute"),
        pytest.param("attributes: {store: null}", ["store", "web"], id="attribute that must not be"),
        pytest.param("queue: support", ["support"], id="queue"),
        pytest.param("ended: {by: flow}", ["flow"], id="ended"),
        pytest.param(
            "not_visited: [Greet]",
            [
                "after, not_visited.Greet: the contact came to a block that it must not come to",
                "    expected  not Greet",
                "    actual    welcome: Log the flow -> Greet",
            ],
            id="not visited",
        ),
        pytest.param(
            "visited: [Say goodbye]",
            ["the contact did not come to the block", "-> Is the web store open"],
            id="visited",
        ),
        pytest.param(
            "not_visited: [Say goodby]",
            ["no flow has this block", "no block of that name: did you mean `Say goodbye`?"],
            id="no such block",
        ),
    ],
)
def test_a_wrong_outcome_fails_and_says_what_the_service_says(local_aws, outputs, write_spec, after, said):
    path = write_spec("- expect: {contains: Welcome}")
    path.write_text(path.read_text() + f"    after: {{within: 1s, {after}}}\n")

    answer = run(local_aws, outputs, path)

    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert not [text for text in said if text not in answer.stdout]


def test_a_capture_that_differs_fails(local_aws, outputs, write_spec):
    path = write_spec("- expect: {matches: 'Welcome to (?P<shop>\\w+)'}\n- expect: 'Bye from ${shop}'")

    answer = run(local_aws, outputs, path)

    assert answer.returncode == 1
    assert "Bye from Acme" in answer.stdout


def test_the_command_that_repeats_the_chat_repeats_it(local_aws, outputs, write_spec):
    path = write_spec("- expect: Welcome to Acne.", name='it\'s a "quoted" chat')
    answer = run(local_aws, outputs, path)
    (command,) = re.findall(r"again: (.*)", answer.stdout)

    again = local_aws.run("sh", "-c", command, check=False)

    assert again.returncode == 1
    assert again.stdout.count("FAIL") == 1
