"""Small functions, small modules: the budgets that ARCHITECTURE.md names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE_LIMIT_LINES = 300
FUNCTION_LIMIT_LINES = 50
TIGHTER = {
    "app.py": 40,
    "chatcheck/cli/__init__.py": 60,
    "chatcheck/session.py": 150,
    "chatcheck/converse/ports.py": 100,
}
SOURCES = (
    path.relative_to(ROOT).as_posix()
    for folder in ("chatcheck", "stacks")
    for path in (ROOT / folder).rglob("*.py")
)
MODULES = [*sorted(SOURCES), "app.py"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_stays_within_its_budget(module):
    lines = len((ROOT / module).read_text().splitlines())

    assert lines <= TIGHTER.get(module, MODULE_LIMIT_LINES)


@pytest.mark.parametrize("module", MODULES)
def test_every_function_stays_within_its_budget(module):
    tree = ast.parse((ROOT / module).read_text())

    too_long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno - node.lineno + 1 > FUNCTION_LIMIT_LINES
    }

    assert too_long == {}


def test_nine_functions_of_ten_have_at_most_thirty_lines():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for module in MODULES
        for node in ast.walk(ast.parse((ROOT / module).read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )

    assert lengths[len(lengths) * 9 // 10] <= 30
