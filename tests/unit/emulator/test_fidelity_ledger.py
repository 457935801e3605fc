from pathlib import Path

import pytest

from chatcheck.emulator import fidelity
from chatcheck.emulator.fidelity import Behaviour

ROOT = Path(__file__).parents[3]


def test_document_has_a_table_for_each_area():
    drawn = fidelity.draw_document(
        (Behaviour("chat", "a | b", "documented", "manual"), Behaviour("lex", "c", "assumed", "guess"))
    )
    assert "## chat\n" in drawn
    assert "## lex\n" in drawn
    assert "| a \\| b | documented | manual |" in drawn


def test_committed_document_is_what_the_ledger_says():
    fidelity.load_all()
    assert (ROOT / "docs" / "fidelity.md").read_text(encoding="utf-8") == fidelity.draw_document(
        fidelity.ledger()
    )


def test_unknown_evidence_is_refused():
    with pytest.raises(ValueError, match="heard"):
        fidelity.behaviour("chat", "x", "heard", "somebody")  # type: ignore[arg-type]


@pytest.mark.parametrize(("area", "what", "source"), [("", "x", "y"), ("x", " ", "y"), ("x", "y", "")])
def test_empty_text_is_refused(area, what, source):
    with pytest.raises(ValueError, match="need a text"):
        fidelity.behaviour(area, what, "assumed", source)
