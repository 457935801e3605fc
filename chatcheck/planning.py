"""Specs and a deployment made into chats that are ready to be held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chatcheck.errors import ChatcheckError, Diagnostic, RenderError
from chatcheck.render.deployment import Deployment
from chatcheck.render.invocation import Invocation, render
from chatcheck.sources import Sources, resolve_values
from chatcheck.spec.model import Chat, Spec


@dataclass(frozen=True, slots=True)
class Planned:
    """One chat, ready to be held: rendered before anything is started."""

    spec: Spec
    chat: Chat
    invocation: Invocation
    values: Mapping[str, str]


def plan(specs: Iterable[Spec], deployment: Deployment, sources: Sources) -> list[Planned]:
    """Render every chat, so that nothing is started when one of them is wrong.

    Reads SSM where a spec asks for it. Raises one RenderError with the findings of all chats.
    """
    planned: list[Planned] = []
    findings: list[Diagnostic] = []
    for spec in specs:
        for chat in spec.chats:
            try:
                values = resolve_values(chat, sources)
                planned.append(Planned(spec, chat, render(chat, deployment, values), values))
            except ChatcheckError as error:
                findings.extend(error.diagnostics)
    if findings:
        raise RenderError(tuple(dict.fromkeys(findings)))
    return planned
