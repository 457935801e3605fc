"""The pipeline of `docs/ci`, loaded and synthesised."""

import importlib.util
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def synthesise_pipeline(folder):
    """Return the module and the pipeline's template as plain data."""
    import aws_cdk as cdk

    found = importlib.util.spec_from_file_location("cdk_pipeline", ROOT / "docs" / "ci" / "cdk_pipeline.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    app = cdk.App(outdir=str(folder), analytics_reporting=False, builtin_cloud_formation_validation=False)
    place = cdk.Environment(account="111122223333", region="eu-west-2")
    module.ChatPipeline(app, "ChatPipeline", environment_name="dev", specs=ROOT / "specs", env=place)
    app.synth()
    return module, json.loads((folder / "ChatPipeline.template.json").read_text())


def find_resources(template, kind):
    """Return the properties of the resources of one type, by logical id."""
    return {name: each["Properties"] for name, each in template["Resources"].items() if each["Type"] == kind}


def find_check(template):
    """Return the project that holds the chats."""
    projects = find_resources(template, "AWS::CodeBuild::Project")
    (check,) = [each for name, each in projects.items() if "HoldTheChats" in name]
    return check
