"""The codes of everything that keeps an answer from being shown; a code is never reused."""

from __future__ import annotations

from typing import Final

BAD_QUERY: Final = "U570"
"""`--query` is no JMESPath expression."""
QUERY_FAILS: Final = "U571"
"""`--query` is an expression that cannot be applied to this answer."""
NO_TABLE: Final = "U572"
"""The answer, or what the query makes of it, has no form as a table."""
