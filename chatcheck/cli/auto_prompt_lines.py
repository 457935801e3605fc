"""The lines that `--cli-auto-prompt` asks for: completion, checking and keys, by prompt_toolkit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TextIO

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, FuzzyWordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.validation import ValidationError, Validator

from chatcheck.cli.auto_prompt_question import Question, check_value

_LEAVE_OUT = "; empty leaves it out"
_START_OF_PART = {"structure": re.compile(r"[^,{]*$"), "list": re.compile(r"[^\s,]*$")}
_WHOLE = re.compile(r".*$", re.DOTALL)


def open_terminal(drawn_on: TextIO) -> TerminalLines:
    """Return lines that are read from stdin and drawn on the given stream."""
    return TerminalLines(create_input(), create_output(drawn_on))


class TerminalLines:
    """`auto_prompt.Lines` at a terminal."""

    def __init__(self, keys: Input, screen: Output) -> None:
        """Read from ``keys`` and draw on ``screen``."""
        self._keys = keys
        self._screen = screen

    def ask_value(self, question: Question) -> str:
        """Ask for a value, checking it as it is typed; Enter is refused while something is wrong."""
        return self._prompt(
            f"{question.option} ",
            completer=PartCompleter(question.kind, question.completions),
            validator=LineCheck(lambda text: check_value(question, text)),
            validate_while_typing=True,
            bottom_toolbar=question.help + ("" if question.required else _LEAVE_OUT),
        )

    def ask_option(self, prompt: str, remaining: Sequence[Question], check: Callable[[str], str]) -> str:
        """Ask for an option's name: any letters of it find it, in their order."""
        helps = {each.option: each.help for each in remaining}
        return self._prompt(
            prompt,
            completer=FuzzyWordCompleter(list(helps), meta_dict=helps, WORD=True),
            validator=LineCheck(check),
            validate_while_typing=False,
            bottom_toolbar="Tab shows the options; Enter without one starts the chat",
        )

    def confirm(self, command_line: str, prompt: str) -> None:
        """Show the command line and wait for Enter."""
        print_formatted_text(FormattedText([("", command_line)]), output=self._screen)
        self._prompt(
            prompt,
            validator=LineCheck(lambda text: "only Enter or Ctrl-C is taken here" if text else ""),
            validate_while_typing=True,
        )

    def _prompt(self, message: str, **options: Any) -> str:
        session: PromptSession[str] = PromptSession(
            message,
            input=self._keys,
            output=self._screen,
            complete_while_typing=True,
            complete_style=CompleteStyle.COLUMN,
            **options,
        )
        return session.prompt()


class LineCheck(Validator):
    """Refuses a line as long as something is wrong with it."""

    def __init__(self, check: Callable[[str], str]) -> None:
        """``check`` says what is wrong, or returns an empty text."""
        self._check = check

    def validate(self, document: Document) -> None:
        """Raise ValidationError, the cursor at the end, with what is wrong."""
        wrong = self._check(document.text)
        if wrong:
            raise ValidationError(len(document.text), wrong)


class PartCompleter(Completer):
    """Completes a value, or the part of a structure or a list that the cursor is in."""

    def __init__(self, kind: str, offered: Sequence[str]) -> None:
        """``offered`` are values, or keys with their ``=``."""
        self._part = _START_OF_PART.get(kind, _WHOLE)
        self._offered = offered

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        """Give what begins with the part before the cursor, whatever its case."""
        found = self._part.search(document.text_before_cursor)
        part = found[0].lstrip() if found else ""
        for each in self._offered:
            if each.lower().startswith(part.lower()) and each != part:
                yield Completion(each, start_position=-len(part))
