"""docs/start-chat-contact.md is what the table of invocations says; `make accept` rewrites it."""

import os
from pathlib import Path

from tests.conformance.document import write_document

DOCUMENT = Path(__file__).parents[2] / "docs" / "start-chat-contact.md"


def test_the_document_is_made_of_the_table():
    if os.environ.get("CHATCHECK_ACCEPT"):
        DOCUMENT.write_text(write_document(), "utf-8")

    assert DOCUMENT.read_text("utf-8") == write_document()


def test_every_deliberate_difference_has_a_reason():
    text = write_document()
    rows = [line for line in text.split("## How values")[0].splitlines() if line.startswith("| ")]

    assert len(rows) > 20
    assert all(line.split(" | ")[-1].strip(" |") for line in rows)
