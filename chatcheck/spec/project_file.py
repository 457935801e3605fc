"""The file that holds a project's settings: the nearest pyproject.toml, from a folder upward."""

from __future__ import annotations

from pathlib import Path

from chatcheck.spec.source_file import read_text

NAME = "pyproject.toml"


def read_project_file(folder: Path) -> tuple[str, str]:
    """Return the file's text and its path, as seen from `folder`; empty text where there is none.

    Reads files. Raises SpecError when it cannot be read.
    """
    for place in (folder, *folder.parents):
        file = place / NAME
        if file.is_file():
            return read_text(file), NAME if place == folder else str(file)
    return "", NAME
