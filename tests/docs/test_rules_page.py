"""docs/rules.md lists every rule of the linter; `make accept` rewrites it. Its settings are tried."""

import os
import re
from itertools import takewhile

from chatcheck.flow.lint.settings import Settings, parse_settings
from tests.docs.rules_reference import CASES, DOCUMENT, ROOT, write_document

README = ROOT / "README.md"
SHOWN = re.compile(r"(<!-- lint -->\n).*?(<!-- /lint -->)", re.DOTALL)


def test_the_page_is_made_of_the_rules():
    wanted = write_document(DOCUMENT.read_text("utf-8"))
    if os.environ.get("CHATCHECK_ACCEPT"):
        DOCUMENT.write_text(wanted, "utf-8")

    assert DOCUMENT.read_text("utf-8") == wanted


def test_the_settings_that_it_shows_are_right():
    blocks = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)

    assert len(blocks) == 2
    assert all(parse_settings(block, "pyproject.toml") != Settings() for block in blocks)


def test_every_setting_is_told():
    text = DOCUMENT.read_text("utf-8")
    names = ("select", "ignore", "severity", "limits", "attributes", "strict", "suppress")

    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_readme_shows_a_finding_as_it_is():
    lines = (CASES / "CF303" / "fail.out").read_text("utf-8").splitlines()
    block = "\n".join(["```", *takewhile(lambda line: not line.startswith("1 flow"), lines), "```", ""])
    wanted = SHOWN.sub(lambda found: found[1] + block + found[2], README.read_text("utf-8"))
    if os.environ.get("CHATCHECK_ACCEPT"):
        README.write_text(wanted, "utf-8")

    assert README.read_text("utf-8") == wanted
