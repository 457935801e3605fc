"""Makes a `Step` of a checked document: one small function for each kind.

Pure, but for the text of a file that a `send` names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from chatcheck.errors import Diagnostic, SpecError
from chatcheck.spec import attached_file, codes
from chatcheck.spec.acts import Attach, Choose, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.durations import read_duration
from chatcheck.spec.matcher_reading import Manner, read_matcher
from chatcheck.spec.model import Eventually, Expect, Matcher, Never, Send, Step, Unordered
from chatcheck.spec.yaml_source import Document, Path

Json = Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step's body stands, and what the file says for all steps.

    Attributes:
        path: of the body.
        within_s: how long a message may take where a step does not say.
        manner: how texts are compared where an expectation does not say.
    """

    document: Document
    path: Path
    within_s: float
    manner: Manner

    def inner(self, index: int) -> Place:
        """Return the place of an item of the body."""
        return replace(self, path=(*self.path, index))

    def read_matcher(self, body: Json) -> Matcher:
        """Return what the expectation that stands here asks."""
        return read_matcher(body, self.path, self.document, self.manner)

    def locate(self, name: str) -> FilePath:
        """Return the file that `name` means: relative to the file in which the step is written."""
        return attached_file.locate(name, self.document.file_at(self.path))

    def find_within_s(self, body: Json) -> float:
        """Return how long the message of this body may take."""
        own = body.get("within") if isinstance(body, dict) else None
        return self.within_s if own is None else read_duration(own)


def read_step(
    step: Mapping[str, Json], path: Path, document: Document, within_s: float, manner: Manner
) -> Step:
    """Return what the step at `path` means. Raises SpecError when its file has gone meanwhile."""
    kind, body = next(iter(step.items()))
    return _READERS[kind](body, Place(document, (*path, kind), within_s, manner))


def _locate_step(place: Place) -> dict[str, Any]:
    position, snippet = place.document.place(place.path[:-1])
    return {"position": position, "snippet": snippet}


def _read_expect(body: Json, place: Place) -> Expect:
    matcher = place.read_matcher(body)
    return Expect(matcher, place.find_within_s(body), **_locate_step(place))


def _read_eventually(body: Json, place: Place) -> Eventually:
    matcher = place.read_matcher(body)
    return Eventually(matcher, place.find_within_s(body), **_locate_step(place))


def _read_unordered(body: Json, place: Place) -> Unordered:
    group = [_read_member(each, place.inner(index)) for index, each in enumerate(body)]
    return Unordered(tuple(group), **_locate_step(place))


def _read_member(body: Json, place: Place) -> Expect:
    matcher = place.read_matcher(body)
    return Expect(matcher, place.find_within_s(body), matcher.position, matcher.snippet)


def _read_never(body: Json, place: Place) -> Never:
    matcher = place.read_matcher(body)
    given = body if isinstance(body, dict) else {}
    within_s = read_duration(given["within"]) if "within" in given else None
    return Never(matcher, within_s, until_next="until" in given, **_locate_step(place))


def _read_send(body: Json, place: Place) -> Send:
    given: Mapping[str, Json] = body if isinstance(body, dict) else {"text": body}
    where = _locate_step(place)
    if "json" in given:
        text = json.dumps(given["json"], ensure_ascii=False)
        content_type = given.get("content_type", "application/json")
        return Send(text, content_type=content_type, json=given["json"], **where)
    content_type = given.get("content_type", "text/plain")
    if "file" in given:
        return Send(_read_file(given["file"], place), content_type=content_type, **where)
    return Send(given["text"], content_type=content_type, **where)


def _read_file(name: str, place: Place) -> str:
    """Return the text of the file, which was there when the spec was checked, as a text that means itself."""
    try:
        text = attached_file.read_text(place.locate(name))
    except (OSError, ValueError) as error:
        position, snippet = place.document.place((*place.path, "file"))
        what = f"the file `{name}` cannot be used any more: {error}"
        raise SpecError(Diagnostic(codes.WRONG_FILE, what, position, snippet)) from error
    return text.replace("${", "$${")


def _read_choose(body: Json, place: Place) -> Choose:
    given = body if isinstance(body, dict) else {"number" if isinstance(body, int) else "title": body}
    return Choose(given.get("title"), given.get("number"), place.find_within_s(body), **_locate_step(place))


def _read_notify(body: Json, place: Place) -> Notify:
    return Notify(body, **_locate_step(place))


def _read_attach(body: Json, place: Place) -> Attach:
    given = body if isinstance(body, dict) else {"file": body}
    path = place.locate(given["file"])
    content_type = given.get("content_type") or attached_file.find_content_type(path.name)
    name = given.get("name") or path.name.replace("${", "$${")
    return Attach(str(path), name, content_type, **_locate_step(place))


def _read_wait(body: Json, place: Place) -> Wait:
    return Wait(read_duration(body["for"]), body["because"], **_locate_step(place))


def _read_disconnect(body: Json, place: Place) -> Disconnect:
    return Disconnect(because=body or "", **_locate_step(place))


def _read_reconnect(body: Json, place: Place) -> Reconnect:
    given = body or {}
    away_s = read_duration(given["away"]) if "away" in given else 0.0
    return Reconnect(away_s, because=given.get("because", ""), **_locate_step(place))


_READERS: Mapping[str, Callable[[Json, Place], Step]] = {
    "expect": _read_expect,
    "eventually": _read_eventually,
    "unordered": _read_unordered,
    "never": _read_never,
    "send": _read_send,
    "choose": _read_choose,
    "event": _read_notify,
    "attach": _read_attach,
    "wait": _read_wait,
    "disconnect": _read_disconnect,
    "reconnect": _read_reconnect,
}
