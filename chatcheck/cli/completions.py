"""What the shell offers for a value on the command line; loaded only where it asks.

Somebody waits at each press of the key: what a single completer needs is imported there.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from argcomplete.completers import FilesCompleter

from chatcheck.cli.arguments import REPORT_KINDS, list_parsers
from chatcheck.cli.coverage_options import KINDS as COVERAGE_KINDS
from chatcheck.errors import ChatcheckError

if TYPE_CHECKING:
    from chatcheck.spec.model import Chat

Complete = Callable[..., Iterable[str]]


def add_completers(parser: argparse.ArgumentParser) -> None:
    """Tell argcomplete what to offer, for the parser and all below it."""
    for each in list_parsers(parser):
        for action in each._actions:
            if complete := _COMPLETERS.get(action.dest):
                action.completer = complete  # type: ignore[attr-defined]  # where argcomplete looks


def _complete_chats(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    return sorted({name for each in _read_chats(parsed_args) for name in (each.name, each.outline) if name})


def _complete_tags(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    return sorted({tag for each in _read_chats(parsed_args) for tag in each.tags})


def _read_chats(args: argparse.Namespace) -> Iterator[Chat]:
    """Yield the chats of the files named so far; none when they cannot be read."""
    named = getattr(args, "paths", None) or [getattr(args, "spec", None)]
    try:
        specs = importlib.import_module("chatcheck.spec.load").load_specs(
            [each for each in named if each], {}
        )
    except ChatcheckError:
        return
    for spec in specs:
        yield from spec.chats


def _complete_report(prefix: str, **_: Any) -> list[str]:
    kind, equals, path = prefix.partition("=")
    if not equals:
        return [f"{each}=" for each in (*REPORT_KINDS, *COVERAGE_KINDS)]
    return [f"{kind}={each}" for each in FilesCompleter()(path)]


def _complete_run(**_: Any) -> list[str]:
    runs = importlib.import_module("chatcheck.cli.run_record").RUNS
    suffix = importlib.import_module("chatcheck.converse.run_journal").SUFFIX
    return sorted(path.stem for path in runs.glob(f"*{suffix}"))


_COMPLETERS: Mapping[str, Complete] = {
    "chat": _complete_chats,
    "tag": _complete_tags,
    "report": _complete_report,
    "run": _complete_run,
}
"""By the destination of an option."""
