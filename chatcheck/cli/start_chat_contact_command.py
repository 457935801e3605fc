"""`chatcheck start-chat-contact`: the AWS CLI's command of that name, and the chat that follows."""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from chatcheck.aws_cli import codes
from chatcheck.aws_cli.answer_forms import FORMS
from chatcheck.aws_cli.document import Words, check_input, read_input
from chatcheck.aws_cli.options import OptionParser, add_options, build_parser, collect_words, read_options
from chatcheck.aws_cli.parameters import Parameter, list_parameters
from chatcheck.cli.parameter_file import read_parameter_file
from chatcheck.converse.access import Access
from chatcheck.converse.sdk import Sdk
from chatcheck.errors import Diagnostic, UsageError, suggest

Json = Any


def execute(args: argparse.Namespace) -> int:
    """Start a chat as the words say; print the answer, or go on as a chat client. Return the exit code.

    Raises UsageError, with all findings at once, before anything is sent; TransportError after;
    KeyboardInterrupt when the person leaves the prompt.
    """
    call = _Call.read(args.words)
    if call.given("debug"):
        importlib.import_module("chatcheck.cli.debug_log").start_debug_log()
    skeleton, access = call.given("generate_cli_skeleton"), read_access(call.options)
    if skeleton in ("input", "yaml-input"):
        if call.given("query") is not None:
            importlib.import_module("chatcheck.aws_cli.output").check_query(call.given("query"))
        read_input(call.find_words(), call.parameters, read_parameter_file)
        print(_write_skeleton(call, skeleton), end="")  # noqa: T201
        return 0
    output = _Output.choose(call)
    written = read_input(call.find_words(), call.parameters, read_parameter_file)
    check_input(written, call.operation.input_shape, strict=call.given("strict", True))
    if skeleton == "output":
        output.show(_make_sample(call))
    elif call.given("connect") or call.given("record"):
        dialogue = importlib.import_module("chatcheck.cli.dialogue")
        return int(
            dialogue.hold_dialogue(written.document, access, call.given("record"), call.given("outputs"))
        )
    else:
        output.show(call.sdk.start_chat_contact(written.document, access))
    return 0


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Let a parser know the options, for the shell's completion."""
    add_options(parser, list_parameters(Sdk().operation.input_shape))


@dataclass(frozen=True, slots=True)
class _Call:
    """One command line, read, with the model it was read by."""

    parser: OptionParser
    options: argparse.Namespace
    parameters: Sequence[Parameter]
    sdk: Sdk
    operation: Any

    @staticmethod
    def read(words: Sequence[str]) -> _Call:
        sdk = Sdk()
        operation = sdk.operation
        parameters = list_parameters(operation.input_shape)
        parser = build_parser(parameters)
        options = read_options(parser, words)
        sdk.use_profile(getattr(options, "profile", None))
        return _Call(parser, options, parameters, sdk, operation)

    def given(self, name: str, default: Json = None) -> Json:
        return getattr(self.options, name, default)

    def find_words(self) -> Words:
        """Return the words of the input, asked for at the terminal where that is wanted."""
        words = collect_words(self.options, self.parameters)
        if not self._asks():
            return words
        prompt = importlib.import_module("chatcheck.cli.prompted_words")
        strict = self.given("strict", True)
        asked: Words = prompt.ask_for_words(self.parser, self.options, self.parameters, words, strict=strict)
        return asked

    def _asks(self) -> bool:
        wanted, unwanted = self.given("cli_auto_prompt"), self.given("no_cli_auto_prompt")
        if wanted and unwanted:
            what = "--cli-auto-prompt and --no-cli-auto-prompt exclude each other"
            raise UsageError(Diagnostic(codes.OPTIONS, what))
        if wanted or unwanted or self.given("generate_cli_skeleton"):
            return bool(wanted)
        setting = os.environ.get("AWS_CLI_AUTO_PROMPT") or self.sdk.find_setting("cli_auto_prompt")
        return setting == "on" and sys.stdin.isatty()


@dataclass(frozen=True, slots=True)
class _Output:
    """How an answer is shown; a choice that cannot be is found before anything is sent."""

    form: str
    query: str | None

    @staticmethod
    def choose(call: _Call) -> _Output:
        setting = os.environ.get("AWS_DEFAULT_OUTPUT") or call.sdk.find_setting("output")
        form = call.given("output") or setting or "json"
        if form not in FORMS:
            what = f"the output `{form}` of AWS_DEFAULT_OUTPUT or the profile is not known"
            raise UsageError(Diagnostic(codes.OPTIONS, what, fix=suggest(form, FORMS)))
        output = _Output(form, call.given("query"))
        if output.query is not None or form == "table":
            output.format(_make_sample(call))
        return output

    def format(self, answer: Json) -> str:
        """Return the text. Raises UsageError for a query, or a form, that the answer does not fit."""
        output = importlib.import_module("chatcheck.aws_cli.output")
        shown = answer if self.query is None else output.select(answer, self.query)
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else output.UNKNOWN_WIDTH
        return str(output.format_answer(shown, self.form, width=width))

    def show(self, answer: Json) -> None:
        print(self.format(answer), end="")  # noqa: T201


def _write_skeleton(call: _Call, form: str) -> str:
    skeleton = importlib.import_module("chatcheck.aws_cli.skeleton")
    write = skeleton.write_yaml_skeleton if form == "yaml-input" else skeleton.write_json_skeleton
    return str(write(call.operation.input_shape))


def _make_sample(call: _Call) -> Json:
    return importlib.import_module("chatcheck.aws_cli.skeleton").make_sample_output(
        call.operation.output_shape
    )


def read_access(options: argparse.Namespace) -> Access:
    """Return how the options ask to reach the service. Pure. Raises UsageError for a bad endpoint."""
    given = vars(options)
    endpoint_url = given.get("endpoint_url")
    if endpoint_url is not None and not _is_address(endpoint_url):
        what = f"--endpoint-url `{endpoint_url}` is no address"
        raise UsageError(Diagnostic(codes.ENDPOINT, what, fix="write https://HOST or http://HOST:PORT"))
    return Access(
        region=given.get("region"),
        endpoint_url=endpoint_url,
        profile=given.get("profile"),
        sign=given.get("sign_request", True),
        verify_ssl=given.get("verify_ssl", True),
        ca_bundle=given.get("ca_bundle"),
        connect_timeout_s=given.get("cli_connect_timeout"),
        read_timeout_s=given.get("cli_read_timeout"),
    )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
