"""What several rows have in common: flow types, error branches, parameters, addresses of pages."""

from __future__ import annotations

from typing import Final

from chatcheck.flow.catalogue.parameter import LIST, MAP, OBJECT, PATH, STATIC, TEXT, Parameter
from chatcheck.flow.catalogue.rule import ErrorRule, Respect

MODULE: Final = "MODULE"
"""Where a flow type is asked for, a module."""

_INBOUND = frozenset({"CONTACT_FLOW"})
_TRANSFERS = frozenset({"AGENT_TRANSFER", "QUEUE_TRANSFER"})
QUEUE = frozenset({"CUSTOMER_QUEUE"})
HOLDS = frozenset({"CUSTOMER_HOLD", "AGENT_HOLD"})
OUTBOUND = frozenset({"OUTBOUND_WHISPER"})
WHISPERS = frozenset({"CUSTOMER_WHISPER", "AGENT_WHISPER"}) | OUTBOUND
TRANSFERS = _TRANSFERS
MODULES = frozenset({MODULE})

FLOW_TYPES = _INBOUND | _TRANSFERS | QUEUE | HOLDS | WHISPERS | {"CAMPAIGN"}
"""The API's own, without modules."""

# A module is written against the union of what its callers may hold: only a few actions are not for it.
EVERYWHERE = FLOW_TYPES | MODULES
INBOUND = _INBOUND | MODULES
IN = _INBOUND | _TRANSFERS | MODULES
IN_CQ = IN | QUEUE

VOICE = frozenset({"VOICE"})
CHAT = frozenset({"CHAT"})
EMAIL = frozenset({"EMAIL"})

UNSURE_ALL: frozenset[Respect] = frozenset({"parameters", "errors", "conditions", "flow types"})
UNSURE_TYPES: frozenset[Respect] = frozenset({"flow types"})
UNSURE_ERRORS: frozenset[Respect] = frozenset({"errors"})
UNSURE_PARAMETERS: frozenset[Respect] = frozenset({"parameters"})

FAILURE = ErrorRule("NoMatchingError")
RARE_FAILURE = ErrorRule("NoMatchingError", required=False)
UNMATCHED = ErrorRule("NoMatchingCondition")

SWITCH = ("Enabled", "Disabled")
ANY_TEXT = Parameter("", TEXT)
ANY_STATIC = Parameter("", STATIC)

TEXT_LIMIT_CHARS = 6000
"""Of a message; 3000 of them are billed (administrator guide)."""

MEDIA = Parameter(
    "Media",
    OBJECT,
    members=(
        Parameter("Uri", TEXT, required=True),
        Parameter("SourceType", STATIC, required=True, values=("S3",)),
        Parameter("MediaType", STATIC, required=True, values=("Audio",)),
    ),
)
PROMPTS = (
    Parameter("Text", TEXT, max_chars=TEXT_LIMIT_CHARS),
    Parameter("SSML", TEXT, max_chars=TEXT_LIMIT_CHARS),
    Parameter("PromptId", PATH, refers_to="prompt"),
    MEDIA,
)
PROMPT_NAMES = tuple(each.name for each in PROMPTS)

QUEUE_OR_AGENT = (
    Parameter("QueueId", PATH, refers_to="queue"),
    Parameter("AgentId", PATH),
)
PROFILE_DATA = (
    Parameter("ProfileRequestData", MAP, required=True, item=ANY_TEXT),
    Parameter("ProfileResponseData", LIST, item=ANY_STATIC),
)

GUIDE = "https://docs.aws.amazon.com/connect/latest/"
"""Where the pages stand; `page` of a row is relative to it, without ``.html``."""


def dev(name: str) -> str:
    """Return a page of the developer guide."""
    return f"devguide/{name}"


def admin(name: str) -> str:
    """Return a page of the administrator guide."""
    return f"adminguide/{name}"
