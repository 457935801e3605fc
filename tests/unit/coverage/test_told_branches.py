"""What the log tells of a branch is the branch that the interpreter took: any flow, any answers."""

import json
import random
from collections import Counter
from dataclasses import replace

import pytest

from chatcheck.coverage.outcomes import tell_branch
from chatcheck.coverage.shape import read_shape
from chatcheck.flow import interpret
from chatcheck.flow.effects import Log, Passed
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.requests import TimedOut
from tests.flow_generator import generate_flow
from tests.flow_hosts import CHAT_LIFE_S, CONTACT, POLICIES, REPLY_S


def play(flow, policy, seed):
    """Yield each action that was done, with what the log says of it."""
    chance, clock_s = random.Random(seed), 0.0
    run, effects = interpret.start(flow, "arn:it", replace(CONTACT, attributes={"a": "1"}), traced=True)
    said = []
    while True:
        for effect in effects:
            if isinstance(effect, Log):
                said.append(effect.entry)
            elif isinstance(effect, Passed):
                yield effect, said
                said = []
        if run.waiting is None or clock_s > CHAT_LIFE_S:
            return
        answer = policy(run, chance)
        clock_s += getattr(run.waiting, "time_limit_s", 1) if isinstance(answer, TimedOut) else REPLY_S
        run, effects = interpret.resume(run, answer)


def fits(told, branch):
    kind, name = told
    if kind == "condition":
        return branch.endswith(f" {name}")
    return branch == "NextAction" if kind == "next" else name in ("", branch) and " " not in branch


@pytest.mark.parametrize("policy", POLICIES)
def test_the_told_branch_is_the_one_that_was_taken(policy):
    told_of = Counter()
    for seed in range(60):
        flow = parse_flow(json.dumps(generate_flow(seed, 40, "CONTACT_FLOW")), "flow.json")
        shape = read_shape(flow, "f", "f")
        for passed, entries in play(flow, POLICIES[policy], seed):
            if not passed.branch or passed.flow != flow.name:
                continue
            branches = [each for way in shape.following[passed.identifier] for each in way.branches]
            for entry in entries:
                told = tell_branch(passed.action_type, branches, json.dumps(entry))
                if told is not None:
                    told_of[passed.action_type] += 1
                    assert fits(told, passed.branch), (passed, entry, told)
    assert told_of["Compare"] > 10
    assert told_of["InvokeLambdaFunction"] > 10
