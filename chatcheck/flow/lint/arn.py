"""ARNs that are written out in a flow. Pure."""

from __future__ import annotations

import re

UUID_CHARS = 36
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_ARN = re.compile(
    r"arn:aws[a-z-]*:[a-z0-9-]+:(?P<region>[a-z0-9-]*):(?P<account>[0-9]{12}|aws)?:"
    r"(?:instance/(?P<instance>[0-9a-f-]{36}))?"
)


def is_arn(text: str) -> bool:
    """Tell whether a text is an ARN, or begins with one."""
    return text.startswith("arn:aws") and _ARN.match(text) is not None


def is_ours(arn: str) -> bool:
    """Tell whether an ARN is of somebody's account: AWS's own resources are the same everywhere."""
    found = _ARN.match(arn)
    return found is not None and found["account"] != "aws"


def read_place(text: str) -> tuple[str, str, str] | None:
    """Return Region, account and instance of an ARN, empty where it has none; None for anything else."""
    found = _ARN.match(text) if text.startswith("arn:aws") else None
    if found is None or found["account"] in (None, "aws"):
        return None
    return found["region"], found["account"], found["instance"] or ""
