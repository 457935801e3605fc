"""`--cli-auto-prompt` over the model: what is asked of a person, and the words that come of it."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator, Sequence

from chatcheck.aws_cli.document import Words, read_input
from chatcheck.aws_cli.parameters import Parameter
from chatcheck.cli.auto_prompt import ask_for_parameters, split_words
from chatcheck.cli.auto_prompt_question import Question
from chatcheck.cli.parameter_file import read_parameter_file
from chatcheck.errors import UsageError
from chatcheck.render.model_rules import find_over_model, find_refusals
from chatcheck.render.service_rules import find_rule_problems
from chatcheck.render.text_rules import find_untexts

_LEFT_OUT = {"cli_auto_prompt", "no_cli_auto_prompt"}


def ask_for_words(
    parser: argparse.ArgumentParser,
    options: argparse.Namespace,
    parameters: Sequence[Parameter],
    words: Words,
    *,
    strict: bool,
) -> Words:
    """Ask at the terminal for the parameters that `words` lack; return all words.

    Raises UsageError without a terminal, KeyboardInterrupt when the person leaves.
    """
    questions = [
        Question(
            each.option,
            each.kind,
            each.required and not words.inputs,
            " ".join(filter(None, (each.prose, f"({each.placeholder})"))),
            tuple(_list_completions(each)),
            lambda text, each=each: _find_problem(each, text, strict=strict),  # type: ignore[misc]
        )
        for each in parameters
        if each.kind != "boolean"
    ]
    kinds = {each.option: each for each in parameters}
    given = {
        each.option: _join(each, words.members[each.member])
        for each in parameters
        if each.member in words.members
    }
    texts = ask_for_parameters(questions, given, tuple(_list_others(parser, options, parameters)))
    members = {kinds[option].member: split_words(kinds[option].kind, text) for option, text in texts.items()}
    return Words(members, words.inputs, words.flags)


def _join(parameter: Parameter, words: Sequence[str]) -> str:
    return shlex.join(words) if parameter.takes_many and len(words) != 1 else words[0]


def _list_completions(parameter: Parameter) -> Iterator[str]:
    shape = parameter.shape.member if parameter.kind == "list" else parameter.shape
    if shape.type_name == "structure":
        yield from (f"{name}=" for name in shape.members)
    yield from getattr(shape, "enum", None) or ()


def _find_problem(parameter: Parameter, text: str, *, strict: bool) -> str:
    """Say in one line what is wrong with the value so far; empty when nothing is."""
    words = Words({parameter.member: split_words(parameter.kind, text)})
    try:
        value = read_input(words, (parameter,), read_parameter_file).document[parameter.member]
    except UsageError as error:
        return error.diagnostics[0].what
    path = (parameter.member,)
    problems = list(find_refusals(parameter.shape, value, path))
    if strict and not problems:
        document = {parameter.member: value}
        over = find_over_model(parameter.shape, value, path)
        problems = list(find_untexts(document)) or [*over, *find_rule_problems(document)]
    return problems[0].what if problems else ""


def _list_others(
    parser: argparse.ArgumentParser, options: argparse.Namespace, parameters: Sequence[Parameter]
) -> Iterator[str]:
    """Yield the words that gave everything else, for the command line that is shown."""
    members = {each.member for each in parameters}
    for action in parser._actions:
        value = getattr(options, action.dest, None)
        if action.dest in members | _LEFT_OUT or value is None:
            continue
        yield action.option_strings[0]
        if action.nargs != 0:
            yield str(value)
