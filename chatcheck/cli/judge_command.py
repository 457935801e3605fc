"""`chatcheck judge`: the verdict again, from a saved transcript, without a server."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from chatcheck import transcript
from chatcheck.cli.output import say
from chatcheck.cli.variables import read_variables
from chatcheck.cli.verdict_code import STATUS_CODES
from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.judge.verdict import judge
from chatcheck.report.masking import mask, unmask
from chatcheck.report.result import ChatResult
from chatcheck.report.style import choose_style
from chatcheck.report.terminal import render_chat
from chatcheck.selection import take_mark_away
from chatcheck.spec.load import load_spec
from chatcheck.spec.model import Chat
from chatcheck.transcript import Transcript


def execute(args: argparse.Namespace) -> int:
    """Judge, print the result as `run` would, and return its exit code."""
    spec = load_spec(args.spec, read_variables(args.var))
    surroundings = {f"env:{name}": value for name, value in os.environ.items()}
    said, secrets = unmask(_read_transcript(Path(args.transcript)), surroundings)
    chat = _find_chat(spec.chats, said, args.chat)
    result = mask(ChatResult(args.spec, chat.name, judge(chat, said), said), secrets)
    say(render_chat(result, choose_style()))
    return STATUS_CODES[result.verdict.status]


def _read_transcript(path: Path) -> Transcript:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise TypeError("it is no JSON object")
        return transcript.from_json(data)
    except OSError as error:
        raise UsageError(Diagnostic("U520", f"cannot read {path}: {error.strerror}")) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            Diagnostic(
                "U521",
                f"{path} is not a transcript",
                why=f"it has no {error}" if isinstance(error, KeyError) else str(error),
                fix="`run --transcripts DIR` writes them",
            )
        ) from error


def _find_chat(chats: tuple[Chat, ...], said: Transcript, wanted: str | None) -> Chat:
    name = said.chat if wanted is None else wanted
    for fitting in (name, take_mark_away(name)):  # a chat of `run --repeat` is of none with its number
        for chat in chats:
            if chat.name == fitting:
                return chat
    what = f"the transcript is of chat {name!r}, which the spec does not have"
    raise UsageError(
        Diagnostic(
            "U522",
            what if wanted is None else f"the spec has no chat {name!r}",
            fix=suggest(name, [chat.name for chat in chats]),
        )
    )
