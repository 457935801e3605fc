"""Makes a `Matcher` of a checked expectation, with those inside it. Pure.

What counts as the same text is inherited: from the file's `defaults`, then from the outer matcher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatcheck.spec.model import AttachmentMatcher, JsonAt, JsonTest, Length, Matcher
from chatcheck.spec.yaml_source import Document, Path

Json = Any
_SAME_NAMES = ("equals", "contains", "matches", "content_type", "event")


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are compared where an expectation does not say."""

    ignore_case: bool = False
    normalize: bool = False

    def refine(self, given: Mapping[str, Json]) -> Manner:
        """Return the manner inside a mapping that may give its own."""
        return Manner(given.get("ignore_case", self.ignore_case), given.get("normalize", self.normalize))


def read_matcher(body: Json, path: Path, document: Document, manner: Manner) -> Matcher:
    """Return what the text or mapping at `path` asks for."""
    given = body if isinstance(body, dict) else {"equals": body}
    manner = manner.refine(given)
    position, snippet = document.place(path)

    def read_each(key: str) -> tuple[Matcher, ...]:
        members = enumerate(given.get(key, ()))
        return tuple(read_matcher(each, (*path, key, index), document, manner) for index, each in members)

    negated = read_matcher(given["not"], (*path, "not"), document, manner) if "not" in given else None
    return Matcher(
        position,
        snippet,
        sender=given.get("from"),
        attachment=_read_attachment(given["attachment"]) if "attachment" in given else None,
        one_of=tuple(given["one_of"]) if "one_of" in given else None,
        length=_read_length(given["length"]) if "length" in given else None,
        json=_read_json(given["json"], (*path, "json"), document, manner) if "json" in given else None,
        ignore_case=manner.ignore_case,
        normalize=manner.normalize,
        any_of=read_each("any_of"),
        all_of=read_each("all_of"),
        negated=negated,
        **{key: given[key] for key in _SAME_NAMES if key in given},
    )


def _read_attachment(given: Mapping[str, Json]) -> AttachmentMatcher:
    return AttachmentMatcher(
        given.get("name"), given.get("content_type"), given.get("size"), given.get("status")
    )


def _read_length(given: Json) -> Length:
    if isinstance(given, dict):
        return Length(given.get("min"), given.get("max"))
    return Length(given, given)


def _read_json(given: Mapping[str, Json], path: Path, document: Document, manner: Manner) -> JsonTest:
    places = tuple(
        _read_place(place, wanted, (*path, "at", place), document, manner)
        for place, wanted in given.get("at", {}).items()
    )
    return JsonTest("equals" in given, given.get("equals"), places)


def _read_place(place: str, wanted: Json, path: Path, document: Document, manner: Manner) -> JsonAt:
    if isinstance(wanted, dict):
        return JsonAt(place, read_matcher(wanted, path, document, manner))
    return JsonAt(place, value=wanted)
