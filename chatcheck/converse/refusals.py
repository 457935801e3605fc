"""Error answers of the service to diagnostics: what it said, why, and what mends it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chatcheck.errors import Diagnostic, Refused

TEXT_LIMIT_CHARS = 500
DENIED = "C309"
"""The code of what the credentials are known for, but not allowed."""

_THROTTLES = {
    "TooManyRequestsException",
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "LimitExceededException",
    "429",
}
_EXPIRED = {
    "ExpiredTokenException",
    "ExpiredToken",
    "RequestExpired",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "IncompleteSignature",
    "MissingAuthenticationTokenException",
    "AuthFailure",
}


class ServiceRefusal(Refused):
    """An error answer, still with what a caller decides on.

    Attributes:
        code: the service's error code, such as ``TooManyRequestsException``.
        status: the HTTP status.
    """

    def __init__(self, diagnostic: Diagnostic, code: str, status: int) -> None:
        """Keep the diagnostic, and code and status beside it."""
        super().__init__(diagnostic)
        self.code = code
        self.status = status

    @property
    def is_throttle(self) -> bool:
        """Whether the service asks to come again later."""
        return self.status == 429 or self.code in _THROTTLES

    @property
    def is_full(self) -> bool:
        """Whether the quota of open chats is used up."""
        return self.code == "LimitExceededException"

    @property
    def is_denied(self) -> bool:
        """Whether access was denied; of a participant's call it mostly means that the chat is over."""
        return self.status == 403 or self.code == "AccessDeniedException"


def read_refusal(doing: str, place: str, status: int, error_type: str, body: bytes) -> ServiceRefusal:
    """Understand an error answer.

    `error_type` is the header ``x-amzn-errortype``, or empty. `doing` and `place` say what was
    called and where, without secrets.
    """
    data = _load(body)
    code = _find_code(error_type, data) or str(status)
    message = _find_message(data)[:TEXT_LIMIT_CHARS]
    number, meaning, fix = _classify(code, status, doing)
    what = f"{doing}: {place} {meaning}"
    why = f"{code} (HTTP {status})" + (f": {message}" if message else "")
    return ServiceRefusal(Diagnostic(number, what, why=why, fix=fix), code, status)


def _load(body: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _find_code(error_type: str, data: Mapping[str, Any]) -> str:
    given = error_type or data.get("__type") or data.get("code") or data.get("Code") or ""
    return str(given).split(":")[0].rsplit("#", 1)[-1].strip()


def _find_message(data: Mapping[str, Any]) -> str:
    message = data.get("Message") or data.get("message") or ""
    problems = data.get("problems")
    texts = [str(message)] if message else []
    if isinstance(problems, list):
        texts += [str(each.get("message")) for each in problems if isinstance(each, dict)]
    reason = data.get("Reason")
    return "; ".join([*texts, *([json.dumps(reason)] if reason else [])])


def _classify(code: str, status: int, doing: str) -> tuple[str, str, str]:
    """Return our code, what it means (said of the place), and what mends it."""
    if code in _EXPIRED:
        return "C308", "does not accept the credentials", "log in again (`aws sso login`), or check the keys"
    if status == 429 or code in _THROTTLES:
        return _classify_throttle(code)
    if status >= 500:
        return "C306", f"answered with an error of its own, HTTP {status}", _FIX_SERVICE
    if status == 403 or code == "AccessDeniedException":
        return DENIED, "denied access", _fix_denied(doing)
    if status == 404 or code == "ResourceNotFoundException":
        return "C310", "does not know what was asked for", _FIX_NOT_FOUND
    return "C312", "refused the request", "mend what the service names; `chatcheck render` prints the request"


def _classify_throttle(code: str) -> tuple[str, str, str]:
    if code == "LimitExceededException":
        fix = "end other chats, lower --jobs, or ask for a higher quota of concurrent active chats"
        return "C316", "takes no more chats", fix
    return "C311", "is still throttling after all retries", "lower --jobs, or run again later"


_FIX_SERVICE = "run again; if it stays, look at the service's health, or at `chatcheck local logs`"
_FIX_NOT_FOUND = (
    "deploy first, and see that the outputs are of this account and region: "
    "`chatcheck render` prints the ids that are used"
)


def _fix_denied(doing: str) -> str:
    if doing in {"StartChatContact", "StopContact", "DescribeContact", "GetContactAttributes"}:
        return (
            f"allow connect:{doing} on the instance's contacts and flows; ids must be bare ids, not ARNs, "
            "of this account and region"
        )
    if doing.startswith(("DescribeContactFlow", "DescribeInstance")):
        return f"allow connect:{doing} on the instance and its flows"
    return "the chat is over, or its connection expired: see how the flow ended it"
