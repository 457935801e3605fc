"""How fast the service may be called: its documented quotas, and the share of them that a run takes. Pure.

Live customers share these quotas with us. A run takes at most half of each, unless its user says that
they know what it does to the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from chatcheck.converse.deadlines import Limits

START: Final = "StartChatContact"
DEFAULT_STARTS_PER_S: Final = 1.0
HALF: Final = 0.5
HORIZON_S: Final = 3600.0
"""A turn further away than this was not given by us: the clock was set, or the machine started anew."""
WAITING_SHARE: Final = 4.0
"""How much longer than its own jobs need a run waits for its turns: other runs may be waiting too."""


@dataclass(frozen=True, slots=True)
class Quota:
    """A token bucket: so many calls in a second, and so many at once after a quiet time."""

    rate_per_s: float
    burst: float


QUOTAS: Final[Mapping[str, Quota]] = {
    # Amazon Connect administrator guide, "API throttling quotas": by account and Region.
    START: Quota(5, 8),
    "DescribeContact": Quota(10, 15),
    "GetContactAttributes": Quota(10, 15),
    # The same page, Amazon Connect Participant Service: by instance.
    "CreateParticipantConnection": Quota(6, 9),
    "DisconnectParticipant": Quota(3, 5),
    "GetTranscript": Quota(8, 12),
    "SendMessage": Quota(10, 15),
    "SendEvent": Quota(10, 15),
    "StartAttachmentUpload": Quota(2, 5),
    "CompleteAttachmentUpload": Quota(2, 5),
    "GetAttachment": Quota(8, 12),
}
OTHER: Final = Quota(2, 5)
"""Every other API of Amazon Connect, StopContact among them. The same page."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one run calls.

    Attributes:
        share: of each documented quota.
        starts: of StartChatContact, which goes before `share`; None is without measure.
        only_starts: whether other calls are not paced.
    """

    share: float
    starts: Quota
    only_starts: bool = False

    def find(self, operation: str) -> Quota | None:
        """Return what bounds an API; None when nothing does."""
        if operation == START:
            return self.starts
        if self.only_starts:
            return None
        quota = QUOTAS.get(operation, OTHER)
        return Quota(quota.rate_per_s * self.share, max(1.0, quota.burst * self.share))


def choose_pace(rate: float | None, *, is_loopback: bool, i_know: bool, shards: int) -> Pace | None:
    """Return the pace of a run; None calls without measure.

    `rate` is how many chats a second are wished for, or None. Nobody shares what this machine itself
    offers: there only a rate that was asked for is kept. Each of several shards takes its part.
    """
    if is_loopback:
        return None if rate is None else Pace(1.0, Quota(rate / shards, 1.0), only_starts=True)
    share = max(1.0, (rate or 0.0) / QUOTAS[START].rate_per_s) if i_know else HALF
    return Pace(share / shards, Quota((rate or DEFAULT_STARTS_PER_S) / shards, 1.0))


def find_greatest_rate() -> float:
    """Return how many chats a second may be started without saying that one knows."""
    return QUOTAS[START].rate_per_s * HALF


def reserve(due_s: float, now_s: float, quota: Quota) -> tuple[float, float]:
    """Take a turn: return how long to wait for it, and what to give as `due_s` next time.

    `due_s` is when all turns taken so far would be over at the plain rate; 0 before the first. Time
    comes from one clock for all who share the quota.
    """
    interval_s = 1.0 / quota.rate_per_s
    if not now_s <= due_s <= now_s + HORIZON_S:
        due_s = now_s
    delay_s = max(0.0, due_s - (quota.burst - 1.0) * interval_s - now_s)
    return delay_s, due_s + interval_s


def stretch(limits: Limits, pace: Pace | None, jobs: int) -> Limits:
    """Return limits that leave time for waiting one's turn beside `jobs` other chats.

    The end of a chat most of all: it must not be given up because many are ended at once.
    """
    if pace is None or pace.only_starts:
        return limits
    return replace(
        limits,
        start_s=limits.start_s + _wait_s(pace, jobs, START),
        connect_s=limits.connect_s + _wait_s(pace, jobs, "CreateParticipantConnection"),
        send_s=limits.send_s + _wait_s(pace, jobs, "SendMessage"),
        close_s=limits.close_s + _wait_s(pace, jobs, "DisconnectParticipant", "StopContact"),
    )


def _wait_s(pace: Pace, jobs: int, *operations: str) -> float:
    quotas = (pace.find(operation) for operation in operations)
    return WAITING_SHARE * sum(jobs / quota.rate_per_s for quota in quotas if quota is not None)
