"""Chats under load: Locust leads, this package holds the chats. A locustfile needs one line.

``from chatcheck.load import ChatUser``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatcheck.load.user import ChatUser

__all__ = ["ChatUser"]


def __getattr__(name: str) -> Any:
    """Load Locust only where its user is asked for: it replaces sockets and threads of the whole process."""
    if name == "ChatUser":
        from chatcheck.load.user import ChatUser  # noqa: PLC0415

        return ChatUser
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
