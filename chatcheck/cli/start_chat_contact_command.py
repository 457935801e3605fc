"""`chatcheck start-chat-contact`: the AWS CLI's command of that name, and the chat that follows."""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from chatcheck.aws_cli import codes
from chatcheck.aws_cli.document import Input, check_input, read_input
from chatcheck.aws_cli.options import FORMS, add_options, build_parser, collect_words, read_options
from chatcheck.aws_cli.parameters import Parameter, list_parameters
from chatcheck.cli.parameter_file import read_parameter_file
from chatcheck.converse.access import Access
from chatcheck.converse.sdk import Sdk
from chatcheck.errors import Diagnostic, UsageError, suggest

Json = Any


def execute(args: argparse.Namespace) -> int:
    """Start a chat as the words say, and print the answer; return 0, or 130 when a prompt was left.

    Raises UsageError, with all findings at once, before anything is sent; TransportError after.
    """
    call = _Call.read(args.words)
    if call.given("debug"):
        importlib.import_module("chatcheck.cli.debug_log").start_debug_log()
    skeleton = call.given("generate_cli_skeleton")
    if skeleton in ("input", "yaml-input"):
        print(_write_skeleton(call, skeleton), end="")  # noqa: T201
        return 0
    written = call.read_input()
    output = _Output.choose(call)
    access = read_access(call.options)
    check_input(written, call.sdk.operation.input_shape, strict=call.given("strict", True))
    if skeleton == "output":
        answer = importlib.import_module("chatcheck.aws_cli.skeleton").make_sample_output(
            call.sdk.operation.output_shape
        )
    else:
        answer = call.sdk.start_chat_contact(written.document, access)
    output.show(answer)
    return 0


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Let a parser know the options, for the shell's completion."""
    add_options(parser, list_parameters(Sdk().operation.input_shape))


@dataclass(frozen=True, slots=True)
class _Call:
    """One command line, read, with the model it was read by."""

    options: argparse.Namespace
    parameters: Sequence[Parameter]
    sdk: Sdk

    @staticmethod
    def read(words: Sequence[str]) -> _Call:
        sdk = Sdk()
        parameters = list_parameters(sdk.operation.input_shape)
        options = read_options(build_parser(parameters), words)
        sdk.use_profile(getattr(options, "profile", None))
        return _Call(options, parameters, sdk)

    def given(self, name: str, default: Json = None) -> Json:
        return getattr(self.options, name, default)

    def read_input(self) -> Input:
        return read_input(collect_words(self.options, self.parameters), self.parameters, read_parameter_file)


@dataclass(frozen=True, slots=True)
class _Output:
    """How an answer is shown; a wrong choice is found before anything is sent."""

    form: str
    query: str | None

    @staticmethod
    def choose(call: _Call) -> _Output:
        query = call.given("query")
        if query is not None:
            importlib.import_module("chatcheck.aws_cli.output.query").check_query(query)
        setting = os.environ.get("AWS_DEFAULT_OUTPUT") or call.sdk.find_setting("output")
        form = call.given("output") or setting or "json"
        if form not in FORMS:
            what = f"the output `{form}` of AWS_DEFAULT_OUTPUT or the profile is not known"
            raise UsageError(Diagnostic(codes.OPTIONS, what, fix=suggest(form, FORMS)))
        return _Output(form, query)

    def show(self, answer: Mapping[str, Json]) -> None:
        output = importlib.import_module("chatcheck.aws_cli.output")
        shown: Json = answer
        if self.query is not None:
            shown = importlib.import_module("chatcheck.aws_cli.output.query").select(answer, self.query)
        print(output.format_answer(shown, self.form), end="")  # noqa: T201


def _write_skeleton(call: _Call, form: str) -> str:
    skeleton = importlib.import_module("chatcheck.aws_cli.skeleton")
    write = skeleton.write_yaml_skeleton if form == "yaml-input" else skeleton.write_json_skeleton
    return str(write(call.sdk.operation.input_shape))


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
