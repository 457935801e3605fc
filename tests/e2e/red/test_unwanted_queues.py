"""A chat that enters a queue which its spec does not allow is stopped, and never looks like a pass."""

from tests.e2e.places import CHATCHECK

STEPS = """\
- expect: {contains: Welcome}
- expect: {contains: How can I}
- send: Can I talk to a person?
- expect: Of course.
- expect: {contains: passing you}
- expect: {contains: a colleague is here, within: WAIT}
"""


def run(local_aws, outputs, write_spec, tmp_path, head, within):
    path = write_spec(STEPS.replace("WAIT", within), head=head)
    answer = local_aws.run(
        CHATCHECK, "run", path, "--outputs", outputs, "--retries", "1", check=False, cwd=tmp_path
    )
    assert local_aws.open_chats() == 0
    return answer


def test_it_is_stopped_at_first_sight_and_not_tried_again(local_aws, outputs, write_spec, tmp_path):
    answer = run(local_aws, outputs, write_spec, tmp_path, "allow_queues: [billing]\n", "30s")

    assert answer.returncode == 3, answer.stdout
    assert "C345" in answer.stdout
    assert "the queue `support`, which is not allowed" in answer.stdout
    assert "1 broken" in answer.stdout


def test_a_queue_that_is_allowed_is_judged_as_ever(local_aws, outputs, write_spec, tmp_path):
    # Time enough for two looks at the queues, had the spec not allowed this one.
    answer = run(local_aws, outputs, write_spec, tmp_path, "allow_queues: [support]\n", "5s")

    assert answer.returncode == 1, answer.stdout
    assert "C345" not in answer.stdout
