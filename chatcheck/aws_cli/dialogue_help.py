"""What `--connect` and `--record` do, for the help of `chatcheck start-chat-contact`."""

from __future__ import annotations

from typing import Final

CONNECT_HELP: Final = "go on as a chat client: show the conversation, send what is typed"
RECORD_HELP: Final = "with --connect: write the conversation as a chat spec (the file must not exist)"

DIALOGUE_HELP: Final = """\
--connect: after the start, CreateParticipantConnection and the conversation; the chat is always ended.
  At a terminal, each line typed is sent. /disconnect or Ctrl-D leaves, Ctrl-C breaks off, /help reminds.
  A line that begins with // is sent with one slash; a number picks a choice that was offered.
  Without a terminal, lines come from standard input, and the conversation goes to standard output,
  a message a line (`bot: ...`). Each line waits for its turn: until the other side has spoken since
  our last line and has been quiet for 1.2 s, or for 15 s in all; after the last one as well.
--record FILE: the conversation as a chat spec for `chatcheck run`. Ids, times and amounts become
  patterns to look over, names become captures; `after` says how the contact was left.
exit codes: 0 the conversation is over, 2 usage wrong, 3 broken (environment, transport), 130 interrupted
"""
