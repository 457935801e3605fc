"""README's sample of `chatcheck flow run` is what the command prints; `make accept` rewrites it."""

import io
import os
import re
from pathlib import Path

from chatcheck import cli

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
COMMAND = ["flow", "run", "specs/flows/welcome.json", "--trace", "--attributes", "store=pop-up"]
PART = re.compile(r"(<!-- play -->\n).*?(<!-- /play -->)", re.DOTALL)


def test_the_readme_shows_what_is_printed(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli.main(COMMAND) == 0
    shown = f"```\n$ chatcheck {' '.join(COMMAND)}\n{capsys.readouterr().out}```\n"
    text = README.read_text("utf-8")
    wanted = PART.sub(lambda found: found[1] + shown + found[2], text)
    if os.environ.get("CHATCHECK_ACCEPT"):
        README.write_text(wanted, "utf-8")

    assert README.read_text("utf-8") == wanted
