"""The codes of what can be wrong in a command line of `start-chat-contact`; a code is never reused."""

from __future__ import annotations

from typing import Final

SYNTAX: Final = "U550"
"""A text that is not of the shorthand syntax."""
NOT_JSON: Final = "U551"
"""A text that is not JSON, or not of the kind of JSON that belongs there."""
# U552 was a text that is not YAML: it is told as in a spec now, by the codes of those.
NOT_A_NUMBER: Final = "U553"
"""A text where a number belongs."""
FILE_UNREADABLE: Final = "U554"
"""A file behind ``file://`` that cannot be read, or holds no text."""
NOT_AN_OBJECT: Final = "U555"
"""A ``--cli-input`` document that is no mapping."""
BOTH_INPUTS: Final = "U556"
"""``--cli-input-json`` and ``--cli-input-yaml`` together."""
OPTIONS: Final = "U557"
"""The options themselves: unknown, without a value, ambiguous."""
WRONG_TYPE: Final = "U560"
"""A list where a map belongs, and the like."""
ENDPOINT: Final = "U566"
"""An ``--endpoint-url`` that is no address."""
