"""How often, and how long after, a call is tried again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

FIRST_DELAY_S = 0.25
LONGEST_DELAY_S = 8.0


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with jitter, bounded in tries.

    Attributes:
        attempts: tries in all when the service fails or the connection breaks; at least 1.
        throttled_attempts: tries in all when the service asks to come again later. More, because
            many chats started at once are above StartChatContact's rate for several seconds.
        draw: returns a number in [0, 1): the jitter.
    """

    attempts: int = 4
    throttled_attempts: int = 10
    draw: Callable[[], float] = random.random

    def delay_s(self, tried: int, throttled: bool) -> float | None:
        """Return how long to wait after `tried` tries, or None when it was the last.

        Who is throttled waits at least half of the step: coming back at once only prolongs the
        throttling of everyone.
        """
        if tried >= (self.throttled_attempts if throttled else self.attempts):
            return None
        step_s = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** (tried - 1))
        jitter = self.draw()
        return step_s * (0.5 + jitter / 2 if throttled else jitter)
