"""What is wrong with an environments file, each at its place."""

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec.environment import load_environments

ARN = "arn:aws:connect:eu-west-2:111122223333:instance/0b7c1f5e"


def find(tmp_path, text):
    path = tmp_path / "environments.yaml"
    path.write_text(text)
    with pytest.raises(SpecError) as caught:
        load_environments(path)
    return caught.value.diagnostics


def wrap(*lines, head=""):
    body = "\n".join(f"    {line}" for line in lines)
    return f"chatcheck: 1\n{head}environments:\n  dev:\n{body}\n"


CASES = {
    "an account of eleven digits": (wrap("account: 11112222333", "region: eu-west-2"), "S108", 4),
    "no account": (wrap("region: eu-west-2"), "S105", 4),
    "a misspelt key": (wrap("account: 111122223333", "regoin: eu-west-2", "region: eu-west-2"), "S104", 5),
    "a key twice": (wrap("account: 111122223333", "region: eu-west-2", "region: eu-west-1"), "S103", 6),
    "no region anywhere": (wrap("account: 111122223333"), "S141", 3),
    "a queue with hours that are not there": (
        wrap("account: 111122223333", "region: eu-west-2", "queues: {support: {hours: store}}"),
        "S142",
        6,
    ),
    "a time zone nobody has": (
        wrap("account: 111122223333", "region: eu-west-2")
        + "    hours: {store: {time_zone: Europe/Lodnon, open: always}}\n",
        "S143",
        6,
    ),
    "an instance of another account": (
        wrap("account: 444455556666", "region: eu-west-2", f"instance: {{adopt: '{ARN}'}}"),
        "S144",
        6,
    ),
    "an instance of another Region": (
        wrap("account: 111122223333", "region: us-east-1", f"instance: {{adopt: '{ARN}'}}"),
        "S144",
        6,
    ),
    "an instance both created and adopted": (
        wrap("account: 111122223333", "region: eu-west-2", f"instance: {{alias: acme, adopt: '{ARN}'}}"),
        "S113",
        6,
    ),
    "an alias of 46 characters": (
        wrap("account: 111122223333", "region: eu-west-2", f"instance: {{alias: {'a' * 46}}}"),
        "S109",
        6,
    ),
    "an alias that looks like a directory": (
        wrap("account: 111122223333", "region: eu-west-2", "instance: {alias: d-123}"),
        "S108",
        6,
    ),
    "a time of day that is none": (
        wrap("account: 111122223333", "region: eu-west-2")
        + "    hours: {store: {time_zone: Europe/London, open: {monday: 9-17}}}\n",
        "S108",
        6,
    ),
    "a weekday that is none": (
        wrap("account: 111122223333", "region: eu-west-2")
        + "    hours: {store: {time_zone: Europe/London, open: {mondy: 09:00-17:00}}}\n",
        "S104",
        6,
    ),
    "a shorthand that is none": (
        wrap("account: 111122223333", "region: eu-west-2")
        + "    hours: {store: {time_zone: Europe/London, open: sometimes}}\n",
        "S108",
        6,
    ),
    "a queue's name with a capital": (
        wrap("account: 111122223333", "region: eu-west-2", "queues: {Support: {hours: store}}"),
        "S108",
        6,
    ),
    "an origin with a path": (
        wrap("account: 111122223333", "region: eu-west-2", "origins: ['https://acme.example/chat']"),
        "S108",
        6,
    ),
    "a tag that belongs to AWS": (
        wrap("account: 111122223333", "region: eu-west-2", "tags: {'aws:me': you}"),
        "S108",
        6,
    ),
}


@pytest.mark.parametrize(("text", "code", "line"), CASES.values(), ids=CASES.keys())
def test_a_wrong_environment_is_found_at_its_line(tmp_path, text, code, line):
    found = find(tmp_path, text)

    assert [(each.code, each.position.line) for each in found] == [(code, line)]


def test_a_fault_of_the_defaults_is_told_once_and_where_it_is_written(tmp_path):
    text = """\
chatcheck: 1
defaults:
  region: eu-west-2
  hours: {store: {time_zone: Europe/Lodnon, open: always}}
environments:
  dev: {account: 111122223333}
  prod: {account: 444455556666}
"""

    found = find(tmp_path, text)

    assert [(each.code, each.position.line) for each in found] == [("S143", 4)]
    assert found[0].fix == "did you mean `Europe/London`?"


def test_all_findings_come_at_once(tmp_path):
    text = wrap("account: 111122223333", "queues: {support: {hours: a}, sales: {hours: b}}")

    assert [each.code for each in find(tmp_path, text)] == ["S141", "S142", "S142"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SpecError, match="there is no file"):
        load_environments(tmp_path / "environments.yaml")
