"""`chatcheck start-chat-contact --connect`: a chat client for the terminal, and a recorder.

The one door is `hold_dialogue`; the command's other half makes the StartChatContact document.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

from chatcheck.cli.dialogue_screen import PlainScreen
from chatcheck.cli.output import complain
from chatcheck.cli.recording import find_deployment, prepare_place, write_recording
from chatcheck.cli.signals import obey_signals
from chatcheck.converse.access import Access
from chatcheck.converse.dialogue import Manner, lead
from chatcheck.converse.services import open_service
from chatcheck.report.style import choose_style
from chatcheck.transcript import Event, Transcript

EXIT_OVER: Final = 0
EXIT_BROKEN: Final = 3
EXIT_INTERRUPTED: Final = 130
CONNECTIONS: Final = 3
STOPPING: Final = "stopping: the chat is being ended, which takes some seconds"


class Screen(Protocol):
    """Where the conversation is shown and the customer's lines come from."""

    async def next_line(self) -> str | None:
        """Return the next line; None after the last."""

    def show(self, event: Event) -> None:
        """Show what happened."""

    def notice(self, text: str) -> None:
        """Say something of the client's own."""


def hold_dialogue(document: dict[str, Any], access: Access, record: str | None, outputs: str | None) -> int:
    """Start a chat with the exact StartChatContact input and lead the conversation to its end.

    Talks to AWS, reads standard input, prints. `record` is the file to write the conversation to, as
    a chat spec; `outputs` is the outputs file that knows names for flow and queues (else the usual
    one, if it is there and of this instance). Returns 0 when the conversation is over, 3 when it
    broke, 130 when it was interrupted. Raises UsageError or DeploymentError before anything is
    started, TransportError when the services cannot be reached at all.
    """
    path = Path(record) if record is not None else None
    if path is not None:
        prepare_place(path)
    deployment = find_deployment(outputs, str(document.get("InstanceId")))
    names = deployment.queue_names if deployment is not None else {}
    try:
        transcript, code = asyncio.run(_hold(document, access, names, observes=path is not None))
    except asyncio.CancelledError:
        return EXIT_INTERRUPTED
    if transcript.failure:
        complain(transcript.failure)
    if path is not None:
        complain(write_recording(path, transcript, document, deployment, access.region))
    return code


async def _hold(
    document: Mapping[str, Any], access: Access, names: Mapping[str, str], *, observes: bool
) -> tuple[Transcript, int]:
    """Hold the dialogue; returns what happened and the exit code. A signal ends the chat first."""
    task = asyncio.current_task()
    assert task is not None, "a coroutine runs in a task"
    cut_off: list[Transcript] = []
    unread: list[bool] = []

    def hang_up() -> None:
        unread.append(True)
        task.cancel()

    stop = obey_signals(task, STOPPING)
    async with contextlib.AsyncExitStack() as stack:
        service = await stack.enter_async_context(open_service(access, CONNECTIONS))
        screen, use = _choose_screen(stop, hang_up)
        stack.enter_context(use)
        manner = Manner(
            paced=not _is_terminal(sys.stdin),
            observes=observes,
            queue_names=names,
            on_contact=lambda contact_id: complain(f"contact {contact_id}"),
            on_event=screen.show,
            on_notice=screen.notice,
            on_interrupt=cut_off.append,
        )
        try:
            transcript = await lead(document, screen, service, manner)
        except asyncio.CancelledError:
            return cut_off[0], EXIT_OVER if unread else EXIT_INTERRUPTED
        if transcript.outcome == "disconnected":
            screen.notice("you have left the chat")
        return transcript, EXIT_BROKEN if transcript.outcome == "broken" else EXIT_OVER


def _choose_screen(
    stop: Callable[[], None], hang_up: Callable[[], None]
) -> tuple[Screen, AbstractContextManager[None]]:
    """Return a screen and what to enter around its use; the terminal's libraries are imported for it only."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        return PlainScreen(hang_up), contextlib.nullcontext()
    terminal = importlib.import_module("chatcheck.cli.dialogue_terminal")
    screen = terminal.TerminalScreen(choose_style(), stop)
    return screen, screen.use()


def _is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a person is there; a stream that was closed before we began is None."""
    return stream is not None and stream.isatty()
