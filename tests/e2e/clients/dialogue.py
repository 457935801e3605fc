"""Holds the dialogue of `start-chat-contact --connect`: a document, and the file to record into."""

import json
import sys
from types import SimpleNamespace

from chatcheck.cli.dialogue import hold_dialogue
from chatcheck.cli.exit_code import run_to_code
from chatcheck.cli.output import accept_any_text
from chatcheck.converse.access import Access


def execute(args):
    return hold_dialogue(json.loads(args.document), Access(), args.record or None, args.outputs or None)


if __name__ == "__main__":
    accept_any_text()
    document, record, outputs = sys.argv[1:]
    arguments = SimpleNamespace(document=document, record=record, outputs=outputs)
    sys.exit(run_to_code(SimpleNamespace(execute=execute), arguments))
