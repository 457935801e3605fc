"""Where placeholders get their values from: everything a spec takes from outside itself.

Resolved once for each chat before it starts, so that rendering and judging stay pure.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chatcheck.converse.access import Access
from chatcheck.converse.aws_client import AwsClient
from chatcheck.errors import Diagnostic, Refused, RenderError, TransportError
from chatcheck.judge.texts import list_after_texts, list_texts
from chatcheck.spec.model import Chat
from chatcheck.spec.placeholder import find_names


@dataclass(slots=True)
class Parameters:
    """SSM's parameters, each read once in a run, by one client.

    Attributes:
        region: where they are read; None takes the settings'.
    """

    region: str | None = None
    _known: dict[str, str] = field(default_factory=dict, repr=False)
    _client: AwsClient | None = field(default=None, repr=False)

    def read(self, path: str) -> str:
        """Return a parameter's value, decrypted. Calls GetParameter; raises TransportError."""
        if path not in self._known:
            self._client = self._client or AwsClient("ssm", Access(self.region))
            answer = self._client.call("GetParameter", Name=path, WithDecryption=True)
            self._known[path] = str(answer["Parameter"]["Value"])
        return self._known[path]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where placeholders get their values from.

    Attributes:
        variables: ``--var`` of the command line.
        environment: the process's variables, for ``env:NAME``.
        outputs: ``{stack: {key: value}}``, for ``output:Stack.Key``.
        region: where ``ssm:/path`` is read.
        parameters: reads it there: once in a run, not once for each chat.
        is_offline: whether the network is left alone: a parameter keeps its placeholder.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    region: str | None = None
    is_offline: bool = False
    parameters: Parameters = field(init=False)

    def __post_init__(self) -> None:
        """Nothing was read yet."""
        object.__setattr__(self, "parameters", Parameters(self.region))


def resolve_values(chat: Chat, sources: Sources) -> dict[str, str]:
    """Return what each placeholder from outside stands for in this chat; captures come later.

    A column of the chat's own table counts more than a variable of that name. Raises RenderError for a
    variable, output or parameter that is not there.
    """
    return {**sources.variables, **chat.values, **dict(_resolve_each(_find_names(chat), chat, sources))}


def _find_names(chat: Chat) -> set[str]:
    texts: list[Any] = [dict(chat.start)]
    for step in chat.steps:
        texts += list_texts(step)
    if chat.after is not None:
        texts += list_after_texts(chat.after)
    return {name for text in texts for name in find_names(text)}


def _resolve_each(names: Iterable[str], chat: Chat, sources: Sources) -> Iterable[tuple[str, str]]:
    for name in sorted(names):
        kind, colon, rest = name.partition(":")
        if name == "uuid":
            yield name, str(uuid.uuid4())
        elif name == "now":
            yield name, datetime.now(UTC).isoformat(timespec="seconds")
        elif colon and kind in _RESOLVERS:
            yield name, _RESOLVERS[kind](rest, chat, sources)


def _read_environment(name: str, chat: Chat, sources: Sources) -> str:
    if name not in sources.environment:
        raise _missing(chat, f"the variable {name} is not set", f"export {name}=...")
    return sources.environment[name]


def _read_output(name: str, chat: Chat, sources: Sources) -> str:
    stack, _, key = name.partition(".")
    if key not in sources.outputs.get(stack, {}):
        known = ", ".join(f"{each}.{one}" for each in sources.outputs for one in sources.outputs[each])
        raise _missing(chat, f"there is no output {name}", f"one of: {known}" if known else "give --outputs")
    return sources.outputs[stack][key]


def _read_parameter(path: str, chat: Chat, sources: Sources) -> str:
    if sources.is_offline:
        return "${ssm:" + path + "}"
    try:
        return sources.parameters.read(path)
    except TransportError as failure:
        cause = failure.diagnostics[0]
        is_refused = isinstance(failure, Refused)
    fix = "is it there, and may these credentials read it?" if is_refused else cause.fix
    what = f"SSM parameter {path} cannot be read in {sources.region or 'the Region'}"
    raise _missing(chat, what, fix, ": ".join(filter(None, (cause.what, cause.why))))


_RESOLVERS: dict[str, Callable[[str, Chat, Sources], str]] = {
    "env": _read_environment,
    "output": _read_output,
    "ssm": _read_parameter,
}


def _missing(chat: Chat, what: str, fix: str, why: str = "") -> RenderError:
    return RenderError(
        Diagnostic("R240", f"chat {chat.name!r}: {what}", chat.position, chat.snippet, why, fix)
    )
