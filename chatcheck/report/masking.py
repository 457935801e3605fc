"""Secrets, taken out of all that a run shows and writes. Pure.

What `env:NAME` and `ssm:/path` stand for may be a password. Where it would appear, its placeholder
stands again: a masked transcript still agrees with its spec, so it can be judged once more. What lets
its holder act for somebody (a signed address, a token) is blotted out wherever it stands: the runner
never puts its own there, but a bot's answer or a foreign error may bring one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from chatcheck.judge.finding import Finding
from chatcheck.judge.verdict import Verdict
from chatcheck.judge.wording import normalize
from chatcheck.report.result import Attempt, ChatResult
from chatcheck.transcript import Event, Transcript

SOURCES = ("env:", "ssm:")
SHORTEST_SECRET_CHARS = 4
"""Shorter ones (`1`, `en`) are no secrets, and would blot out words they happen to be part of."""


_TOKENS = re.compile(
    r"""
      (?<=X-Amz-Signature=)[^&\s"'<>\\]+ | (?<=X-Amz-Security-Token=)[^&\s"'<>\\]+
    | (?<=X-Amz-Credential=)[^&\s"'<>\\]+
    | \bwss?://[^\s"'<>\\]+ | \beyJ[\w-]{8,}\.[\w-]+\.[\w-]*
    | (?<=Token":\ ")[^"\\]+ | (?<=Token":")[^"\\]+ | (?<=Bearer\ )[\w.~+/-]{16,}=*
    """,
    re.VERBOSE,
)
BLOT = "***"


def mask(result: ChatResult, values: Mapping[str, str]) -> ChatResult:
    """Return the result with placeholders in place of the secrets among `values`, and without tokens."""
    secrets = _find_secrets(values)
    forms = {form: _sign(name) for name, secret in secrets.items() for form in _write_forms(secret)}
    change = _hide_tokens if not forms else _chain(_replace_each(forms), _hide_tokens)
    last = _change_attempt(result.attempt, change)
    masked = replace(
        result,
        verdict=last.verdict,
        earlier=tuple(_change_attempt(each, change) for each in result.earlier),
        transcript=last.transcript,
    )
    return result if masked == result else masked


def _hide_tokens(text: str) -> str:
    return _TOKENS.sub(BLOT, text) if text else text


def _chain(first: Callable[[str], str], then: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: then(first(text))


def unmask(transcript: Transcript, surroundings: Mapping[str, str]) -> tuple[Transcript, dict[str, str]]:
    """Put the secrets in again that `surroundings` has (by name such as ``env:PIN``).

    Returns the transcript and the values that were put in, for `mask`. Others stay placeholders.
    """
    given = transcript.values or {}
    known = {
        name: surroundings[name] for name in given if given[name] == _sign(name) and name in surroundings
    }
    if not known:
        return transcript, {}
    plain = {_sign(name): secret for name, secret in known.items()}
    in_json = {sign: json.dumps(secret, ensure_ascii=False)[1:-1] for sign, secret in plain.items()}
    return _change_transcript(transcript, _replace_each(plain), _replace_each(in_json)), known


def _find_secrets(values: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in values.items()
        if name.startswith(SOURCES) and len(value) >= SHORTEST_SECRET_CHARS
    }


def _sign(name: str) -> str:
    return "${" + name + "}"


def _write_forms(secret: str) -> Iterator[str]:
    """As it is and as a finding shows it normalized; each plain, inside JSON, inside a regular expression."""
    for text in dict.fromkeys((secret, normalize(secret))):
        if len(text) >= SHORTEST_SECRET_CHARS:
            yield from (text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1])
            yield re.escape(text)


def _replace_each(texts: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that replaces all the texts at once, the longest that fits first."""
    pattern = re.compile("|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda found: texts[found[0]], text)


def _change_attempt(attempt: Attempt, change: Callable[[str], str]) -> Attempt:
    said = attempt.transcript
    changed = None if said is None else _change_transcript(said, change, change)
    return Attempt(_change_verdict(attempt.verdict, change), changed)


def _change_transcript(
    transcript: Transcript, change: Callable[[str], str], change_json: Callable[[str], str]
) -> Transcript:
    return replace(
        transcript,
        failure=change(transcript.failure),
        values={name: change(value) for name, value in (transcript.values or {}).items()},
        events=tuple(
            _change_event(each, change_json if each.kind == "observed" else change)
            for each in transcript.events
        ),
    )


def _change_event(event: Event, change: Callable[[str], str]) -> Event:
    content, display_name = change(event.content), change(event.display_name)
    if content == event.content and display_name == event.display_name:
        return event
    return replace(event, content=content, display_name=display_name)


def _change_verdict(verdict: Verdict, change: Callable[[str], str]) -> Verdict:
    findings = tuple(_change_finding(each, change) for each in verdict.findings)
    return replace(verdict, reason=change(verdict.reason), findings=findings)


def _change_finding(finding: Finding, change: Callable[[str], str]) -> Finding:
    return replace(
        finding, what=change(finding.what), expected=change(finding.expected), actual=change(finding.actual)
    )
