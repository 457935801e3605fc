"""What `--help` shows at the end of a command: command lines to begin with, and what its exit code means."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

EXAMPLES: Mapping[str, Sequence[str]] = {
    "init": (
        "chatcheck init",
        "chatcheck init shop --instance-id ARN --flow welcome=ARN",
    ),
    "validate": ("chatcheck validate", "chatcheck validate specs/chats --watch"),
    "schema": ("chatcheck schema", "chatcheck schema environment > environments.schema.json"),
    "render": (
        "chatcheck render --chat 'greets a member by name'",
        "chatcheck render specs/chats/orders.chat.yaml --as json --redact",
    ),
    "run": (
        "chatcheck run",
        "chatcheck run specs/chats/help.chat.yaml --chat 'tells the opening hours'",
        "chatcheck run --env dev --tag smoke --report junit=build/junit.xml",
        "chatcheck run --last-failed --retries 2",
        "chatcheck run --shard 2/3 --report jsonl=build/part-2.jsonl",
    ),
    "load": (
        "chatcheck load --users 20 --run-time 10m --max-step-p95 2s",
        "chatcheck load --workers 3 --users 60 --rate 2 --run-time 1h",
    ),
    "doctor": ("chatcheck doctor", "chatcheck doctor --env dev --websocket"),
    "cleanup": ("chatcheck cleanup --dry-run", "chatcheck cleanup"),
    "judge": ("chatcheck judge specs/chats/help.chat.yaml build/transcripts/help.a.json",),
    "report": (
        "chatcheck report run.jsonl --html report.html",
        "chatcheck report merge part-1.jsonl part-2.jsonl --output run.jsonl",
    ),
}
"""By command; a shell would read each as it stands."""


class ParagraphFormatter(argparse.HelpFormatter):
    """Lays out the paragraphs of a text each by itself; one with an indented line stays as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        parts = text.split("\n\n")
        fill = super()._fill_text
        return "\n\n".join(part if "\n  " in part else fill(part, width, indent) for part in parts)


def write_epilog(name: str, exit_codes: str) -> str:
    """Return what stands at the end of a command's help."""
    lines = EXAMPLES.get(name, ())
    return "\n  ".join(("examples:", *lines)) + f"\n\n{exit_codes}" if lines else exit_codes
