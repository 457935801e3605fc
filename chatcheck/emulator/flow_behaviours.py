"""The interpreter's behaviours, entered in the ledger of what the embedded AWS imitates."""

from __future__ import annotations

from chatcheck.emulator.fidelity import behaviour
from chatcheck.flow.evidence import EVIDENCE

for row in EVIDENCE:
    behaviour("flow language", row.what, row.mark, row.source)
