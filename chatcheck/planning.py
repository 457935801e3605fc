"""Specs and a deployment made into chats that are ready to be held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chatcheck.errors import ChatcheckError, Diagnostic, RenderError
from chatcheck.render.deployment import Deployment
from chatcheck.render.invocation import Invocation, render
from chatcheck.sources import Sources, resolve_values
from chatcheck.spec.model import Chat, Spec


@dataclass(frozen=True, slots=True)
class Planned:
    """One chat, ready to be held: rendered before anything is started.

    Attributes:
        invocation: None for a chat that is not for this environment, or is skipped and cannot be rendered
            yet; its `skip` says why it is not held.
    """

    spec: Spec
    chat: Chat
    invocation: Invocation | None
    values: Mapping[str, str]

    @property
    def held(self) -> Invocation | None:
        """What the chat is started with; None for one that is skipped."""
        return self.invocation if self.chat.skip is None else None


def plan(specs: Iterable[Spec], deployment: Deployment, sources: Sources) -> list[Planned]:
    """Render every chat, so that nothing is started when one of them is wrong.

    A chat for other environments is skipped unrendered: its flow need not be here. Nor need that of a
    chat with a reason to skip it, which may be just that. Reads SSM where a spec asks for it. Raises one
    RenderError with the findings of all other chats.
    """
    planned: list[Planned] = []
    findings: list[Diagnostic] = []
    for spec in specs:
        for chat in spec.chats:
            if reason := _find_reason(chat, deployment):
                planned.append(Planned(spec, replace(chat, skip=chat.skip or reason), None, {}))
                continue
            try:
                values = resolve_values(chat, sources)
                planned.append(Planned(spec, chat, render(chat, deployment, values), values))
            except ChatcheckError as error:
                if chat.skip is None:
                    findings.extend(error.diagnostics)
                else:
                    planned.append(Planned(spec, chat, None, {}))
    if findings:
        raise RenderError(tuple(dict.fromkeys(findings)))
    return planned


def _find_reason(chat: Chat, deployment: Deployment) -> str:
    """Return why the chat is not held on this deployment, or nothing."""
    if not chat.only_on or deployment.environment in chat.only_on:
        return ""
    return f"only on {', '.join(chat.only_on)}"
