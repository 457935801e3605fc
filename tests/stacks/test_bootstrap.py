"""Preparing an account: what goes wrong is told in a line, never by a traceback."""

import pytest

from stacks import bootstrap


@pytest.mark.parametrize("arguments", [[], ["local", "dev"]])
def test_its_use_is_told(arguments, capsys):
    assert bootstrap.main(arguments) == 2
    assert "usage: python -m stacks.bootstrap ENV" in capsys.readouterr().err


def test_an_unknown_environment_is_named(capsys):
    assert bootstrap.main(["nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_missing_cdk_is_told(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "is_bootstrapped", lambda environment: False)
    monkeypatch.setattr(bootstrap, "CDK", "node_modules/.bin/not-there")
    assert bootstrap.main(["local"]) == 3
    assert "make setup" in capsys.readouterr().err
