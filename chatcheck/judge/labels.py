"""A step in a few words, as reports show it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chatcheck.judge.matchers import describe
from chatcheck.spec.acts import Attach, Choose, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.model import Eventually, Expect, Never, Send, Step, Unordered


def label(step: Step) -> str:
    """Return the step in a few words, such as ``expect equals "Hello"``."""
    return _LABELS[type(step)](step)


def name_choice(step: Choose) -> str:
    """Return what is chosen, as the spec says it."""
    return f"number {step.number}" if step.title is None else f'"{step.title}"'


def _label_never(step: Never) -> str:
    until = " until the next step is over" if step.until_next else ""
    return f"never {describe(step.matcher)}{until}"


def _label_reason(word: str, because: str) -> str:
    return f"{word} ({because})" if because else word


_LABELS: Mapping[type, Callable[[Any], str]] = {
    Expect: lambda step: f"expect {describe(step.matcher)}",
    Eventually: lambda step: f"eventually {describe(step.matcher)}",
    Unordered: lambda step: f"unordered {len(step.expectations)} messages",
    Never: _label_never,
    Send: lambda step: f'send "{step.text}"',
    Choose: lambda step: f"choose {name_choice(step)}",
    Notify: lambda step: f"event {step.signal}",
    Attach: lambda step: f"attach {step.name}",
    Wait: lambda step: _label_reason(f"wait {step.for_s:g} s", step.because),
    Disconnect: lambda step: _label_reason("disconnect", step.because),
    Reconnect: lambda step: _label_reason("reconnect", step.because),
}
