"""The screen of a dialogue at a terminal, with keys from a pipe and without a screen."""

import asyncio

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from chatcheck.cli.dialogue_terminal import TerminalScreen
from chatcheck.report.style import PLAIN, Style
from chatcheck.transcript import Event


@pytest.fixture
def terminal():
    """Run `use(screen, keys)`; `screen.interrupts` counts what Ctrl-C asked for."""

    def run(use, style=PLAIN):
        async def session():
            interrupts = []
            with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
                screen = TerminalScreen(style, lambda: interrupts.append(True))
                screen.interrupts = interrupts
                return await use(screen, keys)

        return asyncio.run(session())

    return run


def said(text, role="SYSTEM", display_name="BOT"):
    return Event(1.0, "message", "m", text, role=role, display_name=display_name)


def test_a_line_is_read_with_editing(terminal):
    async def use(screen, keys):
        keys.send_text("helo\x7flo\r")
        return await screen.next_line()

    assert terminal(use) == "hello"


def test_ctrl_d_is_the_end(terminal):
    async def use(screen, keys):
        keys.send_text("\x04")
        return await screen.next_line()

    assert terminal(use) is None


def test_ctrl_c_interrupts_and_gives_no_line(terminal):
    async def use(screen, keys):
        keys.send_text("half\x03")
        line = asyncio.create_task(screen.next_line())
        while not screen.interrupts:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert not line.done()
        line.cancel()
        await asyncio.wait({line})
        return screen.interrupts

    assert terminal(use) == [True]


def test_the_prompt_can_be_taken_away_while_a_line_is_typed(terminal):
    async def use(screen, keys):
        keys.send_text("half a li")
        line = asyncio.create_task(screen.next_line())
        await asyncio.sleep(0.05)
        line.cancel()
        await asyncio.wait({line})
        return line.cancelled()

    assert terminal(use)


def test_messages_are_shown_with_time_and_speaker(terminal, capsys):
    async def use(screen, _):
        screen.show(said("Hello\nyou"))
        screen.show(said("hi", "CUSTOMER", "Ada"))
        screen.show(Event(1.0, "event", name="chat.ended"))
        screen.notice("one\ntwo")

    terminal(use)
    lines = [line[8:] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "  bot       Hello",
        "            you",
        "  you       hi",
        "            the chat has ended",
        "            one",
        "            two",
    ]


def test_without_colour_there_is_no_escape_sequence(terminal, capsys):
    async def use(screen, _):
        screen.show(said("Hello"))

    terminal(use)
    assert "\x1b" not in capsys.readouterr().out
    terminal(use, Style(colour=True))
    assert "\x1b[36mbot\x1b[0m" in capsys.readouterr().out


def test_typing_is_shown_beside_the_prompt_until_the_message_comes(terminal, capsys):
    async def use(screen, _):
        screen.show(Event(1.0, "event", name="typing", role="AGENT", display_name="Grace"))
        typing = screen._tell_typing().value
        screen.show(said("Hello"))
        return typing, screen._tell_typing().value

    assert terminal(use) == ("agent is typing", "")
    assert "typing" not in capsys.readouterr().out
