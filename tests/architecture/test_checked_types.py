"""mypy leaves most of the CDK unread, but no module that a stack uses."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "app.py", *(ROOT / "stacks").rglob("*.py")]


def list_cdk_modules(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.partition(".")[0] == "aws_cdk")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "aws_cdk":
            yield node.module
            if node.module == "aws_cdk":
                names = (each.name for each in node.names)
                yield from (f"aws_cdk.{name}" for name in names if name.islower())


def list_read_modules():
    overrides = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    (read,) = [each["module"] for each in overrides if each.get("follow_imports") == "normal"]
    return set(read)


def test_mypy_reads_each_module_that_a_stack_imports():
    used = {name for path in SOURCES for name in list_cdk_modules(path.read_text())}

    assert "aws_cdk.aws_connect" in used
    assert used <= list_read_modules()


def test_a_module_that_is_not_read_is_noticed():
    text = (
        "from aws_cdk import aws_sns as sns, CfnOutput\nimport aws_cdk.aws_sqs\nfrom aws_cdk.aws_rds import X"
    )

    unread = set(list_cdk_modules(text)) - list_read_modules()

    assert unread == {"aws_cdk.aws_sns", "aws_cdk.aws_sqs", "aws_cdk.aws_rds"}
