"""A bot that is played without a server is the one that is deployed."""

import pytest

from chatcheck.cli.flow_bots import define_bot
from chatcheck.lex.definition import read_locale
from chatcheck.spec.bot import load_bots

pytestmark = pytest.mark.cdk


def test_the_played_bot_is_what_the_embedded_lex_reads_from_the_template(local):
    _, chat = local
    deployed = chat.find_resources("AWS::Lex::Bot").values()
    bots = load_bots("specs/bots")

    assert bots
    for resource in deployed:
        [locale] = resource["Properties"]["BotLocales"]
        played = [define_bot(bot) for bot in bots.values()]
        assert any(read_locale(each.name, locale) == each for each in played)
