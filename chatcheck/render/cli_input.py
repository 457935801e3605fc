"""An invocation as a document for ``--cli-input-json`` or ``--cli-input-yaml``. Pure.

Both are ASCII, so that no locale changes what a file of them holds. The YAML means the same by the
rules of YAML 1.1 (PyYAML) and 1.2 (the AWS CLI, version 2): a text is plain only when neither could
take it for anything else.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

from chatcheck.render.comment import format_comment
from chatcheck.render.invocation import Invocation

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./-]*[A-Za-z0-9])?")
_WORDS: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_TEXT_TAG: Final = "tag:yaml.org,2002:str"


class _Dumper(yaml.SafeDumper):
    """Quotes every text that is not clearly one, and writes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
        return self.represent_scalar(_TEXT_TAG, text, style=None if plain else '"')


_Dumper.add_representer(str, _Dumper.represent_text)


def format_json(invocation: Invocation) -> str:
    """Return the document as JSON on one line; the Region is not part of it."""
    return json.dumps(invocation.document)


def format_yaml(invocation: Invocation) -> str:
    """Return a comment line with the chat's name and the document in block style.

    One text is one line. No newline at the end, and no ``---``; the Region is not part of it.
    """
    comment = format_comment(invocation.name).encode("ascii", "backslashreplace").decode()
    text = yaml.dump(invocation.document, Dumper=_Dumper, sort_keys=False, width=float("inf"))
    return f"{comment}\n{text.rstrip()}"
