"""An invocation as a command of the AWS CLI, versions 1 and 2, for a POSIX shell. Pure.

Ids, texts and numbers are options of their own, structures are JSON arguments. A text that the CLI
would take for something else (``file://...`` is read from disk, version 1 fetches ``https://...``, a
leading dash is an option) makes the whole document one JSON argument.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any, Final

from chatcheck.errors import Diagnostic, RenderError
from chatcheck.render import codes
from chatcheck.render.comment import format_comment
from chatcheck.render.invocation import Invocation

Json = Any

ARGUMENT_LIMIT_BYTES: Final = 100_000
"""Linux takes 131,072 bytes in one argument, its end included; the rest is for what people add."""
_MISTAKEN: Final = ("file://", "fileb://", "http://", "https://", "-", "@=")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def format_command(invocation: Invocation, endpoint_url: str | None = None) -> str:
    """Return a comment line with the chat's name, and a line with the command; no newline at the end.

    JSON is ASCII, so that no locale changes it, unless it is too long that way. Raises RenderError
    for a document that fits in no argument: thousands of control characters do that.
    """
    command = ["aws", "connect", "start-chat-contact", "--region", invocation.region]
    command += ["--endpoint-url", endpoint_url] if endpoint_url else []
    for ascii_only in (True, False):
        arguments = _list_arguments(invocation.document, ascii_only=ascii_only)
        if all(len(each.encode()) <= ARGUMENT_LIMIT_BYTES for each in arguments):
            return f"{format_comment(invocation.name)}\n{shlex.join(command + arguments)}"
    what = f"the start of chat `{invocation.name}` is too long for a command line"
    why = f"an argument of a command may have some {ARGUMENT_LIMIT_BYTES:,} bytes"
    raise RenderError(Diagnostic(codes.TOO_LONG_FOR_SHELL, what, why=why))


def _list_arguments(document: dict[str, Json], *, ascii_only: bool) -> list[str]:
    if all(map(_is_plain, document.values())):
        return list(_list_options(document, ascii_only=ascii_only))
    return ["--cli-input-json", _to_json(document, ascii_only=ascii_only)]


def _is_plain(value: Json) -> bool:
    if not isinstance(value, str):
        return True
    return bool(value) and not value.startswith(_MISTAKEN) and not _CONTROL.search(value)


def _list_options(document: dict[str, Json], *, ascii_only: bool) -> Iterator[str]:
    for name, value in document.items():
        yield "--" + _CAPITAL.sub("-", name).lower()
        yield _to_json(value, ascii_only=ascii_only) if isinstance(value, dict | list) else str(value)


def _to_json(value: Json, *, ascii_only: bool) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=ascii_only)
