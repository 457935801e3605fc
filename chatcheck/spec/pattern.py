"""Regular expressions of a spec, read as they will be once their placeholders are filled in. Pure."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

from chatcheck.spec.placeholder import fill


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> re.Pattern[str] | Exception:
    """Return the compiled pattern, or why Python cannot read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return re.compile(fill(pattern, lambda _: "x"))
        except (re.error, OverflowError, RecursionError) as error:
            return error
