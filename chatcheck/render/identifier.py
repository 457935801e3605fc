"""Names and ids: bare ids out of ARNs, output keys out of names. Pure."""

from __future__ import annotations

import re

from chatcheck.errors import DeploymentError, Diagnostic
from chatcheck.render import codes

_ARN = re.compile(r"arn:[a-z-]+:connect:[a-z0-9-]+:\d{12}:(instance/.+)")
_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(:[$A-Za-z0-9_-]+)?")
_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


def read_instance_id(text: str) -> str:
    """Return the bare id of an instance from its id, its ARN, or the ARN of anything in it.

    The service takes bare ids only. Raises DeploymentError for any other text.
    """
    return _read(text, "instance", 1)


def read_flow_id(text: str) -> str:
    """Return the bare id of a flow, with its version or alias if it has one, from its id or ARN.

    Raises DeploymentError for any other text, the ARN of an instance included.
    """
    return _read(text, "contact-flow", 3)


def read_region(text: str) -> str:
    """Return the Region of an ARN of Amazon Connect; empty for any other text. Pure."""
    return text.split(":")[3] if _ARN.fullmatch(text) else ""


def _read(text: str, kind: str, part: int) -> str:
    arn = _ARN.fullmatch(text)
    parts = arn[1].split("/") if arn else [text]
    index = part if arn else 0
    if index < len(parts) and _BARE.fullmatch(parts[index]) and (not arn or parts[index - 1] == kind):
        return parts[index]
    what = f"`{text}` is neither the id nor the ARN of {'an instance' if kind == 'instance' else 'a flow'}"
    raise DeploymentError(Diagnostic(codes.NO_ID, what, why=f"an ARN has `{kind}/` before the id"))


def to_pascal(name: str) -> str:
    """Return ``OrderStatus`` for ``order-status``: how outputs spell a name."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("-"))


def from_pascal(word: str) -> str:
    """Return ``order-status`` for ``OrderStatus``; ``-`` before a digit is lost."""
    return _WORD_START.sub("-", word).lower()
