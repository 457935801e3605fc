"""Finding the settings of the linter: the nearest pyproject.toml, from the working folder upward."""

from __future__ import annotations

import importlib
from pathlib import Path

from chatcheck.flow.lint.settings import Settings, parse_settings


def read_settings() -> Settings:
    """Return the settings, the default ones where there is no file. Raises UsageError for wrong ones."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            text = importlib.import_module("chatcheck.spec.source_file").read_text(file)
            return parse_settings(text, str(file.relative_to(here)) if folder == here else str(file))
    return Settings()
