"""The files that a spec names: found beside the spec, and looked at before any chat starts.

Reads files, and nothing else.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from chatcheck.spec.sizes import CONTENT_LIMIT_BYTES

ATTACHMENT_LIMIT_BYTES: Final = 20 * 1_048_576
"""Of one attachment. Source: administrator guide, "Feature specifications"."""
CONTENT_TYPES: Final = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "heic": "image/heic",
    "jfif": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "mov": "video/quicktime",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "wav": "audio/wav",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the extension of a file's name, those that the service takes. Source: "Feature specifications"."""


def locate(name: str, spec_file: str) -> Path:
    """Return the path that `name` in the spec means: relative to the spec's folder. Pure."""
    return Path(spec_file).parent / name


def find_content_type(name: str) -> str:
    """Return the media type that a file's name tells; empty for those the service does not take. Pure."""
    return CONTENT_TYPES.get(Path(name).suffix.lower().removeprefix("."), "")


def read_text(path: Path) -> str:
    """Return the file's text. Raises OSError, or ValueError when it is not UTF-8 or too long to be said."""
    _measure(path)
    with path.open("rb") as file:
        data = file.read(CONTENT_LIMIT_BYTES + 1)
    if len(data) > CONTENT_LIMIT_BYTES:
        raise ValueError(f"it has more than the {CONTENT_LIMIT_BYTES:,} bytes that a message may have")
    if not data:
        raise ValueError("it is empty, and the service takes no empty message")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None


def find_text_problem(path: Path) -> str:
    """Return why the file cannot be sent as a message, or nothing."""
    try:
        read_text(path)
    except (OSError, ValueError) as error:
        return _explain(error)
    return ""


def find_attachment_problem(path: Path) -> str:
    """Return why the file cannot be attached, or nothing."""
    try:
        size_bytes = _measure(path)
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        return _explain(error)
    if size_bytes > ATTACHMENT_LIMIT_BYTES:
        return f"it has {size_bytes:,} bytes, and the service takes at most {ATTACHMENT_LIMIT_BYTES:,}"
    return "" if size_bytes else "it is empty, and the service takes no empty attachment"


def _measure(path: Path) -> int:
    """Return the file's size in bytes; one that is no ordinary file could block whoever opens it."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("it is no ordinary file")
    return found.st_size


def _explain(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a directory"
    return getattr(error, "strerror", None) or str(error)
