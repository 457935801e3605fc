"""`--var NAME=VALUE`, as every command takes it."""

from __future__ import annotations

from collections.abc import Sequence

from chatcheck.errors import Diagnostic, UsageError


def read_variables(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` pairs; the last of a name wins. Pure. Raises UsageError for all bad ones."""
    bad = [pair for pair in pairs if not pair.partition("=")[0].isidentifier() or "=" not in pair]
    if bad:
        raise UsageError([Diagnostic("U510", f"`--var {pair}` is not NAME=VALUE") for pair in bad])
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
