"""Chat specs as pytest's items: one for each chat, with the runner's own words when it goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import ExceptionInfo, TerminalRepr

from chatcheck.cli.variables import read_variables
from chatcheck.errors import ChatcheckError
from chatcheck.report.result import ChatResult
from chatcheck.report.style import Style
from chatcheck.report.talk import tell_event
from chatcheck.report.terminal import render_chat, tell_shortly
from chatcheck.spec.load import load_spec
from chatcheck.spec.model import Chat, Spec
from chatcheck.testing.outcomes import ChatBroken, ChatFailed
from chatcheck.transcript import Transcript
from chatcheck.visible_text import show

STANDING = "chatcheck"
"""The user property that carries how the chat stands, through xdist too."""
_MEANT_OTHERWISE = frozenset(("skip", "skipif", "xfail", "parametrize", "usefixtures", "filterwarnings"))


class ChatFile(pytest.File):
    """One `*.chat.yaml`."""

    def collect(self) -> Iterator[ChatItem]:
        """Yield an item for each chat. Raises SpecError, which is shown as it is."""
        spec = load_spec(_name_file(self), read_variables(self.config.getoption("chatcheck_var")))
        for chat in spec.chats:
            yield ChatItem.from_parent(self, name=chat.name, spec=spec, chat=chat)

    def repr_failure(  # type: ignore[override]  # pytest's own Collector narrows it like this
        self, excinfo: ExceptionInfo[BaseException]
    ) -> str | TerminalRepr:
        """Return the findings of a spec that is wrong."""
        if isinstance(excinfo.value, ChatcheckError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class ChatItem(pytest.Item):
    """One chat of a spec."""

    def __init__(self, *, spec: Spec, chat: Chat, **members: Any) -> None:
        """Give it its tags as marks, so that `-m` selects by them."""
        super().__init__(**members)
        self._spec = replace(spec, chats=(chat,))
        self._chat = chat
        for tag in chat.tags:
            if tag not in _MEANT_OTHERWISE:
                self.config.addinivalue_line("markers", f"{tag}: chats with this tag")
                self.add_marker(tag)
        if chat.skip is not None:
            self.add_marker(pytest.mark.skip(reason=chat.skip))

    def runtest(self) -> None:
        """Hold the chat. Raises ChatFailed or ChatBroken."""
        from chatcheck.testing.holding import hold_one  # noqa: PLC0415  # collecting needs no network

        result = hold_one(self.config, self._spec)
        self._describe(result)
        if result.verdict.status == "skipped":
            pytest.skip(result.verdict.reason)
        if result.verdict.status in ("failed", "broken"):
            told = render_chat(result, Style(colour=self.config.get_terminal_writer().hasmarkup))
            text = f"{tell_shortly(result.verdict)}\n\n{told}"  # pytest's summary shows the first line
            raise ChatFailed(text) if result.verdict.status == "failed" else ChatBroken(text)

    def _describe(self, result: ChatResult) -> None:
        self.user_properties.append((STANDING, result.standing))
        if result.transcript is not None:
            self.user_properties.append(("contactId", result.transcript.contact_id))
            self.add_report_section("call", "chat", draw_wire(result.transcript))

    def repr_failure(self, excinfo: ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """Return the runner's own words; no traceback helps who reads a conversation."""
        if isinstance(excinfo.value, ChatFailed | ChatBroken):
            return str(excinfo.value).rstrip()
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the chat stands in its spec."""
        return self.path, self._chat.position.line - 1, self.name


def draw_wire(transcript: Transcript) -> str:
    """Return every event of a transcript, one line each."""
    lines = []
    for event in transcript.events:
        who, name, content = map(show, tell_event(event))
        lines.append(f"{event.at_s:8.3f} s  {event.kind:<8}  {who:<16}  {name}  {content}")
    return "\n".join(line.rstrip() for line in lines)


def _name_file(file: ChatFile) -> Path:
    """Return the path as a person in the folder of the call writes it."""
    here = file.config.invocation_params.dir
    return file.path.relative_to(here) if file.path.is_relative_to(here) else file.path
