"""`chatcheck validate`: every finding of every file, without AWS or network."""

from __future__ import annotations

import argparse
import contextlib
import importlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from chatcheck.cli.output import complain, say
from chatcheck.cli.variables import read_variables
from chatcheck.errors import Diagnostic, SpecError
from chatcheck.spec.load import check_spec, list_named
from chatcheck.spec.source_file import is_folder

CHAT_SUFFIX = ".chat.yaml"


def execute(args: argparse.Namespace) -> int:
    """Check all files and return 0; raises SpecError with every finding.

    With ``--watch`` again after each change, until it is interrupted: 130.
    """
    if args.watch:
        importlib.import_module("chatcheck.cli.watching").watch(args.paths, lambda: _check_again(args))
    return _check(args)


def _check_again(args: argparse.Namespace) -> Iterable[str]:
    """Check all files and say what is found; return the files that they name."""
    try:
        _check(args)
    except SpecError as error:
        complain(str(error))
    files: list[Path] = []
    with contextlib.suppress(SpecError):
        files += _find_files(args.paths)
    return [name for file in files if file.name.endswith(CHAT_SUFFIX) for name in list_named(file)]


def _check(args: argparse.Namespace) -> int:
    variables = read_variables(args.var)
    found: list[Diagnostic] = []
    counts = {"chat spec": 0, "environment file": 0, "bot": 0}
    for path in _find_files(args.paths):
        kind, check = _choose_check(path, variables)
        counts[kind] += 1
        found += _collect(check)
    if found:
        # What several specs include is wrong once.
        raise SpecError(list(dict.fromkeys(found)))
    say(", ".join(_count(number, kind) for kind, number in counts.items() if number) + ": no findings")
    return 0


def _collect(check: Callable[[], object]) -> Iterable[Diagnostic]:
    try:
        check()
    except SpecError as error:
        return error.diagnostics
    return ()


def _choose_check(path: Path, variables: Iterable[str]) -> tuple[str, Callable[[], object]]:
    if path.name == "environments.yaml":
        reader = importlib.import_module("chatcheck.spec.environment")
        return "environment file", lambda: reader.load_environments(str(path))
    if path.parent.name == "bots":
        bots = importlib.import_module("chatcheck.spec.bot")
        return "bot", lambda: bots.load_bot(str(path))
    return "chat spec", lambda: check_spec(path, variables)


def _find_files(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        if not is_folder(path):
            yield path
            continue
        files = sorted(each for each in path.rglob("*.yaml") if _is_ours(each))
        if not files:
            raise SpecError(
                Diagnostic(
                    "S190",
                    f"nothing to check in {path}",
                    fix=f"give files, or a folder with *{CHAT_SUFFIX}, environments.yaml or bots/*.yaml",
                )
            )
        yield from files


def _is_ours(path: Path) -> bool:
    return path.name.endswith(CHAT_SUFFIX) or path.name == "environments.yaml" or path.parent.name == "bots"


def _count(number: int, kind: str) -> str:
    return f"{number} {kind}{'' if number == 1 else 's'}"
