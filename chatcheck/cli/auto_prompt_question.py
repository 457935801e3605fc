"""One option that may be asked for at the terminal, and what is wrong with a text for it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


def _accept(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Question:
    """One option that may be asked for.

    Attributes:
        option: its name on the command line, such as ``--participant-details``.
        kind: its type in the model (``string``, ``structure``, ``list``, ...). The text of a list is
            its items with spaces between them, as at a shell.
        required: whether no chat starts without it.
        help: what it is, on one line.
        completions: what Tab offers: a parameter's values, or a structure's keys (``DisplayName=``).
        check: says in one line what is wrong with the text typed so far; empty when nothing is.
    """

    option: str
    kind: str
    required: bool
    help: str
    completions: Sequence[str] = ()
    check: Callable[[str], str] = _accept


def check_value(question: Question, text: str) -> str:
    """Say what is wrong with a value; an empty text leaves out an option that is not required. Pure."""
    if text:
        return question.check(text)
    return "a value is needed here" if question.required else ""
