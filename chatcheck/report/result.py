"""The result of one chat: the value that every reporter reads, one JSON line in a run's stream."""

from __future__ import annotations

import operator
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from chatcheck import transcript as transcripts
from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.report.member_types import check_members
from chatcheck.source import Position
from chatcheck.transcript import Transcript

FORMAT = 1
Json = Any
Standing = Literal["failed", "broken", "flaky", "passed", "skipped"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""How a chat can stand in a report; what needs somebody's eyes comes first."""
_STEP_MEMBERS = tuple(each.name for each in fields(StepOutcome))
_read_step = operator.attrgetter(*_STEP_MEMBERS)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a chat; `transcript` is None when it was not held, or what was said was not kept."""

    verdict: Verdict
    transcript: Transcript | None = None


@dataclass(frozen=True, slots=True)
class ChatResult:
    """How one chat of a run went.

    Attributes:
        spec: the spec file as the user named it.
        chat: the chat's name, unique within its file.
        transcript: None when the chat was not held.
        flow: the flow's name in the deployment; empty when the spec gives an id.
        again: the shell command that repeats just this chat; empty when there is none.
        duration_s: wall time of the whole chat, its start and end included.
        line: where the chat stands in its spec, 1-based; 0 when nothing says it.
        tags: of the chat, for reports that group.
        earlier: the attempts before this one, when it was retried.
        path: the flows that the contact came through, each with its blocks, where coverage was asked for.
    """

    spec: str
    chat: str
    verdict: Verdict
    transcript: Transcript | None = None
    flow: str = ""
    again: str = ""
    duration_s: float = 0.0
    line: int = 0
    tags: tuple[str, ...] = ()
    earlier: tuple[Attempt, ...] = ()
    path: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def attempt(self) -> Attempt:
        """This attempt, by itself."""
        return Attempt(self.verdict, self.transcript)

    @property
    def is_flaky(self) -> bool:
        """Whether it passed only when it was tried again; that is no clean pass."""
        went_wrong = any(each.verdict.status in ("failed", "broken") for each in self.earlier)
        return went_wrong and self.verdict.status == "passed"

    @property
    def standing(self) -> Standing:
        """The verdict's status, but ``flaky`` for a pass that is no clean one."""
        return "flaky" if self.is_flaky else self.verdict.status

    def to_json(self) -> dict[str, Json]:
        """Return plain JSON data; `from_json` is its inverse. Pure."""
        return {
            "format": FORMAT,
            "spec": self.spec,
            "chat": self.chat,
            "flow": self.flow,
            "duration_s": round(self.duration_s, 6),
            "again": self.again,
            "line": self.line,
            "tags": list(self.tags),
            "earlier": [verdict_to_json(each.verdict) for each in self.earlier],
            "verdict": verdict_to_json(self.verdict),
            "transcript": _write_transcript(self.transcript),
            **self._write_what_is_rare(),
        }

    def _write_what_is_rare(self) -> dict[str, Json]:
        said = [_write_transcript(each.transcript) for each in self.earlier]
        rare: dict[str, Json] = {"earlier_transcripts": said} if any(said) else {}
        return rare | ({"path": [_write_part(*each) for each in self.path]} if self.path else {})

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> ChatResult:
        """Read what `to_json` wrote.

        Pure. Raises ValueError for another format or a member of another type, KeyError or TypeError for
        data of another shape.
        """
        if data.get("format") != FORMAT:
            raise ValueError(f"result format {data.get('format')!r}, expected {FORMAT}")
        result = ChatResult(
            spec=data["spec"],
            chat=data["chat"],
            verdict=verdict_from_json(data["verdict"]),
            transcript=_read_transcript(data["transcript"]),
            flow=data["flow"],
            again=data["again"],
            duration_s=data["duration_s"],
            line=data["line"],
            tags=tuple(data["tags"]),
            earlier=_read_attempts(data["earlier"], data.get("earlier_transcripts", ())),
            path=tuple((each["flow"], tuple(each["blocks"])) for each in data.get("path", ())),
        )
        check_members(result)
        return result


def _write_transcript(transcript: Transcript | None) -> dict[str, Json] | None:
    return None if transcript is None else transcript.to_json()


def _read_transcript(data: Mapping[str, Json] | None) -> Transcript | None:
    return None if data is None else transcripts.from_json(data)


def _read_attempts(verdicts: Sequence[Json], said: Sequence[Json]) -> tuple[Attempt, ...]:
    """Read the attempts; who wrote none of what was said wrote the verdicts alone."""
    told = said or [None] * len(verdicts)
    return tuple(
        Attempt(verdict_from_json(verdict), _read_transcript(each))
        for verdict, each in zip(verdicts, told, strict=True)
    )


def _write_part(flow: str, blocks: tuple[str, ...]) -> dict[str, Json]:
    return {"flow": flow, "blocks": list(blocks)}


def verdict_to_json(verdict: Verdict) -> dict[str, Json]:
    """Return plain JSON data. Pure."""
    return {
        "status": verdict.status,
        "reason": verdict.reason,
        "findings": [{**asdict(each), "position": each.position._asdict()} for each in verdict.findings],
        "steps": [dict(zip(_STEP_MEMBERS, _read_step(each), strict=True)) for each in verdict.steps],
    }


def verdict_from_json(data: Mapping[str, Json]) -> Verdict:
    """Read what `verdict_to_json` wrote. Pure. Raises KeyError or TypeError for another shape."""
    findings = tuple(
        Finding(**{**each, "position": Position(**each["position"])}) for each in data["findings"]
    )
    steps = tuple(StepOutcome(**each) for each in data["steps"])
    return Verdict(data["status"], findings, data["reason"], steps)


def write_again(spec: str, chat: str, options: Iterable[str] = ()) -> str:
    """Return the command that repeats one chat, quoted for a POSIX shell.

    Pure. `options` are further words such as ``--outputs`` and its file; give no secrets.
    """
    return shlex.join(["chatcheck", "run", spec, "--chat", chat, *options])
