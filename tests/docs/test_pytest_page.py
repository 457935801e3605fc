"""The page on pytest: its options are the plugin's, and `tests/e2e` runs its conversations."""

import re
from pathlib import Path

from tests.e2e.green.test_pytest_plugin import read_page_example

PAGE = Path(__file__).parents[2] / "docs" / "pytest.md"


def test_it_names_the_options_there_are():
    plugin = (PAGE.parents[1] / "chatcheck" / "pytest_plugin.py").read_text()
    pattern = r"--chatcheck-[a-z]+(?:-[a-z]+)*"

    assert set(re.findall(pattern, PAGE.read_text())) == set(re.findall(pattern, plugin))


def test_its_example_is_a_module_of_tests():
    assert compile(read_page_example(), "example", "exec")
