"""A version of the AWS CLI to render for, and what a document needs that it lacks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chatcheck.errors import Diagnostic, UsageError
from chatcheck.render import codes
from chatcheck.render.cli_versions import FIRST_RELEASES, NEWEST, Release
from chatcheck.render.problem import Path, Problem, list_items, name_path

Json = Any
_RELEASE = re.compile(r"([12])\.(\d{1,4})\.(\d{1,4})", re.ASCII)


def read_release(text: str) -> Release:
    """Return the release that ``1``, ``2`` or a full version names; the first two are the newest known.

    Raises UsageError for any other text.
    """
    if text in ("1", "2"):
        return NEWEST[int(text)]
    found = _RELEASE.fullmatch(text)
    if found is None:
        what = f"`--cli-version {text}` names no version of the AWS CLI"
        fix = "give 1, 2, or all three numbers that `aws --version` says, such as 2.9.19"
        raise UsageError(Diagnostic("U542", what, fix=fix))
    return int(found[1]), int(found[2]), int(found[3])


def find_lacking_members(document: Mapping[str, Json], release: Release) -> list[Problem]:
    """Return a problem for each member of the document that the release does not know.

    What is inside such a member is not told again. Releases newer than the table know everything.
    """
    if release > NEWEST[release[0]]:
        return []
    if not _knows(release, "InstanceId"):
        why = _tell_first(release, "InstanceId")
        what = f"the AWS CLI {_show(release)} has no `start-chat-contact`"
        return [Problem((), codes.LACKED_BY_CLI, what, why, _FIX)]
    return list(_find_lacking(document, release, (), ""))


_FIX = "use a newer AWS CLI, or boto3: `--as boto3`"


def _find_lacking(value: Json, release: Release, path: Path, row: str) -> Iterator[Problem]:
    """`path` is into the document, `row` into the table."""
    for key, each in list_items(value):
        inner, inner_row = (*path, key), _name_row(row, key)
        if inner_row in FIRST_RELEASES and not _knows(release, inner_row):
            what = f"the AWS CLI {_show(release)} does not know `{name_path(inner)}`"
            why = _tell_first(release, inner_row)
            yield Problem(inner, codes.LACKED_BY_CLI, what, why, _FIX)
        else:
            yield from _find_lacking(each, release, inner, inner_row)


def _name_row(row: str, key: str | int) -> str:
    """Any attribute's row is ``SegmentAttributes.*``, and so is what its maps and lists hold."""
    if row in _HOLDERS:
        return "SegmentAttributes.*"
    return f"{row}.{key}".lstrip(".")


_HOLDERS = ("SegmentAttributes", "SegmentAttributes.*.ValueMap", "SegmentAttributes.*.ValueList")


def _knows(release: Release, row: str) -> bool:
    first = FIRST_RELEASES[row][release[0] - 1]
    return first is not None and first <= release


def _tell_first(release: Release, row: str) -> str:
    first_1, first_2 = FIRST_RELEASES[row]
    if release[0] == 2:
        return f"{_show(first_2)} is the first release of version 2 that knows it"
    if first_1 is not None:
        return f"{_show(first_1)} is the first release of version 1 that knows it"
    newest = _show(NEWEST[1])
    return f"no release of version 1 up to {newest} knows it; {_show(first_2)} is the first of version 2"


def _show(release: Release) -> str:
    return ".".join(map(str, release))
