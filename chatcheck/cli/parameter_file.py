"""The file behind a ``file://`` value."""

from __future__ import annotations

import os
from pathlib import Path

from chatcheck.aws_cli import codes
from chatcheck.errors import Diagnostic, UsageError

SIZE_LIMIT_BYTES = 10_000_000
"""A StartChatContact document has at most some hundred thousand bytes."""


def read_parameter_file(path: str) -> str:
    """Return the text of a file, each line end a newline; ``~`` and ``$NAME`` in `path` are replaced.

    It is UTF-8, or what AWS_CLI_FILE_ENCODING names. Reads the file. Raises UsageError saying why it cannot
    be read.
    """
    encoding = os.environ.get("AWS_CLI_FILE_ENCODING") or "utf-8"
    place = os.path.expandvars(Path(path).expanduser() if path.startswith("~") else path)
    try:
        with Path(place).open(encoding=encoding) as file:
            text = file.read(SIZE_LIMIT_BYTES + 1)
    except UnicodeDecodeError as error:
        reason = f"the byte at {error.start} is not {encoding.upper()}"
    except LookupError:
        reason = f"there is no encoding `{encoding}`, which AWS_CLI_FILE_ENCODING names"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    else:
        if len(text) <= SIZE_LIMIT_BYTES:
            return text
        reason = f"it has more than {SIZE_LIMIT_BYTES:,} characters"
    shown = str(place).replace("\0", "\\0")
    raise UsageError(Diagnostic(codes.FILE_UNREADABLE, f"the file `{shown}` cannot be read: {reason}"))
