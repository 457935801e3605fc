"""All that a command line says of the input, made into one document. Pure but for `read_file`.

Options go before what ``--cli-input-json`` or ``--cli-input-yaml`` says, member by member; a member is
replaced, never merged. Source: the AWS CLI's reference, "Options" of start-chat-contact.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatcheck.aws_cli import codes
from chatcheck.aws_cli.origins import DocumentOrigin, Origin
from chatcheck.aws_cli.parameters import Parameter, Shape, to_option
from chatcheck.aws_cli.values import ReadFile, Value, load_text, parse_json, read_value
from chatcheck.errors import Diagnostic, SpecError, UsageError
from chatcheck.render.document_rules import find_problems
from chatcheck.render.model_rules import find_refusals
from chatcheck.render.problem import Problem

Json = Any
JSON_OPTION, YAML_OPTION = "--cli-input-json", "--cli-input-yaml"


@dataclass(frozen=True, slots=True)
class Words:
    """What the command line gives: each parameter's words by member, and the whole inputs by option."""

    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """A document, and where each of its members was written."""

    document: dict[str, Json]
    origins: Mapping[str, Origin]

    def describe(self, problem: Problem) -> Diagnostic:
        """Return the diagnostic of a problem, at its place where there is one."""
        member = str(problem.path[0]) if problem.path else ""
        origin = self.origins.get(member)
        if origin is None:
            fix = problem.fix or (f"give {to_option(member)}" if len(problem.path) == 1 else "")
            return Diagnostic(problem.code, problem.what, why=problem.why, fix=fix)
        position, snippet = origin.place(problem.path[1:], of_key=problem.at_key)
        return Diagnostic(problem.code, problem.what, position, snippet, problem.why, problem.fix)


def read_input(words: Words, parameters: Iterable[Parameter], read_file: ReadFile) -> Input:
    """Return the document that the words mean, unchecked. Raises one UsageError with all findings."""
    findings: list[Diagnostic] = []
    values: dict[str, Value] = {}
    if len(words.inputs) > 1:
        what = f"{JSON_OPTION} and {YAML_OPTION} exclude each other"
        findings.append(Diagnostic(codes.BOTH_INPUTS, what, fix="give one of them"))
    for option, text in words.inputs.items():
        try:
            values |= _read_whole(option, text, read_file)
        except UsageError as error:
            findings.extend(error.diagnostics)
    for parameter in parameters:
        if parameter.member in words.members:
            try:
                values[parameter.member] = read_value(parameter, words.members[parameter.member], read_file)
            except UsageError as error:
                findings.extend(error.diagnostics)
    if findings:
        raise UsageError(findings)
    document = {**{name: each.json for name, each in values.items()}, **words.flags}
    return Input(document, {name: each.origin for name, each in values.items()})


def _read_whole(option: str, text: str, read_file: ReadFile) -> dict[str, Value]:
    name, text = load_text(text, option, read_file, bytes_are_text=True)
    value = parse_json(text, name) if option == JSON_OPTION else _parse_yaml(text, name)
    if not isinstance(value, dict):
        position, snippet = DocumentOrigin(name, text).place(())
        what = f"{option} takes a map of members"
        raise UsageError(Diagnostic(codes.NOT_AN_OBJECT, what, position, snippet))
    return {str(key): Value(each, DocumentOrigin(name, text, (str(key),))) for key, each in value.items()}


def _parse_yaml(text: str, name: str) -> Json:
    """Read YAML 1.2, as the AWS CLI version 2 does. Raises UsageError with line and column."""
    reader = importlib.import_module("chatcheck.spec.yaml_source")
    try:
        document = reader.parse(text, name)
    except SpecError as error:
        raise UsageError(error.diagnostics) from None
    if document.findings:
        raise UsageError(document.findings)
    return document.value


def check_input(given: Input, shape: Shape, *, strict: bool) -> None:
    """Raise one UsageError with all that botocore would refuse, or, when `strict`, the service."""
    problems = find_problems(shape, given.document) if strict else list(find_refusals(shape, given.document))
    if problems:
        raise UsageError([given.describe(each) for each in problems])
