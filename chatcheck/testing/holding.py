"""One chat of a spec held for pytest."""

from __future__ import annotations

import pytest

from chatcheck.errors import ChatcheckError
from chatcheck.planning import plan
from chatcheck.report.result import ChatResult
from chatcheck.session import Manner
from chatcheck.spec.model import Spec
from chatcheck.testing.background import interrupting_signals
from chatcheck.testing.deployment import find_target
from chatcheck.testing.hall import find_hall
from chatcheck.testing.outcomes import ChatBroken


def hold_one(config: pytest.Config, spec: Spec) -> ChatResult:
    """Hold the only chat of `spec`. Raises ChatBroken when it cannot even begin."""
    try:
        target = find_target(config)
        (planned,) = plan([spec], target.deployment, target.find_sources(target.deployment))
        deployed = target.deployment
        manner = Manner(1, target.again, deployed.queue_names, flow_names=deployed.flow_names)
        hall = find_hall(config)
        with interrupting_signals():
            return hall.background.run(hall.hold(planned, manner))
    except ChatcheckError as error:
        raise ChatBroken(str(error)) from None
