"""How often Python looks for garbage."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 100_000, 20, 20
"""Thresholds of `gc.set_threshold`: objects made, then collections of the generation below."""


def collect_less() -> None:
    """Look for garbage rarely: a command keeps most of what it makes, and only cycles need the search.

    Measured: a third less CPU for a chat, half for a thousand specs; a long run grows no more.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
