"""`--cli-auto-prompt`: ask for the parameters at the terminal.

What is asked, in what order, and the command line that comes of it. Drawing and keys are
`auto_prompt_lines.py`, the one module here that needs prompt_toolkit; it is imported when asked for.
"""

from __future__ import annotations

import importlib
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from chatcheck.cli.auto_prompt_question import Question
from chatcheck.errors import Diagnostic, UsageError, suggest

COMMAND = ("chatcheck", "start-chat-contact")
ADD_AN_OPTION = "add an option (Enter starts the chat) "
CONFIRM = "Enter starts the chat, Ctrl-C leaves without one "


class Lines(Protocol):
    """The terminal: each call shows a prompt and returns the line that was entered.

    Ctrl-C raises KeyboardInterrupt. Ctrl-D raises EOFError.
    """

    def ask_value(self, question: Question) -> str:
        """Ask for a value; only one that its check finds nothing wrong with can be entered."""

    def ask_option(self, prompt: str, remaining: Sequence[Question], check: Callable[[str], str]) -> str:
        """Ask for the name of one of the options that remain."""

    def confirm(self, command_line: str, prompt: str) -> None:
        """Show the command line and wait for Enter."""


def ask_for_parameters(
    asked: Sequence[Question], given: Mapping[str, str], others: Sequence[str] = ()
) -> dict[str, str]:
    """Ask at the terminal for what is not given; return all options with their texts, given ones first.

    `others` are the rest of the command line's words, for showing it.

    Draws on stderr, so that stdout is the answer's, and on stdout when stderr is no terminal. Raises
    UsageError without a terminal, KeyboardInterrupt when the person leaves: no chat is started then.
    """
    if not (sys.stdin.isatty() and (sys.stderr.isatty() or sys.stdout.isatty())):
        raise UsageError(
            Diagnostic(
                "U573",
                "`--cli-auto-prompt` needs a terminal to ask at, and there is none",
                why="stdin, or both stdout and stderr, is a file or a pipe",
                fix=_name_other_ways(asked, given),
            )
        )
    drawn_on = sys.stderr if sys.stderr.isatty() else sys.stdout
    lines = importlib.import_module("chatcheck.cli.auto_prompt_lines").open_terminal(drawn_on)
    return hold_dialogue(asked, given, lines, others)


def _name_other_ways(asked: Sequence[Question], given: Mapping[str, str]) -> str:
    missing = [each.option for each in asked if each.required and each.option not in given]
    options = f"give {', '.join(f'`{each}`' for each in missing)} as options" if missing else "leave it out"
    return f"{options}, or all parameters in a file: `--cli-input-json file://PATH`"


def hold_dialogue(
    asked: Sequence[Question], given: Mapping[str, str], lines: Lines, others: Sequence[str] = ()
) -> dict[str, str]:
    """Ask for the required parameters, then for options until there are enough, then for a yes.

    Leaving by Ctrl-D is Enter where an option may be added, leaves an option out where its value is
    asked for, and is Ctrl-C elsewhere.
    """
    values = dict(given)
    try:
        for question in asked:
            if question.required and question.option not in values:
                values[question.option] = lines.ask_value(question)
        _add_options(asked, values, lines)
        lines.confirm(write_command_line(asked, values, others), CONFIRM)
    except EOFError:
        raise KeyboardInterrupt from None
    return values


def _add_options(asked: Sequence[Question], values: dict[str, str], lines: Lines) -> None:
    while remaining := [each for each in asked if each.option not in values]:
        by_name = {each.option: each for each in remaining}
        try:
            entered = lines.ask_option(ADD_AN_OPTION, remaining, lambda text: check_option(text, by_name))  # noqa: B023
        except EOFError:
            return
        if not entered.strip():
            return
        question = by_name[find_option(entered, by_name)]
        try:
            text = lines.ask_value(question)
        except EOFError:
            continue
        if text:
            values[question.option] = text


def find_option(text: str, known: Iterable[str]) -> str:
    """Return the option that is meant, or an empty text. Pure.

    The dashes may be missing, and any part of the name does that no other option has.
    """
    part = text.strip().removeprefix("--")
    names = list(known)
    if f"--{part}" in names:
        return f"--{part}"
    found = [name for name in names if part and part in name.removeprefix("--")]
    return found[0] if len(found) == 1 else ""


def check_option(text: str, known: Iterable[str]) -> str:
    """Say what is wrong with the name of an option; nothing is with an empty one. Pure."""
    names = list(known)
    if not text.strip() or find_option(text, names):
        return ""
    meant = f"--{text.strip().removeprefix('--')}"
    return f"no such option, or given already; {suggest(meant, names)}"


def split_words(kind: str, text: str) -> list[str]:
    """Return the words of a value as a shell would pass them to the command. Pure.

    The text of a list is split as a shell splits it, unless it is JSON or the address of a file; any
    other text is one word.
    """
    if kind != "list" or text.startswith(("[", "{", "file://", "fileb://")):
        return [text]
    try:
        return shlex.split(text)
    except ValueError:
        return [text]


def write_command_line(
    asked: Sequence[Question], values: Mapping[str, str], others: Sequence[str] = ()
) -> str:
    """Return the whole command, quoted so that it can be pasted into a POSIX shell. Pure."""
    kinds = {each.option: each.kind for each in asked}
    words = list(COMMAND)
    for option, text in values.items():
        parts = split_words(kinds.get(option, "string"), text)
        # A value that begins with a dash would be taken for an option.
        words += (
            [f"{option}={parts[0]}"] if parts[0:1] == parts and text.startswith("-") else [option, *parts]
        )
    return shlex.join([*words, *others])
