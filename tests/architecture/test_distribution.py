"""What `pip install` brings is what the package needs: schemas, pages and styles, and that it is typed."""

import json
import re
import tomllib
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def list_wheel():
    return {each.distribution_path for each in WheelBuilder(str(ROOT)).recurse_included_files()}


def test_every_file_of_the_package_is_in_the_wheel():
    there = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "chatcheck").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert there == list_wheel()
    assert any(name.endswith("chat.schema.json") for name in there)


def test_it_says_that_it_is_typed():
    assert "Typing :: Typed" in PROJECT["classifiers"]
    assert "chatcheck/py.typed" in list_wheel()


def read_reasons():
    """The names in the first column of the table of dependencies."""
    text = (ROOT / "ARCHITECTURE.md").read_text().split("## Dependencies, and why")[1]
    for line in re.findall(r"^\| (.+?) \|", text, re.MULTILINE):
        for name in re.sub(r"\(.*?\)", "", line).split(","):
            yield name.split()[0].lower()


def test_every_dependency_has_its_reason_and_no_other_has_one():
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    python = {re.match(r"[\w.-]+", each)[0].lower() for group in groups for each in group}
    package = json.loads((ROOT / "package.json").read_text())

    assert set(read_reasons()) - {"library"} == python | {
        *package["dependencies"],
        *package["devDependencies"],
    }


def test_the_readme_names_every_extra():
    text = (ROOT / "README.md").read_text().split("| extra |")[1]

    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == {*PROJECT["optional-dependencies"]} - {
        "dev"
    }
