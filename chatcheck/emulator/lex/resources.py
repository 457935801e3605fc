"""CloudFormation models of Amazon Lex V2: AWS::Lex::Bot, AWS::Lex::BotVersion, AWS::Lex::BotAlias.

Importing this module makes the models known to the stacks' life cycle.
"""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect.resource_model import Properties, ResourceModel
from chatcheck.emulator.lex.models import Bot, BotAlias, LexBackend, lex_backend
from chatcheck.emulator.routes import ServiceError
from chatcheck.lex.definition import is_true

Json = Any


class BotResource(ResourceModel):
    """AWS::Lex::Bot: the draft with its locales, built when AutoBuildBotLocales is true."""

    TYPE = "AWS::Lex::Bot"
    REQUIRED = frozenset({"Name", "RoleArn", "DataPrivacy", "IdleSessionTTLInSeconds"})
    OPTIONAL = frozenset(
        {
            "AutoBuildBotLocales",
            "BotLocales",
            "BotTags",
            "BotType",
            "Description",
            "TestBotAliasTags",
        }
    )

    def __init__(self, store: LexBackend, bot: Bot) -> None:
        """Wrap a bot that has been made."""
        self.store = store
        self.bot = bot

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> BotResource:
        """Create the bot's draft."""
        store = lex_backend(region, account_id)
        return cls(store, _put(store, None, properties))

    def change(self, properties: Properties) -> None:
        """Change the draft; versions stay as they are."""
        _put(self.store, self.bot.id, properties)

    def remove(self) -> None:
        """Delete the bot with its versions and aliases."""
        self.store.remove_bot(self.bot.id)

    @property
    def is_there(self) -> bool:
        """Whether the store still has it."""
        return self.bot.id in self.store.bots

    @property
    def physical_resource_id(self) -> str:
        """The bot's id."""
        return self.bot.id

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return id or ARN."""
        return {"Id": self.bot.id, "Arn": self.bot.arn}.get(attribute_name)


class BotVersionResource(ResourceModel):
    """AWS::Lex::BotVersion: a numbered copy of the locales named; it never changes."""

    TYPE = "AWS::Lex::BotVersion"
    REQUIRED = frozenset({"BotId", "BotVersionLocaleSpecification"})
    OPTIONAL = frozenset({"Description"})
    IMMUTABLE = frozenset({"BotId"})

    def __init__(self, store: LexBackend, bot_id: str, number: str) -> None:
        """Wrap a version that has been made."""
        self.store = store
        self.bot_id = bot_id
        self.number = number

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> BotVersionResource:
        """Make the version."""
        store = lex_backend(region, account_id)
        sources = {
            each["LocaleId"]: str(each["BotVersionLocaleDetails"]["SourceBotVersion"])
            for each in properties["BotVersionLocaleSpecification"]
        }
        if not sources:
            raise ServiceError("ValidationException", "BotVersionLocaleSpecification names no locale.")
        bot_id = str(properties["BotId"])
        return cls(store, bot_id, store.add_version(bot_id, sources))

    def change(self, properties: Properties) -> None:
        """Accept another description or specification: the version itself stays what it is."""

    def remove(self) -> None:
        """Delete the version unless an alias points to it."""
        self.store.remove_version(self.bot_id, self.number)

    @property
    def physical_resource_id(self) -> str:
        """Bot and version."""
        return f"{self.bot_id}|{self.number}"

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return the version's number."""
        return self.number if attribute_name == "BotVersion" else None


class BotAliasResource(ResourceModel):
    """AWS::Lex::BotAlias."""

    TYPE = "AWS::Lex::BotAlias"
    REQUIRED = frozenset({"BotAliasName", "BotId"})
    OPTIONAL = frozenset({"BotAliasLocaleSettings", "BotAliasTags", "BotVersion", "Description"})
    IMMUTABLE = frozenset({"BotId"})

    def __init__(self, store: LexBackend, alias: BotAlias) -> None:
        """Wrap an alias that has been made."""
        self.store = store
        self.alias = alias

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> BotAliasResource:
        """Create the alias."""
        store = lex_backend(region, account_id)
        return cls(store, _put_alias(store, None, properties))

    def change(self, properties: Properties) -> None:
        """Point the alias elsewhere, or rename it, in place."""
        _put_alias(self.store, self.alias, properties)

    def remove(self) -> None:
        """Delete the alias."""
        self.store.remove_alias(self.alias)

    @property
    def physical_resource_id(self) -> str:
        """Alias and bot."""
        return f"{self.alias.id}|{self.alias.bot_id}"

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return ARN, id or status."""
        return {
            "Arn": self.alias.arn,
            "BotAliasId": self.alias.id,
            "BotAliasStatus": "Available",
        }.get(attribute_name)


def _put(store: LexBackend, bot_id: str | None, properties: Properties) -> Bot:
    seconds = int(properties["IdleSessionTTLInSeconds"])
    if not 60 <= seconds <= 86_400:
        message = f"IdleSessionTTLInSeconds is {seconds}, 60 to 86400 are allowed."
        raise ServiceError("ValidationException", message)
    if properties.get("BotType", "Bot") != "Bot":
        raise ServiceError("ValidationException", "The embedded Lex does not support networks of bots.")
    built = is_true(properties.get("AutoBuildBotLocales", False))
    return store.put_bot(bot_id, str(properties["Name"]), properties.get("BotLocales") or [], built)


def _put_alias(store: LexBackend, alias: BotAlias | None, properties: Properties) -> BotAlias:
    locales = {}
    for each in properties.get("BotAliasLocaleSettings") or ():
        setting = each["BotAliasLocaleSetting"]
        if setting.get("CodeHookSpecification"):
            message = "The embedded Lex does not support an alias's CodeHookSpecification."
            raise ServiceError("ValidationException", message)
        locales[each["LocaleId"]] = is_true(setting.get("Enabled"))
    version = properties.get("BotVersion")
    return store.put_alias(
        alias,
        str(properties["BotId"]),
        str(properties["BotAliasName"]),
        None if version is None else str(version),
        locales,
    )
