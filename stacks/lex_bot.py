"""A bot of Amazon Lex V2, live on the instance."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

import aws_cdk as cdk
from aws_cdk import aws_connect as connect
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lex as lex
from constructs import Construct

from chatcheck.spec.bot import Bot
from stacks.lex_locale import write_locale
from stacks.naming import name_resource

ALIAS = "live"
BUILD = 1
"""Counted up when `lex_locale` writes the same bot file in another way: a new version is made then."""


class LexBot(Construct):
    """A bot with its newest version behind the alias ``live``, associated with the instance.

    A version is a snapshot and never changes, so its logical id follows the bot's content: another
    content makes a new version, the alias moves to it, and the old one goes.

    Attributes:
        alias_arn: what flows name the bot by.
        association: what a flow that names the bot must wait for.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, bot: Bot, environment_name: str, instance_arn: str
    ) -> None:
        super().__init__(scope, construct_id)
        made = self._add_bot(bot, environment_name)
        version = self._add_version(bot, made.attr_id)
        alias = self._add_alias(bot, made.attr_id, version.attr_bot_version)
        self.alias_arn = alias.attr_arn
        self.association = connect.CfnIntegrationAssociation(
            self,
            "Association",
            instance_id=instance_arn,
            integration_type="LEX_BOT",
            integration_arn=self.alias_arn,
        )

    def _add_bot(self, bot: Bot, environment_name: str) -> lex.CfnBot:
        account = cdk.Stack.of(self).account
        principal = iam.ServicePrincipal(
            "lexv2.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": account}}
        )
        return lex.CfnBot(
            self,
            "Resource",
            name=name_resource(environment_name, bot.name),
            description=bot.description or None,
            role_arn=iam.Role(self, "Role", assumed_by=principal).role_arn,
            data_privacy={"ChildDirected": False},
            idle_session_ttl_in_seconds=bot.session_minutes * 60,
            auto_build_bot_locales=True,
            bot_locales=[write_locale(bot)],
        )

    def _add_version(self, bot: Bot, bot_id: str) -> lex.CfnBotVersion:
        return lex.CfnBotVersion(
            self,
            f"Version{_digest(bot)}",
            bot_id=bot_id,
            bot_version_locale_specification=[
                lex.CfnBotVersion.BotVersionLocaleSpecificationProperty(
                    locale_id=bot.locale,
                    bot_version_locale_details=lex.CfnBotVersion.BotVersionLocaleDetailsProperty(
                        source_bot_version="DRAFT"
                    ),
                )
            ],
        )

    def _add_alias(self, bot: Bot, bot_id: str, version: str) -> lex.CfnBotAlias:
        return lex.CfnBotAlias(
            self,
            "Alias",
            bot_id=bot_id,
            bot_alias_name=ALIAS,
            bot_version=version,
            bot_alias_locale_settings=[
                lex.CfnBotAlias.BotAliasLocaleSettingsItemProperty(
                    locale_id=bot.locale,
                    bot_alias_locale_setting=lex.CfnBotAlias.BotAliasLocaleSettingsProperty(enabled=True),
                )
            ],
        )


def _digest(bot: Bot) -> str:
    content = json.dumps([BUILD, asdict(bot)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:8].upper()
