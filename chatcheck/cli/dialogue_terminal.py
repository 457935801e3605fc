"""A dialogue at a terminal: what arrives does not break the line that is being typed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from chatcheck.cli.dialogue_lines import Utterance, describe
from chatcheck.judge.matchers import name_sender
from chatcheck.report.style import Style
from chatcheck.transcript import Event
from chatcheck.visible_text import measure, show

TYPING_SHOWN_S: Final = 5.0
NAME_CELLS: Final = 8
TIME_CELLS: Final = 8


class TerminalScreen:
    """A prompt at the bottom, the conversation above it.

    A line that was entered is taken away and shown when the service has it, as everything else that
    was said, in the order of the service.
    """

    def __init__(self, style: Style, interrupt: Callable[[], None]) -> None:
        """Prepare; `interrupt` is called for Ctrl-C, which is no signal while the prompt reads keys."""
        self._style = style
        self._interrupt = interrupt
        self._typist, self._typing_until_s = "", 0.0
        self._session: PromptSession[str] = PromptSession(
            "> ",
            history=InMemoryHistory(),
            erase_when_done=True,
            rprompt=self._tell_typing,
            refresh_interval=1.0,
        )

    @contextmanager
    def use(self) -> Iterator[None]:
        """Print above the prompt while this is entered."""
        with patch_stdout(raw=True):
            yield

    async def next_line(self) -> str | None:
        """Read a line with editing and history; None for Ctrl-D."""
        try:
            # Its own handler of SIGINT would take ours away.
            return await self._session.prompt_async(handle_sigint=False)
        except EOFError:
            return None
        except KeyboardInterrupt:
            self._interrupt()
        await asyncio.get_running_loop().create_future()
        return None

    def show(self, event: Event) -> None:
        """Print what is worth a line, with its time; typing is shown beside the prompt."""
        if event.kind == "event" and event.name == "typing" and event.role != "CUSTOMER":
            self._typist, self._typing_until_s = show(name_sender(event)), time.monotonic() + TYPING_SHOWN_S
            self._session.app.invalidate()
            return
        utterance = describe(event)
        if utterance is not None:
            if event.kind == "message":
                self._typing_until_s = 0.0
            self._print(utterance)

    def notice(self, text: str) -> None:
        """Say something of our own."""
        self._print(Utterance("", tuple(map(show, text.split("\n")))))

    def _print(self, utterance: Utterance) -> None:
        stamp = self._style.paint(datetime.now().strftime("%H:%M:%S"), "faint")  # noqa: DTZ005
        name = "you" if utterance.is_own else utterance.who
        shown = self._style.paint(name, "strong" if utterance.is_own else "name")
        margin = f"{stamp}  {shown}{' ' * max(0, NAME_CELLS - measure(name))}  "
        blank = " " * (TIME_CELLS + NAME_CELLS + 4)
        for index, line in enumerate(utterance.lines):
            text = line if utterance.who else self._style.paint(line, "faint")
            print((blank if index else margin) + text)  # noqa: T201

    def _tell_typing(self) -> ANSI:
        typing = time.monotonic() < self._typing_until_s
        return ANSI(self._style.paint(f"{self._typist} is typing", "faint") if typing else "")
