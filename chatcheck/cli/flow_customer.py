"""The person who plays a flow: a terminal, or lines from a pipe."""

from __future__ import annotations

import sys
from typing import Protocol, TextIO

from chatcheck.visible_text import show


class Customer(Protocol):
    """Who writes."""

    is_person: bool
    """Whether somebody sits at a terminal, who can be asked."""

    def ask(self, prompt: str) -> str | None:
        """Return the next line, empty for silence; None when there are no more."""

    def question(self, text: str) -> str:
        """Ask something that is no part of the chat; empty where nobody can be asked."""


def open_customer(stream: TextIO) -> Customer:
    """Return the terminal, or the lines of what is no terminal."""
    return _Terminal() if stream.isatty() else _Lines(stream)


class _Terminal:
    is_person = True

    def ask(self, prompt: str) -> str | None:
        try:
            return input(prompt).strip()
        except EOFError:
            return None

    def question(self, text: str) -> str:
        try:
            return input(f"?? {show(text)}: ").strip()
        except EOFError:
            return ""


class _Lines:
    is_person = False

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def ask(self, prompt: str) -> str | None:  # noqa: ARG002
        line = self._stream.readline()
        return line.rstrip("\r\n") if line else None

    def question(self, text: str) -> str:
        print(f"-- nobody is asked for the {show(text)}", file=sys.stderr)  # noqa: T201
        return ""
