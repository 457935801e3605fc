"""docs/spec.md tells of every key, each with an example; `make accept` rewrites what is generated."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from chatcheck.spec.load import load_spec
from tests.docs.spec_reference import (
    DOCUMENT,
    PLACES,
    ROOT,
    VARIABLES,
    find,
    list_examples,
    list_rows,
    list_specs,
    load_schema,
    write_document,
    write_specs,
)

MATCHER = "$defs/Matcher/properties"
"""The table of `expect` shows these."""
NEEDS = ("", "picking", "attachments")
WRONG = re.compile(r"(<!-- wrong: (\S+) -->\n```yaml\n(.*?)```\n\n```console\n).*?(```)", re.DOTALL)


def test_the_tables_are_made_of_the_schema():
    wanted = write_document(DOCUMENT.read_text("utf-8"))
    if os.environ.get("CHATCHECK_ACCEPT"):
        DOCUMENT.write_text(wanted, "utf-8")

    assert DOCUMENT.read_text("utf-8") == wanted


def test_every_mapping_of_the_schema_has_its_table():
    schema, text = load_schema(), DOCUMENT.read_text("utf-8")
    matchers = {key for key, _ in list_rows(schema, "matchers")}

    assert set(list_mappings(schema)) - {MATCHER} == set(PLACES.values())
    assert set(find(schema, MATCHER)) <= matchers
    assert [place for place in PLACES if f"<!-- keys: {place} -->" not in text] == []


def list_mappings(node, path=""):
    """Return the path of each mapping of keys; those inside the values of `start` are AWS's."""
    if path.startswith(("$defs/Start/properties/", "$defs/SegmentAttributeValue/")):
        return
    if path.endswith("properties") and "type" not in node:
        yield path
    for key, each in node.items():
        if isinstance(each, dict) and key != "examples":
            yield from list_mappings(each, f"{path}/{key}".lstrip("/"))


def test_the_examples_are_specs(tmp_path):
    paths = [path for need in NEEDS for path in write_specs(tmp_path, need)]

    assert len(paths) > 30
    for path in paths:
        assert load_spec(path, VARIABLES).chats


def test_every_example_is_of_a_known_kind():
    kinds = {each.kind for each in list_examples() if each.language == "yaml"}
    needs = {each.name for each in list_examples() if each.kind in ("steps", "chats", "spec")}

    assert kinds == {"spec", "chats", "steps", "head", "file", "wrong"}
    assert needs == set(NEEDS)


def list_keys(value):
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from list_keys(each)


@pytest.mark.parametrize("place", [place for place in PLACES if place != "start"])
def test_every_key_stands_in_an_example(place):
    examples = list_examples()
    specs = [text for need in NEEDS for text in list_specs(examples, need).values()]
    used = {key for text in specs for key in list_keys(yaml.safe_load(text))}

    assert {key for key, _ in list_rows(load_schema(), place)} - used == set()


def test_what_is_wrong_is_told_as_it_is_shown(tmp_path):
    text = DOCUMENT.read_text("utf-8")
    (found,) = WRONG.finditer(text)
    (tmp_path / found[2]).write_text(found[3], "utf-8")
    command = [sys.executable, "-m", "chatcheck", "validate", found[2]]
    answer = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    said = f"$ chatcheck validate {found[2]}\n{answer.stdout}{answer.stderr}"
    wanted = text[: found.start()] + found[1] + said + found[4] + text[found.end() :]
    if os.environ.get("CHATCHECK_ACCEPT"):
        DOCUMENT.write_text(wanted, "utf-8")
        text = wanted

    assert answer.returncode == 2
    assert text == wanted


def test_its_links_lead_somewhere():
    text = DOCUMENT.read_text("utf-8")
    links = re.findall(r"\]\((?!https)([^)#]*)(?:#([\w-]+))?\)", text)

    assert len(links) > 15
    for file, anchor in links:
        target = DOCUMENT if not file else DOCUMENT.parent / file
        assert target.exists(), file
        assert not anchor or anchor in list_anchors(target.read_text("utf-8")), anchor


def list_anchors(text):
    headings = re.findall(r"^#+ (.*)", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_readme_leads_to_it():
    assert "](docs/spec.md)" in (ROOT / "README.md").read_text("utf-8")
