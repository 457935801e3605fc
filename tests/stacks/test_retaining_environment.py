"""An environment that keeps what it made, and a bot that changed."""

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.cdk
SPECS = Path(__file__).parents[2] / "specs"
KEPT = """\
chatcheck: 1
environments:
  kept:
    account: 111122223333
    region: eu-west-2
    instance: {alias: acme-store}
    hours: {web-store: &h {time_zone: Europe/London, open: always}, pop-up-store: *h}
    queues: {support: {hours: web-store}}
"""


@pytest.fixture(scope="module")
def kept(synthesise, tmp_path_factory):
    specs = tmp_path_factory.mktemp("specs")
    shutil.copytree(SPECS, specs, dirs_exist_ok=True)
    (specs / "environments.yaml").write_text(KEPT)
    bot = specs / "bots" / "orders.yaml"
    bot.write_text(bot.read_text().replace("Let me look that up.", "One moment."))
    return synthesise("kept", specs)


def find_id(template, type_):
    (key,) = template.find_resources(type_)
    return key


@pytest.mark.parametrize("type_", ["AWS::Connect::Instance", "AWS::S3::Bucket", "AWS::Connect::Queue"])
def test_what_it_made_outlives_its_stack(kept, type_):
    (made,) = kept[0].find_resources(type_).values()

    assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_an_alias_that_is_given_is_taken(kept):
    kept[0].has_resource_properties("AWS::Connect::Instance", {"InstanceAlias": "acme-store"})


def test_a_changed_bot_is_a_new_version_of_the_same_bot(kept, local):
    for same in ("AWS::Lex::Bot", "AWS::Lex::BotAlias"):
        assert find_id(kept[1], same) == find_id(local[1], same)
    assert find_id(kept[1], "AWS::Lex::BotVersion") != find_id(local[1], "AWS::Lex::BotVersion")
