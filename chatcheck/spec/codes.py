"""The codes of everything a spec, environment or bot file can be wrong in.

A code is never reused, also not when its finding is gone: people write codes into their notes.
S101-S119 are findings of the format, S120-S139 of chat specs, S140-S159 of environments, S160-S179
of bots; the last two ranges are handed out by the modules that read those files.
"""

from __future__ import annotations

from typing import Final

UNREADABLE: Final = "S101"
"""The path is missing, is not a file, or the system refuses to read it."""
INVALID_YAML: Final = "S102"
"""The text is not YAML, or not text at all."""
DUPLICATE_KEY: Final = "S103"
"""A mapping gives the same key twice."""
UNKNOWN_KEY: Final = "S104"
"""A key the format does not have."""
MISSING_KEY: Final = "S105"
"""A key the format asks for is not there."""
WRONG_TYPE: Final = "S106"
"""Text where a mapping is wanted, and the like."""
UNKNOWN_VALUE: Final = "S107"
"""Not one of the values the format allows."""
WRONG_FORM: Final = "S108"
"""A text that does not have the form asked for."""
WRONG_SIZE: Final = "S109"
"""A text, number, list or mapping that is too small or too large."""
MANY_DOCUMENTS: Final = "S110"
"""More than one YAML document in a file."""
TOO_DEEP: Final = "S111"
"""Nested too deep, or growing too much through aliases."""
UNSUPPORTED_YAML: Final = "S112"
"""Legal YAML that has no meaning here: tags of its own, keys that are not scalars."""
KEYS_TOGETHER: Final = "S113"
"""Keys that exclude or need each other."""
OTHER_RULE: Final = "S119"
"""A rule of the schema that has no sentence of its own."""

NO_SPEC: Final = "S120"
"""A directory without any spec, or no path at all."""
CANNOT_FAIL: Final = "S121"
"""An expectation that no message can fail."""
NOTHING_EXPECTED: Final = "S122"
"""A chat that expects nothing."""
DUPLICATE_CHAT: Final = "S123"
"""Two chats of one file with the same name."""
INVALID_PATTERN: Final = "S124"
"""A regular expression that Python cannot compile."""
UNKNOWN_PLACEHOLDER: Final = "S125"
"""A `${name}` that nothing fills in."""
ATTRIBUTES_TOO_LARGE: Final = "S126"
"""Contact attributes over the service's limit."""
NO_FLOW: Final = "S127"
"""A chat that names no flow."""
UNREACHABLE_STEP: Final = "S128"
"""A step after the chat's end."""
