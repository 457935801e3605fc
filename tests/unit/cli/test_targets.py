"""A deployment that is named by its ids: where its Region comes from."""

import argparse

import pytest

from chatcheck.cli.targets import read_deployment
from chatcheck.errors import UsageError

INSTANCE = "5c042229-807b-44d4-a46b-7e91afe40ab4"
ARN = f"arn:aws:connect:eu-central-1:111122223333:instance/{INSTANCE}"
FLOW = "support=91d1adb0-7cc7-4e17-85f0-da8174ef72d1"


@pytest.fixture
def read(monkeypatch):
    def run(instance_id=INSTANCE, flows=(FLOW,), region=None, **variables):
        for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        given = {"instance_id": instance_id, "flow": list(flows), "region": region}
        return read_deployment(argparse.Namespace(outputs=None, stack=[], env=None, **given))

    return run


def test_the_option_goes_first(read):
    assert read(ARN, region="eu-west-1", AWS_REGION="eu-west-2").region == "eu-west-1"


def test_then_the_instances_arn(read):
    found = read(ARN, AWS_REGION="eu-west-2")

    assert (found.region, found.instance_id) == ("eu-central-1", INSTANCE)


def test_then_the_settings(read):
    assert read(AWS_REGION="eu-west-2").region == "eu-west-2"


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({}, "--region missing"),
        ({"instance_id": None}, "--instance-id missing"),
        ({"instance_id": ARN, "flows": ["support"]}, "a --flow is not NAME=ID"),
    ],
)
def test_what_is_missing_is_named(read, tmp_path, given, what):
    with pytest.raises(UsageError) as raised:
        read(AWS_CONFIG_FILE=str(tmp_path / "none"), **given)

    assert (raised.value.diagnostics[0].code, raised.value.diagnostics[0].what) == ("U511", what)
