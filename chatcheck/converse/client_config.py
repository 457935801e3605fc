"""What a person asks for, as botocore's clients are told it."""

from __future__ import annotations

from typing import Any

import botocore
import botocore.config

from chatcheck.converse.access import Access


def make_config(access: Access) -> botocore.config.Config | None:
    """Return what goes before the profile; None when nothing does, for botocore takes it as a wish."""
    asked: dict[str, Any] = {}
    if not access.sign:
        asked["signature_version"] = botocore.UNSIGNED
    if access.connect_timeout_s is not None:
        asked["connect_timeout"] = access.connect_timeout_s or None
    if access.read_timeout_s is not None:
        asked["read_timeout"] = access.read_timeout_s or None
    return botocore.config.Config(**asked) if asked else None
