"""An invocation as a command of the AWS CLI, versions 1 and 2, for a POSIX shell. Pure.

Ids, texts and numbers are options of their own, structures are JSON arguments. What does not fit an
argument goes to a file for ``--cli-input-json``: a text that the CLI would take for something else
(``file://...`` is read from disk, version 1 fetches ``https://...``, a leading dash is an option) or
that another locale would change, and a document of more bytes than an argument may have. The shell
makes the file of a here-document and removes it, so that a command stays one piece of text.

The file is a real one because the CLI, in both versions, reads what ``--cli-input-json`` names twice:
of ``file:///dev/stdin`` nothing is left the second time. ``@=``, which newer releases take for a file
inside the shorthand syntax, means nothing in JSON, and is never written as a value of its own.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any, Final

from chatcheck.render.comment import format_comment
from chatcheck.render.invocation import Invocation

Json = Any

ARGUMENT_LIMIT_BYTES: Final = 100_000
"""Linux takes 131,072 bytes in one argument, its end included; the rest is for what people add."""
_MISTAKEN: Final = ("file://", "fileb://", "http://", "https://", "-", "@=")
_PLAIN = re.compile(r"[ -~]+")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_INTO_FILE: Final = (
    """(document=$(mktemp) && trap 'rm -f "$document"' EXIT HUP INT TERM && cat >"$document" <<'END' &&"""
)
_FROM_FILE: Final = '--cli-input-json "file://$document"'


def format_command(invocation: Invocation, endpoint_url: str | None = None) -> str:
    """Return a comment line with the chat's name, and the command; no newline at the end.

    The command is one line, or four with a file, of which the last calls the AWS CLI. The exit code
    is the AWS CLI's. JSON is ASCII without control characters: no locale and no shell changes it.
    """
    command = ["aws", "connect", "start-chat-contact", "--region", invocation.region]
    command += ["--endpoint-url", endpoint_url] if endpoint_url else []
    arguments = list(_list_options(invocation.document))
    fits = sum(map(len, arguments)) <= ARGUMENT_LIMIT_BYTES
    if fits and all(map(_is_plain, invocation.document.values())):
        lines = [shlex.join(command + arguments)]
    else:
        # An interactive bash may take `!` for its history, and does not care for a here-document's quotes.
        content = _to_json(invocation.document).replace("!", r"\u0021")
        lines = [_INTO_FILE, content, "END", f"  {shlex.join(command)} {_FROM_FILE})"]
    return "\n".join([format_comment(invocation.name), *lines])


def _is_plain(value: Json) -> bool:
    if not isinstance(value, str):
        return True
    return bool(_PLAIN.fullmatch(value)) and not value.startswith(_MISTAKEN)


def _list_options(document: dict[str, Json]) -> Iterator[str]:
    for name, value in document.items():
        yield "--" + _CAPITAL.sub("-", name).lower()
        yield _to_json(value) if isinstance(value, dict | list) else str(value)


def _to_json(value: Json) -> str:
    # DEL is ASCII to Python, but a control character that bash also uses for itself.
    return json.dumps(value, separators=(",", ":")).replace("\x7f", r"\u007f")
