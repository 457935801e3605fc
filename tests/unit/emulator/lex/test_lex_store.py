import pytest

from chatcheck.emulator.lex import models
from chatcheck.emulator.routes import ServiceError


@pytest.fixture
def store():
    models.reset()
    yield models.lex_backend("us-east-1")
    models.reset()


def deploy(store, locale, built=True, version="1", enabled=True):
    bot = store.put_bot(None, "orders", [locale], built=built)
    store.add_version(bot.id, {"en_GB": "DRAFT"})
    return bot, store.put_alias(None, bot.id, "live", version, {"en_GB": enabled})


def test_alias_leads_to_the_built_bot(store, locale):
    _, alias = deploy(store, locale)
    found = store.alias(alias.arn, "en-GB")
    assert (found.name, found.locale, len(found.intents)) == ("orders", "en_GB", 3)


def test_only_locale_is_taken_without_a_language(store, locale):
    assert store.alias(deploy(store, locale)[1].arn).locale == "en_GB"


def test_alias_arn_names_bot_and_alias(store, locale):
    bot, alias = deploy(store, locale)
    assert alias.arn == f"arn:aws:lex:us-east-1:000000000000:bot-alias/{bot.id}/{alias.id}"


def test_version_keeps_what_the_draft_was(store, locale):
    bot, alias = deploy(store, locale)
    locale["Intents"].pop(1)
    store.put_bot(bot.id, "orders", [locale], built=True)
    assert len(store.alias(alias.arn).intents) == 3
    store.put_alias(alias, bot.id, "live", store.add_version(bot.id, {"en_GB": "DRAFT"}), {"en_GB": True})
    assert len(store.alias(alias.arn).intents) == 2


def test_unknown_alias_is_not_found(store, locale):
    _, alias = deploy(store, locale)
    with pytest.raises(ServiceError, match="does not exist") as caught:
        store.alias(alias.arn + "X")
    assert caught.value.status == 404


def test_alias_of_an_unbuilt_version_cannot_be_used(store, locale):
    _, alias = deploy(store, locale, built=False)
    with pytest.raises(ServiceError, match="no built version"):
        store.alias(alias.arn)


def test_alias_without_version_cannot_be_used(store, locale):
    _, alias = deploy(store, locale, version=None)
    with pytest.raises(ServiceError, match="no built version"):
        store.alias(alias.arn)


def test_locale_that_is_not_enabled_cannot_be_used(store, locale):
    _, alias = deploy(store, locale, enabled=False)
    with pytest.raises(ServiceError, match="enabled: none"):
        store.alias(alias.arn, "en-GB")


def test_other_language_cannot_be_used(store, locale):
    with pytest.raises(ServiceError, match="for `en-US`; enabled: en_GB"):
        store.alias(deploy(store, locale)[1].arn, "en-US")


@pytest.mark.parametrize("version", ["2", "DRAFT"])
def test_alias_needs_a_numbered_version_that_exists(store, locale, version):
    with pytest.raises(ServiceError, match="no numbered version"):
        deploy(store, locale, version=version)


def test_version_under_an_alias_stays(store, locale):
    bot, alias = deploy(store, locale)
    with pytest.raises(ServiceError, match="points to version 1"):
        store.remove_version(bot.id, "1")
    store.remove_alias(alias)
    store.remove_version(bot.id, "1")
    assert list(bot.versions) == ["DRAFT"]


def test_bot_name_is_given_once(store, locale):
    deploy(store, locale)
    with pytest.raises(ServiceError, match="already exists"):
        store.put_bot(None, "orders", [locale], built=True)


def test_bot_that_cannot_be_built_is_refused_with_all_reasons(store, locale):
    locale["Intents"][0]["DialogCodeHook"] = {"Enabled": True}
    locale["Intents"][1]["KendraConfiguration"] = {"KendraIndex": "x"}
    with pytest.raises(ServiceError, match=r"DialogCodeHook.*KendraConfiguration"):
        store.put_bot(None, "orders", [locale], built=True)
