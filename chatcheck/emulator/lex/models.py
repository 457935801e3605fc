"""The embedded Lex V2's store: bots, their numbered versions and aliases, as deployed.

`lex_backend(region)` finds it, `reset()` empties all regions. Changed under one lock, since CloudFormation
works in threads.
"""

from __future__ import annotations

import copy
import secrets
import string
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.lex.problems import NAME, find_problems
from chatcheck.emulator.routes import ServiceError
from chatcheck.lex.definition import BotDefinition, read_locale

Json = Any

ACCOUNT_ID = "000000000000"
DRAFT = "DRAFT"
_ID_CHARACTERS = string.ascii_uppercase + string.digits

_lock = threading.RLock()
_backends: dict[tuple[str, str], LexBackend] = {}

behaviour(
    "lex",
    "a locale is built at once when AutoBuildBotLocales is true, and only a built one can be conversed with",
    "documented",
    "AWS::Lex::Bot in the CloudFormation reference; building takes minutes there",
)
behaviour(
    "lex",
    "a version is a copy of the draft when it is made: a later change of the bot needs a new version",
    "documented",
    "Lex V2 developer guide, versions and aliases",
)
behaviour(
    "lex",
    "a chat needs the bot's locale of the contact's language; without a language the only locale is taken",
    "assumed",
    "Connect takes en-US then, whatever the bot has",
)


@dataclass(kw_only=True)
class Version:
    """One version: the locales in CloudFormation's form, and which of them are built."""

    locales: list[Json]
    built: bool


@dataclass(kw_only=True)
class BotAlias:
    """An alias. `locales` says which locales are enabled; one that it does not name is not."""

    id: str
    arn: str
    name: str
    bot_id: str
    version: str | None
    locales: dict[str, bool] = field(default_factory=dict)


@dataclass(kw_only=True)
class Bot:
    """A bot with its versions by number (``DRAFT`` too) and its aliases by id."""

    id: str
    arn: str
    name: str
    versions: dict[str, Version]
    aliases: dict[str, BotAlias] = field(default_factory=dict)
    last_version: int = 0


class LexBackend:
    """All bots of one region."""

    def __init__(self, region: str, account_id: str = ACCOUNT_ID) -> None:
        """Start empty."""
        self.region = region
        self.account_id = account_id
        self.bots: dict[str, Bot] = {}

    def bot(self, bot_id: str) -> Bot:
        """Return a bot by its id."""
        if bot_id not in self.bots:
            raise ServiceError("ResourceNotFoundException", f"The bot `{bot_id}` does not exist.", 404)
        return self.bots[bot_id]

    def alias(self, alias_arn: str, language: str | None = None) -> BotDefinition:
        """Return the built bot behind an alias, in the locale of `language` (``en-GB`` or ``en_GB``).

        Raises ServiceError when the alias is unknown, has no version, or has no such locale built.
        """
        alias = self.find_alias(alias_arn)
        bot = self.bot(alias.bot_id)
        version = bot.versions.get(alias.version or "")
        if version is None or not version.built:
            raise ServiceError("ConflictException", f"The bot alias {alias_arn} has no built version.", 409)
        enabled = [each for each in version.locales if alias.locales.get(each["LocaleId"])]
        chosen = _choose_locale(enabled, (language or "").replace("-", "_"))
        if chosen is None:
            have = ", ".join(each["LocaleId"] for each in enabled) or "none"
            wanted = f"for `{language}`" if language else "to choose without a language"
            message = f"The bot alias {alias_arn} has no enabled locale {wanted}; enabled: {have}."
            raise ServiceError("ResourceNotFoundException", message, 404)
        return read_locale(bot.name, chosen)

    def find_alias(self, alias_arn: str) -> BotAlias:
        """Return an alias by its ARN, whatever it points to."""
        bot_id, _, alias_id = alias_arn.partition(":bot-alias/")[2].partition("/")
        bot = self.bots.get(bot_id)
        alias = bot.aliases.get(alias_id) if bot else None
        if alias is None or alias.arn != alias_arn:
            raise ServiceError("ResourceNotFoundException", f"The bot alias {alias_arn} does not exist.", 404)
        return alias

    def put_bot(self, bot_id: str | None, name: str, locales: Sequence[Json], built: bool) -> Bot:
        """Create a bot, or change the draft of `bot_id`. Raises ServiceError listing all problems."""
        with _lock:
            self._require_buildable(bot_id, name, locales)
            draft = Version(locales=copy.deepcopy(list(locales)), built=built)
            if bot_id is None:
                identifier = _make_id()
                arn = f"arn:aws:lex:{self.region}:{self.account_id}:bot/{identifier}"
                self.bots[identifier] = Bot(id=identifier, arn=arn, name=name, versions={DRAFT: draft})
                return self.bots[identifier]
            bot = self.bot(bot_id)
            bot.name, bot.versions[DRAFT] = name, draft
            return bot

    def add_version(self, bot_id: str, locale_ids: Mapping[str, str]) -> str:
        """Make a version of the locales named, each from the version given, and return its number."""
        with _lock:
            bot = self.bot(bot_id)
            locales = [_find_locale(bot, source, locale) for locale, source in locale_ids.items()]
            built = all(bot.versions[source].built for source in locale_ids.values())
            bot.last_version += 1
            number = str(bot.last_version)
            bot.versions[number] = Version(locales=copy.deepcopy(locales), built=built)
            return number

    def put_alias(
        self, alias: BotAlias | None, bot_id: str, name: str, version: str | None, locales: Mapping[str, bool]
    ) -> BotAlias:
        """Create an alias, or change `alias` in place."""
        with _lock:
            bot = self.bot(bot_id)
            _require_alias(bot, alias, name, version)
            if alias is None:
                identifier = _make_id()
                arn = f"arn:aws:lex:{self.region}:{self.account_id}:bot-alias/{bot_id}/{identifier}"
                alias = BotAlias(id=identifier, arn=arn, name=name, bot_id=bot_id, version=version)
            alias.name, alias.version, alias.locales = name, version, dict(locales)
            bot.aliases[alias.id] = alias
            return alias

    def remove_bot(self, bot_id: str) -> None:
        """Delete a bot with its versions and aliases."""
        with _lock:
            self.bots.pop(bot_id, None)

    def remove_version(self, bot_id: str, number: str) -> None:
        """Delete a version. Raises ServiceError when an alias points to it."""
        with _lock:
            bot = self.bots.get(bot_id)
            if bot is None:
                return
            for alias in bot.aliases.values():
                if alias.version == number:
                    message = f"The alias `{alias.name}` points to version {number} of the bot `{bot.name}`."
                    raise ServiceError("ConflictException", message, 409)
            bot.versions.pop(number, None)

    def remove_alias(self, alias: BotAlias) -> None:
        """Delete an alias; one that is gone is no error."""
        with _lock:
            if alias.bot_id in self.bots:
                self.bots[alias.bot_id].aliases.pop(alias.id, None)

    def _require_buildable(self, bot_id: str | None, name: str, locales: Sequence[Json]) -> None:
        found = [f"{each.get('LocaleId')}: {text}" for each in locales for text in find_problems(each)]
        if not NAME.fullmatch(name):
            found.append(
                f"The bot's name `{name}` is not one (letters and digits, single `_` or `-` between)."
            )
        if found:
            raise ServiceError("ValidationException", " ".join(found))
        if any(each.name == name and each.id != bot_id for each in self.bots.values()):
            raise ServiceError("ConflictException", f"A bot named `{name}` already exists.", 409)


def _choose_locale(enabled: Sequence[Json], language: str) -> Json | None:
    if not language:
        return enabled[0] if len(enabled) == 1 else None
    return next((each for each in enabled if each["LocaleId"] == language), None)


def _find_locale(bot: Bot, source: str, locale: str) -> Json:
    version = bot.versions.get(source)
    found = next((each for each in version.locales if each["LocaleId"] == locale), None) if version else None
    if found is None:
        message = f"Version {source} of the bot `{bot.name}` has no locale {locale}."
        raise ServiceError("ValidationException", message)
    return found


def _require_alias(bot: Bot, alias: BotAlias | None, name: str, version: str | None) -> None:
    if not NAME.fullmatch(name):
        raise ServiceError("ValidationException", f"The alias name `{name}` is not one.")
    if version is not None and (version == DRAFT or version not in bot.versions):
        message = f"The bot `{bot.name}` has no numbered version `{version}` for the alias `{name}`."
        raise ServiceError("ValidationException", message)
    if any(each.name == name and each is not alias for each in bot.aliases.values()):
        raise ServiceError("ConflictException", f"The bot `{bot.name}` already has an alias `{name}`.", 409)


def _make_id() -> str:
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(10))


def lex_backend(region: str, account_id: str = ACCOUNT_ID) -> LexBackend:
    """Return the store of a region, made on first use."""
    with _lock:
        return _backends.setdefault((account_id, region), LexBackend(region, account_id))


def reset() -> None:
    """Forget everything in all regions."""
    with _lock:
        _backends.clear()
