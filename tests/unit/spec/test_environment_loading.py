"""Environments as they are meant to be written."""

import dataclasses
from pathlib import Path

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec.environment import OpenSlot, Queue, load_environment, load_environments

SPECS = Path(__file__).parents[3] / "specs"
TEXT = """\
chatcheck: 1
defaults:
  region: eu-west-2
  hours: {store: {time_zone: Europe/London, open: always}}
  queues: {support: {hours: store, max_contacts: 5}}
environments:
  local: {account: 000000000000, region: us-east-1, retain: false}
  prod:
    account: 444455556666
    instance: {adopt: 'arn:aws:connect:eu-west-2:444455556666:instance/0b7c1f5e'}
    hours:
      store: {time_zone: Europe/Berlin, open: {saturday: [09:00-12:30, 13:30-18:00]}}
      shut: {time_zone: Europe/Berlin, open: never, description: For good}
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "environments.yaml"
    path.write_text(TEXT)
    return path


def test_every_environment_of_the_file_is_there_in_its_order(path):
    assert list(load_environments(path)) == ["local", "prod"]


def test_an_account_number_keeps_its_zeros(path):
    assert load_environment(path, "local").account == "000000000000"


def test_what_an_environment_does_not_say_comes_from_the_defaults(path):
    queues = load_environment(path, "prod").queues

    assert queues == {"support": Queue("support", hours="store", max_contacts=5)}


def test_what_an_environment_says_itself_replaces_the_default_as_a_whole(path):
    environment = load_environment(path, "prod")

    assert list(environment.hours) == ["store", "shut"]
    assert environment.region == "eu-west-2"
    assert load_environment(path, "local").region == "us-east-1"


def test_always_is_every_day_from_midnight_to_midnight(path):
    slots = load_environment(path, "local").hours["store"].slots

    assert len(slots) == 7
    assert {(each.opens, each.closes) for each in slots} == {((0, 0), (0, 0))}


def test_never_has_no_time(path):
    hours = load_environment(path, "prod").hours["shut"]

    assert (hours.slots, hours.description) == ((), "For good")


def test_a_day_may_be_open_twice(path):
    slots = load_environment(path, "prod").hours["store"].slots

    assert slots == (
        OpenSlot("SATURDAY", (9, 0), (12, 30)),
        OpenSlot("SATURDAY", (13, 30), (18, 0)),
    )


def test_an_instance_is_adopted_by_its_arn(path):
    environment = load_environment(path, "prod")

    assert environment.adopt == "arn:aws:connect:eu-west-2:444455556666:instance/0b7c1f5e"
    assert load_environment(path, "local").adopt is None


def test_names_get_the_environment_s_before_them_on_an_adopted_instance_only(path):
    assert load_environment(path, "prod").prefix == "prod-"
    assert load_environment(path, "local").prefix == ""


def test_a_prefix_that_is_given_is_taken(path):
    path.write_text(TEXT.replace("instance: {adopt", "instance: {prefix: '', adopt"))

    assert load_environment(path, "prod").prefix == ""


def test_what_keeps_is_kept_unless_said_otherwise(path):
    prod, local = load_environment(path, "prod"), load_environment(path, "local")

    assert (prod.retain, prod.keep_days) == (True, 365)
    assert local.retain is False


def test_an_environment_cannot_be_changed(path):
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_environment(path, "prod").region = "us-east-1"


def test_an_unknown_environment_is_answered_with_the_nearest_name(path):
    with pytest.raises(SpecError) as caught:
        load_environment(path, "prd")

    assert "has no environment `prd`" in str(caught.value)
    assert "did you mean `prod`?" in str(caught.value)


def test_the_example_can_be_deployed_locally_and_to_two_accounts():
    environments = load_environments(SPECS / "environments.yaml")

    assert list(environments) == ["local", "dev", "prod"]
    assert environments["local"].account == "000000000000"
    assert environments["dev"].adopt is None
    assert environments["prod"].adopt
