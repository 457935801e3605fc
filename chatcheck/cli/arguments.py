"""What each command takes. Imports argparse alone: `--help` and completion stay quick."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence

from chatcheck import __version__
from chatcheck.cli.examples import ParagraphFormatter, write_epilog
from chatcheck.cli.flow_arguments import add_flow
from chatcheck.cli.load_arguments import add_load
from chatcheck.cli.local_arguments import add_local
from chatcheck.cli.run_arguments import add_cleanup, add_doctor, add_manner

SPECS = "specs/chats"
OUTPUTS = "build/outputs.json"

FORMS = ("aws-cli", "json", "yaml", "boto3")
FORMS_HELP = (
    "aws-cli: a command (default); json: a document for --cli-input-json, one chat a line; "
    "yaml: a document for --cli-input-yaml of the AWS CLI version 2, `---` between chats (the CLI takes one: "
    "choose it with --chat); boto3: a Python script"
)

START = "start-chat-contact"
FLOW = "flow"
LOCAL = "local"

EXIT_CODES = "exit codes: 0 passed, 1 a check failed, 2 spec or usage wrong, 3 broken, 130 interrupted"


def build_parser(command: str = "") -> argparse.ArgumentParser:
    """Build the parser of the whole command, or of one of its commands alone where the line names it. Pure.

    Each command costs as much as all of `validate` needs to read a spec.
    """
    parser = argparse.ArgumentParser(
        prog="chatcheck",
        description="Amazon Connect chat as code: deploy it, hold real conversations with it, judge them.",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"chatcheck {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    for name, (summary, add) in _COMMANDS.items():
        if command == name or command not in _COMMANDS:
            _add(commands, name, summary, add)
    return parser


def read_arguments(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """Read a command line; the options of `start-chat-contact` are the installed AWS model's.

    That command gets its words as they are: to know its options is to load the model.
    """
    if argv[:1] == [START]:
        return argparse.Namespace(module="start_chat_contact_command", words=list(argv[1:]))
    return parser.parse_args(argv)


def find_command(parser: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    """Return the parser of one command. Raises KeyError where there is none."""
    return _read_commands(parser)[name]


def list_parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parser, and those of its commands and of theirs."""
    yield parser
    for each in _read_commands(parser).values():
        yield from list_parsers(each)


def _read_commands(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    found = [each.choices for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return found[0] if found else {}


Adder = Callable[[argparse.ArgumentParser], None]


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, add: Adder
) -> None:
    description = summary[0].upper() + summary[1:] + "."
    epilog = None if name in (FLOW, LOCAL) else write_epilog(name, EXIT_CODES)
    parser = commands.add_parser(
        name, help=summary, description=description, epilog=epilog, formatter_class=ParagraphFormatter
    )
    parser.set_defaults(module=f"{name.replace('-', '_')}_command")
    add(parser)


def _add_nothing(_: argparse.ArgumentParser) -> None:
    """The command adds its options itself."""


def _add_paths(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", default=[SPECS], help=what)


def _add_validate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        default=["specs"],
        help="files or folders: *.chat.yaml, environments.yaml, bots/*.yaml (default: specs)",
    )
    parser.add_argument(
        "--watch", action="store_true", help="check again whenever a file below the paths changes"
    )
    _add_variables(parser)


def _add_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", metavar="FOLDER", default=".", help="where (default: here)")
    _add_ids(parser.add_argument_group("where the flows are, if you know it: written into deployment.json"))


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name",
        nargs="?",
        choices=("chat", "environment", "bot", "steps"),
        default="chat",
        help="a chat spec (default), environments.yaml, a bot, or shared steps",
    )


def _add_variables(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--var",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a value for ${NAME} in the specs; may be repeated",
    )


def _add_deployment(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what the chats talk to")
    group.add_argument(
        "--outputs",
        metavar="FILE",
        help=f"what `cdk deploy --outputs-file` wrote (default: {OUTPUTS})",
    )
    group.add_argument(
        "--stack",
        action="append",
        default=[],
        metavar="NAME",
        help="instead of a file: the outputs of this CloudFormation stack; may be repeated",
    )
    group.add_argument(
        "--env", metavar="NAME", help="instead of a file: what SSM holds under /chatcheck/NAME/"
    )
    _add_ids(group, "instead of outputs: ")


def _add_ids(group: argparse._ArgumentGroup, lead: str = "") -> None:
    group.add_argument("--instance-id", metavar="ID", help=f"{lead}the instance's id or ARN")
    group.add_argument(
        "--flow",
        action="append",
        default=[],
        metavar="NAME=ID",
        help=f"{lead}a flow's id or ARN; may be repeated",
    )
    own = "the deployment's Region" if lead else "what the ARN, AWS_REGION or the profile says"
    group.add_argument("--region", help=f"instead of {own}")


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--chat",
        action="append",
        default=[],
        metavar="NAME",
        help="only the chat of this name; may be repeated",
    )
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="only chats with this tag; may be repeated"
    )


def _add_render(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser, f"spec files or folders (default: {SPECS})")
    parser.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help=FORMS_HELP)
    parser.add_argument(
        "--cli-version",
        metavar="VERSION",
        help="1, 2 or all of it, such as 2.9.19: refuse what that AWS CLI lacks (default: not looked at)",
    )
    parser.add_argument(
        "--endpoint-url", metavar="URL", help="where the commands or scripts call; a document cannot name it"
    )
    parser.add_argument(
        "--redact",
        action="store_true",
        help="for logs: *** for attribute values and the customer's name, first message and id",
    )
    _add_deployment(parser)
    _add_selection(parser)
    _add_variables(parser)


def _add_run(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser, f"spec files or folders (default: {SPECS})")
    _add_deployment(parser)
    _add_selection(parser)
    _add_variables(parser)
    add_manner(parser)
    _add_reports(parser, ", coverage-json, cobertura")
    parser.add_argument(
        "--transcripts", metavar="DIR", help="keep every chat's transcript as a JSON file in this folder"
    )


def _add_load(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser, f"spec files or folders (default: {SPECS})")
    _add_deployment(parser)
    _add_selection(parser)
    _add_variables(parser)
    add_load(parser)
    _add_reports(parser)


def _add_reports(parser: argparse.ArgumentParser, more: str = "") -> None:
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="KIND=FILE",
        help="write a report: html, junit, json, jsonl, tap, markdown or github (annotations and the job's "
        f"summary; github=- prints them){more}; may be repeated",
    )


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    _add_deployment(parser)
    add_doctor(parser)


def _add_judge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("spec", metavar="SPEC", help="the chat spec file")
    parser.add_argument("transcript", metavar="TRANSCRIPT", help="a file that `run --transcripts` wrote")
    parser.add_argument(
        "--chat", metavar="NAME", help="judge it as this chat (default: the one that the transcript names)"
    )
    _add_variables(parser)


REPORT_KINDS = {
    "html": "one offline page with every chat",
    "junit": "JUnit XML",
    "json": "all of it, for programs (report.schema.json)",
    "jsonl": "a line of JSON for each chat",
    "tap": "TAP version 14",
    "markdown": "a summary for a job's page",
    "github": "annotations for GitHub Actions, and the job's summary",
}


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.usage = (
        "chatcheck report RUN [--html FILE] [--junit FILE] ...\n"
        "       chatcheck report merge RUN [RUN ...] [-o FILE] [--html FILE] ..."
    )
    help_text = "what `run --report jsonl=FILE` wrote; several after the word `merge`"
    parser.add_argument("paths", nargs="+", metavar="RUN", help=help_text)
    parser.add_argument("-o", "--output", metavar="FILE", help="where the merged run goes, as jsonl")
    for kind, what in REPORT_KINDS.items():
        parser.add_argument(f"--{kind}", metavar="FILE", help=f"{what}; - prints it")


_COMMANDS: Mapping[str, tuple[str, Adder]] = {
    "init": ("begin a folder of chat specs for flows that are deployed already", _add_init),
    "validate": ("check specs, environments and bots: all findings at once", _add_validate),
    "schema": ("print the format of a file as JSON Schema, for editors", _add_schema),
    "render": ("print the start-chat-contact invocation of each chat", _add_render),
    START: ("start one chat: the AWS CLI command of that name, checked more strictly", _add_nothing),
    "run": ("hold the chats against a deployment and judge them", _add_run),
    "load": ("hold the chats many times under Locust, and judge latency and failures", _add_load),
    "doctor": ("check what a run needs: access, instance, flows, quotas, clock", _add_doctor),
    "cleanup": ("end the contacts that killed runs left open", add_cleanup),
    "judge": ("judge a saved transcript again, without a server", _add_judge),
    "report": ("tell a run again, or merge the parts of one, from its jsonl report", _add_report),
    FLOW: ("contact flows: check, draw, play, predict, compare", add_flow),
    LOCAL: ("the embedded local AWS", add_local),
}
"""By name, in the order of `--help`: what the command does, and the function that adds its options."""
