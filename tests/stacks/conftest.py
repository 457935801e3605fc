"""One synth for each environment and test run: a CDK app takes seconds."""

import os
import sys
from pathlib import Path

import pytest

# The node that is installed beside this Python, where the machine has none of its own.
NODE = Path(sys.executable).with_name("node")
if NODE.exists():
    os.environ.setdefault("JSII_NODE", str(NODE))

SPECS = Path(__file__).parents[2] / "specs"


@pytest.fixture(scope="session")
def synthesise(tmp_path_factory):
    """Return a function from an environment's name (and a specs folder) to both templates."""
    import aws_cdk as cdk
    from aws_cdk.assertions import Template

    from stacks.assembly import build_app

    def run(environment_name, specs=SPECS):
        app = cdk.App(
            outdir=str(tmp_path_factory.mktemp("cdk.out")),
            analytics_reporting=False,
            builtin_cloud_formation_validation=False,
        )
        instance, chat = build_app(app, environment_name=environment_name, specs=specs)
        app.synth()
        return Template.from_stack(instance), Template.from_stack(chat)

    return run


@pytest.fixture(scope="session")
def local(synthesise):
    """Both templates of the environment that creates an instance and keeps nothing."""
    return synthesise("local")


@pytest.fixture(scope="session")
def prod(synthesise):
    """Both templates of the environment that adopts an instance."""
    return synthesise("prod")
