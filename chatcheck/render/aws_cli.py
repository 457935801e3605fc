"""An invocation as a command of the AWS CLI, versions 1 and 2, for a POSIX shell. Pure.

Ids, texts and numbers are options of their own, structures are JSON arguments. A text that the CLI
would take for something else (``file://...`` is read from disk, version 1 fetches ``https://...``, a
leading dash is an option) makes the whole document one JSON argument, and a document too long for an
argument is given on standard input.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any, Final

from chatcheck.render.invocation import Invocation

Json = Any

ARGUMENT_LIMIT_BYTES: Final = 100_000
"""Linux takes 131,072 bytes in one argument, the terminating zero included."""
_MISTAKEN: Final = ("file://", "fileb://", "http://", "https://", "-", "@=")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_END: Final = "END_OF_DOCUMENT"


def format_command(invocation: Invocation, endpoint_url: str | None = None) -> str:
    """Return a comment line with the chat's name, and the command; no trailing newline.

    ASCII but for the name, the endpoint and ids, so that no locale changes the document.
    """
    command = ["aws", "connect", "start-chat-contact", "--region", invocation.region]
    command += ["--endpoint-url", endpoint_url] if endpoint_url else []
    name = _CONTROL.sub(" ", invocation.name)
    return f"# {name}\n{shlex.join(command)} {_format_document(invocation.document)}"


def _format_document(document: dict[str, Json]) -> str:
    if all(map(_is_plain, document.values())):
        arguments = list(_list_options(document))
    else:
        arguments = ["--cli-input-json", _to_json(document)]
    if all(len(each.encode()) <= ARGUMENT_LIMIT_BYTES for each in arguments):
        return shlex.join(arguments)
    return f"--cli-input-json file:///dev/stdin <<'{_END}'\n{_to_json(document)}\n{_END}"


def _is_plain(value: Json) -> bool:
    if not isinstance(value, str):
        return True
    return bool(value) and not value.startswith(_MISTAKEN) and not _CONTROL.search(value)


def _list_options(document: dict[str, Json]) -> Iterator[str]:
    for name, value in document.items():
        yield "--" + _CAPITAL.sub("-", name).lower()
        yield _to_json(value) if isinstance(value, dict | list) else str(value)


def _to_json(value: Json) -> str:
    return json.dumps(value, separators=(",", ":"))
