"""docs/flow-welcome.svg is the example's welcome flow as it is; `make accept` draws it again."""

import os
from pathlib import Path

from chatcheck import cli

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "flow-welcome.svg"
SIZE_LIMIT_BYTES = 60_000


def test_the_picture_is_current(tmp_path):
    drawn = tmp_path / "welcome.svg"
    assert cli.main(["flow", "graph", str(ROOT / "specs" / "flows" / "welcome.json"), "-o", str(drawn)]) == 0
    if os.environ.get("CHATCHECK_ACCEPT"):
        PICTURE.write_bytes(drawn.read_bytes())

    assert PICTURE.read_bytes() == drawn.read_bytes()


def test_the_picture_is_small():
    assert PICTURE.stat().st_size < SIZE_LIMIT_BYTES


def test_readme_shows_it():
    assert "](docs/flow-welcome.svg)" in (ROOT / "README.md").read_text("utf-8")
