"""No fault outlives its test."""

import pytest

from chatcheck.emulator.faults.board import BOARD
from chatcheck.emulator.faults.kinds import read_fault


@pytest.fixture
def put():
    """Set a fault on the board that the server looks at."""
    BOARD.clear()
    yield lambda kind, **options: BOARD.put(read_fault({"kind": kind, **options}))
    BOARD.clear()
