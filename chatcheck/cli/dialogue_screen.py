"""Where a dialogue is shown without a terminal: a message a line, diagnostics on stderr."""

from __future__ import annotations

from collections.abc import Callable

from chatcheck.cli.dialogue_lines import describe, join
from chatcheck.cli.line_input import LineInput
from chatcheck.cli.output import complain, drop_stdout
from chatcheck.transcript import Event


class PlainScreen:
    """Lines from standard input, messages to standard output."""

    def __init__(self, hang_up: Callable[[], None]) -> None:
        """Prepare; `hang_up` is called once when nobody reads any more."""
        self._input = LineInput()
        self._hang_up = hang_up
        self._unread = False

    async def next_line(self) -> str | None:
        """Return the next line of standard input; None after the last."""
        return await self._input.next_line()

    def show(self, event: Event) -> None:
        """Print what is worth a line."""
        utterance = describe(event)
        if utterance is None or self._unread:
            return
        try:
            print(join(utterance), flush=True)  # noqa: T201
        except BrokenPipeError:
            self._unread = True
            drop_stdout()
            self._hang_up()

    def notice(self, text: str) -> None:
        """Say something of our own."""
        complain(text)
