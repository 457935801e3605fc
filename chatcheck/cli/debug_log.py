"""What `--debug` shows: botocore's own log on stderr, without what lets its reader act as somebody.

The AWS CLI shows the Authorization header and the participant's token; such a log ends in a ticket.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Final

HIDDEN: Final = "***"
_NAMES: Final = (
    "authorization|x-amz-security-token|x-amz-bearer|participanttoken|connectiontoken|(?-i:Url)|"
    "sessiontoken|session_token|secretaccesskey|aws_secret_access_key|aws_session_token|"
    "secret_key|token|accesstoken|refreshtoken|clientsecret"
)
_NAMED = re.compile(
    rf"""(?P<before>(?<![A-Za-z0-9_-])(?:{_NAMES})\\*["']?\s*[:=]\s*b?\\*)
    (?:(?P<quote>["'])(?:\\.|(?!(?P=quote)).)*|[^\s"',}}{{][^\n"'}}]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE = re.compile(r"(?P<before>Signature[:=]\s*)[0-9a-f]{64}", re.IGNORECASE)
_TOKENS = re.compile(r"wss?://[^\s\"'\\]+")


class RedactingFormatter(logging.Formatter):
    """Formats a record, its exception included, and then hides what is secret in the text."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines."""
        return redact(super().format(record))


def redact(text: str) -> str:
    """Return the text with ``***`` for tokens, signatures, keys and websocket addresses. Pure."""
    text = _NAMED.sub(lambda found: found["before"] + (found["quote"] or "") + HIDDEN, text)
    text = _SIGNATURE.sub(lambda found: found["before"] + HIDDEN, text)
    return _TOKENS.sub("wss://" + HIDDEN, text)


def start_debug_log() -> None:
    """Let botocore and urllib3 say on stderr what they do, from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    for name in ("botocore", "urllib3", "chatcheck"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
