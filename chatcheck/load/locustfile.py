"""What ``chatcheck load`` gives Locust; one of your own may say as little."""

from __future__ import annotations

from chatcheck.load import ChatUser

__all__ = ["ChatUser"]
