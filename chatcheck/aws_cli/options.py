"""The command line of `start-chat-contact`: the AWS CLI's options, and ours beside them. Pure.

argparse reads it, as in the AWS CLI, so that abbreviations, ``--option=value`` and a leading dash are
taken or refused alike. Its errors become diagnostics.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn

from chatcheck.aws_cli import codes
from chatcheck.aws_cli.answer_forms import FORMS
from chatcheck.aws_cli.dialogue_help import CONNECT_HELP, DIALOGUE_HELP, RECORD_HELP
from chatcheck.aws_cli.document import JSON_OPTION, YAML_OPTION, Words
from chatcheck.aws_cli.parameters import Parameter
from chatcheck.errors import Diagnostic, UsageError, suggest

COMMAND: Final = "chatcheck start-chat-contact"
SKELETONS: Final = ("input", "yaml-input", "output")
DESCRIPTION: Final = (
    "Start a chat as `aws connect start-chat-contact` does: the same options, the same answer. What the "
    "service would refuse is refused here first, before anything is sent."
)
USAGE: Final = (
    "%(prog)s --instance-id ID --contact-flow-id ID --participant-details DisplayName=NAME [options]"
)
OUTPUTS_HELP: Final = (
    "with --record: the outputs that name the flow and its queues (default: build/outputs.json)"
)
_NOT_CHECKED: Final = (
    "unknown members, missing members and types are checked as the AWS CLI checks them, no more"
)


class OptionParser(argparse.ArgumentParser):
    """An argument parser that raises UsageError in place of printing and leaving."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found, in our words."""
        raise UsageError(_describe(message))


def build_parser(parameters: Iterable[Parameter]) -> OptionParser:
    """Return the parser of the command."""
    parser = OptionParser(
        prog=COMMAND,
        usage=USAGE,
        description=DESCRIPTION,
        epilog=DIALOGUE_HELP,
        argument_default=argparse.SUPPRESS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser, parameters)
    return parser


def add_options(parser: argparse.ArgumentParser, parameters: Iterable[Parameter]) -> None:
    """Add the options of the command to a parser."""
    _add_members(parser.add_argument_group("the chat, as the API has it"), parameters)
    _add_inputs(parser.add_argument_group("the chat, in another form"))
    _add_globals(parser.add_argument_group("how to call and to answer"))
    _add_ours(parser.add_argument_group("beyond the AWS CLI"))


def read_options(parser: OptionParser, arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; ``help`` alone asks for help. Raises UsageError with all unknown ones."""
    words = ["--help"] if list(arguments) == ["help"] else list(arguments)
    options, unknown = parser.parse_known_args(words)
    if unknown:
        kept = _leave_values(unknown)
        raise UsageError([_describe_unknown(each, parser._option_string_actions) for each in kept])
    return options


def collect_words(options: argparse.Namespace, parameters: Iterable[Parameter]) -> Words:
    """Sort what was given by what it is about."""
    given: dict[str, Any] = vars(options)
    members: dict[str, Sequence[str]] = {}
    flags: dict[str, bool] = {}
    for each in parameters:
        value = given.get(each.member)
        if isinstance(value, bool):
            flags[each.member] = value
        elif value is not None:
            members[each.member] = value if isinstance(value, list) else [value]
    inputs = {
        option: given[_to_name(option)] for option in (JSON_OPTION, YAML_OPTION) if _to_name(option) in given
    }
    return Words(members, inputs, flags)


def _to_name(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def _add_members(group: Any, parameters: Iterable[Parameter]) -> None:
    for each in parameters:
        described = " ".join(filter(None, ("required:" if each.required else "", each.prose))).replace(
            "%", "%%"
        )
        if each.kind == "boolean":
            group.add_argument(each.option, dest=each.member, action="store_true", help=described)
            group.add_argument("--no-" + each.option[2:], dest=each.member, action="store_false")
        else:
            count = {"nargs": "*"} if each.takes_many else {}
            metavar = each.placeholder.replace("%", "%%")
            group.add_argument(each.option, dest=each.member, metavar=metavar, help=described, **count)


def _add_inputs(group: Any) -> None:
    group.add_argument(
        JSON_OPTION, metavar="JSON", help="the whole input, or file://PATH; options go before it"
    )
    group.add_argument(YAML_OPTION, metavar="YAML", help="the same in YAML")
    group.add_argument(
        "--generate-cli-skeleton",
        nargs="?",
        const="input",
        choices=SKELETONS,
        help="send nothing: print an input to fill in, or (output) check the input and print a sample answer",
    )
    group.add_argument(
        "--cli-auto-prompt", action="store_true", help="ask for the parameters at the terminal"
    )
    group.add_argument("--no-cli-auto-prompt", action="store_true", help="do not, whatever the profile says")


def _add_globals(group: Any) -> None:
    group.add_argument("--region", help="where to call")
    group.add_argument("--profile", metavar="NAME", help="a profile of the AWS configuration")
    group.add_argument("--endpoint-url", metavar="URL", help="call this address")
    group.add_argument(
        "--output", choices=FORMS, help="the form of the answer (default: the profile's, or json)"
    )
    group.add_argument("--query", metavar="JMESPATH", help="what to print of the answer")
    group.add_argument(
        "--no-sign-request", dest="sign_request", action="store_false", help="call without credentials"
    )
    group.add_argument(
        "--no-verify-ssl", dest="verify_ssl", action="store_false", help="trust any certificate"
    )
    group.add_argument("--ca-bundle", metavar="FILE", help="authorities to trust")
    group.add_argument("--cli-connect-timeout", type=int, metavar="S", help="seconds; 0 waits for ever")
    group.add_argument("--cli-read-timeout", type=int, metavar="S", help="seconds; 0 waits for ever")
    group.add_argument("--debug", action="store_true", help="say on stderr what is done, without secrets")
    group.add_argument(
        "--no-cli-pager", action="store_true", help="taken for the AWS CLI's sake: there is no pager"
    )
    group.add_argument("--color", choices=("on", "off", "auto"), help=argparse.SUPPRESS)
    group.add_argument("--no-paginate", action="store_true", help=argparse.SUPPRESS)
    group.add_argument("--cli-binary-format", choices=("base64", "raw-in-base64-out"), help=argparse.SUPPRESS)


def _add_ours(group: Any) -> None:
    group.add_argument("--connect", action="store_true", help=CONNECT_HELP)
    group.add_argument("--record", metavar="FILE", help=RECORD_HELP)
    group.add_argument("--outputs", metavar="FILE", help=OUTPUTS_HELP)
    group.add_argument("--no-strict", dest="strict", action="store_false", help=_NOT_CHECKED)


_ARGUMENT = re.compile(r"argument (?P<option>\S+): (?P<what>.*)", re.DOTALL)


def _describe(message: str) -> Diagnostic:
    found = _ARGUMENT.fullmatch(message)
    if found is None:
        return Diagnostic(codes.OPTIONS, message)
    option, what = found["option"].split("/")[0], found["what"]
    if what == "expected one argument":
        fix = f"a value that begins with a dash is written {option}=VALUE"
        return Diagnostic(codes.OPTIONS, f"{option} needs a value", fix=fix)
    return Diagnostic(codes.OPTIONS, f"{option}: {what}")


def _leave_values(unknown: Sequence[str]) -> list[str]:
    """Leave out the words behind an unknown option: most likely they are its values."""
    behind_option = False
    kept: list[str] = []
    for word in unknown:
        is_option = word.startswith("-")
        if is_option or not behind_option:
            kept.append(word)
        behind_option = behind_option or is_option
    return kept


def _describe_unknown(word: str, known: Iterable[str]) -> Diagnostic:
    if not word.startswith("-"):
        fix = "quote a value that has spaces"
        return Diagnostic(codes.OPTIONS, f"`{word}` belongs to no option", fix=fix)
    name = word.partition("=")[0]
    close = suggest(name, known)
    return Diagnostic(
        codes.OPTIONS, f"there is no option {name}", fix="" if close.startswith("one of") else close
    )
