"""`chatcheck schema`: the format of a file that a team edits, for editors and other tools."""

from __future__ import annotations

import argparse
import json

from chatcheck.spec.schema import publish_schema


def execute(args: argparse.Namespace) -> int:
    """Print the JSON Schema and return 0."""
    print(json.dumps(publish_schema(args.name), indent=2, ensure_ascii=False))  # noqa: T201
    return 0
