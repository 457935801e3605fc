"""A chat's name as a comment line of a rendered invocation. Pure."""

from __future__ import annotations


def format_comment(name: str) -> str:
    """Return ``# name``, one line in a shell, in YAML and in Python, whatever the name holds."""
    return "# " + "".join(each if each.isprintable() else " " for each in name)
