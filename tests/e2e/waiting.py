"""Waiting for what happens in another process: for the state itself, and long enough for a busy machine."""

import time

PATIENCE_S = 300
"""How long anything may take that must happen; less than the time limit of a test."""


def wait_until(holds, what="it"):
    """Wait until `holds()` is true; `what` is said when it never is."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s, f"{what} did not come within {PATIENCE_S} s"
        time.sleep(0.05)
