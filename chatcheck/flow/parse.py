"""JSON text to a Flow: its shape is checked here, its meaning in `lint`.

The text is read by the JSON scanner itself; places are looked for only when there is a finding.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Any, Final, NoReturn

from chatcheck.errors import FlowError
from chatcheck.flow.findings import FINDINGS_LIMIT, Findings, hint, join, limit, point_out, shorten
from chatcheck.flow.legacy import is_legacy, report_legacy
from chatcheck.flow.model import Flow
from chatcheck.flow.positions import find_duplicate_keys, find_token, is_nested_deeper
from chatcheck.flow.shape import read_actions

Json = Any

__all__ = ["DEPTH_LIMIT", "TEXT_LIMIT_CHARS", "VERSION", "parse_flow"]

VERSION: Final = "2019-10-30"
TEXT_LIMIT_CHARS = 4_000_000
"""Connect takes 256,000 characters: far more, however it is indented, is no flow."""
DEPTH_LIMIT = 100
"""Of containers in each other; real flows have about 15."""
_DIGITS_LIMIT = 4300


class _DuplicateKey(Exception):
    """A key is written twice in one object."""


class _BadNumber(ValueError):
    """A word of the text is no number of JSON."""

    def __init__(self, word: str, what: str) -> None:
        super().__init__(what)
        self.word = word


def parse_flow(text: str, file: str) -> Flow:
    """Read a contact flow or module.

    Pure. The flow's name is ``Metadata.name``, else the file's name without its suffix. Scalars may be
    texts, numbers or booleans; parameters, transitions and lists of branches may be left out.

    Raises:
        FlowError: with every finding about the text's shape, each with its position (CF101-CF109);
            of more than 100, the first ones and how many more there are.
    """
    document = _read_json(text, file)
    findings = Findings(text, file)
    _check_root(document, findings)
    findings.raise_if_any()
    actions = read_actions(document["Actions"], findings)
    start = document["StartAction"]
    if start not in actions and not findings:
        what = f"`StartAction` names `{shorten(start)}`, which is no action of this flow"
        findings.add(("StartAction",), "CF104", what, fix=hint(start, list(actions)))
    findings.raise_if_any()
    return Flow(start_action=start, actions=actions, document=document, name=_name(document, file))


def _name(document: dict[str, Json], file: str) -> str:
    metadata = document.get("Metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) and name else PurePath(file).stem


def _take_pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _DuplicateKey
    return members


def _read_float(word: str) -> float:
    number = float(word)
    if math.isinf(number):
        raise _BadNumber(word, f"{shorten(word)} is too large a number")
    return number


def _refuse_constant(word: str) -> NoReturn:
    raise _BadNumber(word, f"{word} is not a JSON value")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_take_pairs, parse_constant=_refuse_constant, parse_float=_read_float
)
_LENIENT_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_read_float)
"""Duplicate keys are told only of a text that is JSON otherwise."""


def _read_json(text: str, file: str) -> Json:
    if len(text) > TEXT_LIMIT_CHARS:
        what = f"{len(text):,} characters are no flow: at most {TEXT_LIMIT_CHARS:,} are read"
        raise FlowError(point_out("CF108", what, text, 0, file, why="Connect takes 256,000"))
    try:
        document = _decode(_DECODER.decode, text, file)
    except _DuplicateKey:
        _decode(_LENIENT_DECODER.decode, text, file)
        raise _duplicates(text, file) from None
    if is_nested_deeper(text, DEPTH_LIMIT):
        raise _too_deep(text, file)
    return document


def _decode(decode: Callable[[str], Json], text: str, file: str) -> Json:
    try:
        return decode(text)
    except json.JSONDecodeError as error:
        what = "it begins with a byte order mark" if text.startswith("\ufeff") else _lower(error.msg)
        raise _not_json(what, text, error.pos, file) from None
    except RecursionError:
        raise _too_deep(text, file) from None
    except _BadNumber as error:
        raise _not_json(str(error), text, find_token(text, error.word.__eq__), file) from None
    except ValueError:
        offset = find_token(text, lambda token: token[0] != '"' and len(token) > _DIGITS_LIMIT)
        raise _not_json("a number has too many digits", text, offset, file) from None


def _not_json(what: str, text: str, offset: int, file: str) -> FlowError:
    return FlowError(point_out("CF101", f"not valid JSON: {what}", text, offset, file))


def _too_deep(text: str, file: str) -> FlowError:
    what = f"not readable: nested too deeply, at most {DEPTH_LIMIT} levels are read"
    return FlowError(point_out("CF101", what, text, 0, file))


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _duplicates(text: str, file: str) -> FlowError:
    places = find_duplicate_keys(text)
    found = [
        point_out(
            "CF102",
            f"the key `{shorten(str(place.path[-1]))}` is written twice in one object",
            text,
            place.value if place.key is None else place.key,
            file,
            why="only one of the two values would be read",
            fix="remove one of them",
        )
        for place in islice(places, FINDINGS_LIMIT)
    ]
    return FlowError(limit(found, sum(1 for _ in places)))


def _check_root(document: Json, findings: Findings) -> None:
    if not isinstance(document, dict):
        findings.add((), "CF103", "a flow must be a JSON object")
    elif is_legacy(document):
        report_legacy(document, findings)
    else:
        _check_members(document, findings)


def _check_members(document: dict[str, Json], findings: Findings) -> None:
    if document.get("Version") != VERSION:
        _report_version(document, findings)
    for key, kind, word in (("StartAction", str, "text"), ("Actions", list, "a list")):
        _check_member(document, key, kind, word, findings)
    for key in ("Metadata", "Settings"):
        if key in document and not isinstance(document[key], dict):
            findings.add((key,), "CF103", f"`{key}` must be an object")
    if document.get("Actions") == []:
        findings.add(("Actions",), "CF103", "`Actions` must hold at least one action")


def _check_member(document: dict[str, Json], key: str, kind: type, word: str, findings: Findings) -> None:
    if key not in document:
        findings.add((), "CF103", f"`{key}` is missing", fix=_known(list(document)))
    elif not isinstance(document[key], kind):
        findings.add((key,), "CF103", f"`{key}` must be {word}")


def _known(keys: Sequence[str]) -> str:
    return "the keys of a flow are Version, StartAction, Metadata, Actions; here: " + (join(keys) or "none")


def _report_version(document: dict[str, Json], findings: Findings) -> None:
    what = f"`Version` must be `{VERSION}`"
    if "Version" in document:
        findings.add(("Version",), "CF107", what, why="it is the only version of the Flow language")
    else:
        findings.add((), "CF107", what + ", it is missing")
