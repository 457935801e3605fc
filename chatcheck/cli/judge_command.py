"""`chatcheck judge`: the verdict again, from a saved transcript, without a server."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from chatcheck import transcript
from chatcheck.cli.run_command import STATUS_CODES
from chatcheck.cli.variables import read_variables
from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.judge.verdict import judge
from chatcheck.report.result import ChatResult
from chatcheck.report.style import choose_style
from chatcheck.report.terminal import render_chat
from chatcheck.spec.load import load_spec
from chatcheck.spec.model import Chat
from chatcheck.transcript import Transcript


def execute(args: argparse.Namespace) -> int:
    """Judge, print the result as `run` would, and return its exit code."""
    spec = load_spec(args.spec, read_variables(args.var))
    said = _read_transcript(Path(args.transcript))
    chat = _find_chat(spec.chats, said)
    result = ChatResult(args.spec, chat.name, judge(chat, said), said)
    print(render_chat(result, choose_style()))  # noqa: T201
    return STATUS_CODES[result.verdict.status]


def _read_transcript(path: Path) -> Transcript:
    try:
        return transcript.from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(Diagnostic("U520", f"cannot read {path}: {error.strerror}")) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            Diagnostic(
                "U521",
                f"{path} is not a transcript",
                why=str(error),
                fix="`run --transcripts DIR` writes them",
            )
        ) from error


def _find_chat(chats: tuple[Chat, ...], said: Transcript) -> Chat:
    for chat in chats:
        if chat.name == said.chat:
            return chat
    raise UsageError(
        Diagnostic(
            "U522",
            f"the transcript is of chat {said.chat!r}, which the spec does not have",
            fix=suggest(said.chat, [chat.name for chat in chats]),
        )
    )
