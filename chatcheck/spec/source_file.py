"""Reading the text of a file, every way it can go wrong said in one diagnostic."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

from chatcheck.errors import Diagnostic, SpecError
from chatcheck.source import Position, draw_line
from chatcheck.spec import codes

_BEGUN = ("specs", "specs/chats")
"""Where specs are looked for when none is named; `chatcheck init` makes both."""
SIZE_LIMIT_BYTES = 10_000_000
"""A spec of thousands of chats has a tenth of that; more is not a file somebody wrote."""


def read_text(path: str | Path) -> str:
    """Return the text of the UTF-8 file at `path`.

    Reads files. Raises SpecError when it is missing, is a directory, may not be read, is larger than
    `SIZE_LIMIT_BYTES`, or is not UTF-8.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(SIZE_LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SpecError(_unreadable(str(path), error)) from error
    if len(data) > SIZE_LIMIT_BYTES:
        why = f"at most {SIZE_LIMIT_BYTES:,} bytes are read"
        raise SpecError(Diagnostic(codes.UNREADABLE, f"the file `{path}` is too large", why=why))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SpecError(_undecodable(str(path), data, error)) from error


def read_ordinary_text(path: str | Path) -> str:
    """Return the text of a file that another file names: as `read_text`, but of ordinary files alone.

    Whoever opens a pipe waits for somebody to write into it, for ever.
    """
    with contextlib.suppress(OSError, ValueError):
        mode = Path(path).stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise SpecError(Diagnostic(codes.UNREADABLE, f"`{path}` is no ordinary file"))
    return read_text(path)


def is_folder(path: Path) -> bool:
    """Tell whether it is a directory; what the system refuses to look at is none: reading it says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _unreadable(path: str, error: OSError | ValueError) -> Diagnostic:
    shown = path.replace("\0", "\\0")
    if isinstance(error, FileNotFoundError):
        fix = "`chatcheck init` begins one here; or name others" if shown in _BEGUN else ""
        return Diagnostic(codes.UNREADABLE, f"there is no file `{shown}`", fix=fix)
    if isinstance(error, IsADirectoryError):
        return Diagnostic(codes.UNREADABLE, f"`{shown}` is a directory, not a file")
    reason = getattr(error, "strerror", None) or str(error)
    return Diagnostic(codes.UNREADABLE, f"the file `{shown}` cannot be read: {reason}")


def _undecodable(path: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = data[: error.start]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    position = Position(path, before.count(b"\n") + 1, column)
    line = data[line_start:].partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
    what = f"the file is not UTF-8 text: the byte 0x{data[error.start]:02X} has no meaning here"
    snippet = draw_line(line, position)
    return Diagnostic(codes.INVALID_YAML, what, position, snippet, fix="save it in the encoding UTF-8")
