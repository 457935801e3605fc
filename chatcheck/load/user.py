"""The user that Locust spawns: one chat after the other, the chats of the specs in turn."""

from __future__ import annotations

from locust import User, constant, task

from chatcheck.load.side import find_side


class ChatUser(User):
    """Plays the same specs as ``chatcheck run``, under Locust's own master, workers and web page.

    A chat is a request of type CHAT, each of its steps one of type STEP. Derive from it to set
    `wait_time` or `weight`; which chats are held against what is said by Locust's chat options.
    """

    wait_time = constant(0)

    @task
    def hold_a_chat(self) -> None:
        """Hold the next chat to its end."""
        find_side(self.environment).play()
