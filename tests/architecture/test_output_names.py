"""The two rivers meet at the outputs: what `stacks` writes is what the runner looks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.render import deployment, identifier
from stacks import naming

NAMES = st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True)


@given(NAMES)
def test_both_sides_make_the_same_key_of_a_name(name):
    assert identifier.to_pascal(name) == naming.to_pascal(name)


@pytest.mark.parametrize("kind", ["flow", "queue"])
@given(name=NAMES)
def test_the_runner_recognises_every_key_that_a_stack_writes(kind, name):
    key = f"{naming.to_pascal(kind)}{naming.to_pascal(name)}Id"

    assert {"flow": deployment._FLOW, "queue": deployment._QUEUE}[kind].fullmatch(key)
