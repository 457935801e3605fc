"""JSON text to a Flow: its shape is checked here, its meaning in `validate`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NoReturn

from chatcheck.errors import Diagnostic, FlowError
from chatcheck.flow.model import Flow
from chatcheck.flow.positions import find_duplicate_keys, find_word, point_at
from chatcheck.flow.shape import VERSION, Findings, read_actions
from chatcheck.source import draw_snippet

Json = Any

__all__ = ["VERSION", "parse_flow"]

_NOT_JSON = frozenset({"NaN", "Infinity", "-Infinity"})


def parse_flow(text: str, file: str) -> Flow:
    """Read a contact flow or module.

    Pure. The flow's name is ``Metadata.name``, else the file's name without its suffix.

    Raises:
        FlowError: with every finding about the text's shape, each with its position (CF101-CF109).
    """
    document = _load(text, file)
    findings = Findings(text, file)
    _check_root(document, findings)
    findings.raise_if_any()
    actions = read_actions(document["Actions"], findings)
    start = document["StartAction"]
    if start not in actions and not findings:
        findings.add_dangling_start(start, actions)
    findings.raise_if_any()
    return Flow(start_action=start, actions=actions, document=document, name=_name(document, file))


def _name(document: dict[str, Json], file: str) -> str:
    metadata = document.get("Metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) and name else PurePath(file).stem


def _load(text: str, file: str) -> Json:
    duplicates = False

    def note_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        nonlocal duplicates
        members = dict(pairs)
        duplicates = duplicates or len(members) < len(pairs)
        return members

    try:
        document = json.loads(text, object_pairs_hook=note_duplicates, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _error("CF101", f"not valid JSON: {_lower(error.msg)}", text, error.pos, file) from None
    except RecursionError:
        raise _error("CF101", "not readable: nested too deeply", text, 0, file) from None
    except ValueError as error:
        raise _error("CF101", f"not valid JSON: {error}", text, find_word(text, _NOT_JSON), file) from None
    if duplicates:
        raise _duplicates(text, file)
    return document


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON value")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _error(code: str, what: str, text: str, offset: int, file: str) -> FlowError:
    position = point_at(text, offset, file)
    return FlowError(Diagnostic(code, what, position, draw_snippet(text, position)))


def _duplicates(text: str, file: str) -> FlowError:
    found = []
    for place in find_duplicate_keys(text):
        position = point_at(text, place.key if place.key is not None else place.value, file)
        found.append(
            Diagnostic(
                "CF102",
                f"the key `{place.path[-1]}` is written twice in one object",
                position,
                draw_snippet(text, position),
                why="only one of the two values would be read",
                fix="remove one of them",
            )
        )
    return FlowError(found)


def _check_root(document: Json, findings: Findings) -> None:
    if not isinstance(document, dict):
        findings.add((), "CF103", "a flow must be a JSON object")
    elif "Actions" not in document and "modules" in document and "start" in document:
        findings.add(
            ("modules",),
            "CF106",
            "this is a flow in the old export format (`modules` and `start`), not in the Flow language",
            why="neither the API nor CloudFormation accepts it; only the console's import converted it",
            fix="take the content that `aws connect describe-contact-flow` shows, or export it again",
        )
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
        findings.add((), "CF103", f"`{key}` is missing", fix=_known(document))
    elif not isinstance(document[key], kind):
        findings.add((key,), "CF103", f"`{key}` must be {word}")


def _known(keys: Iterable[str]) -> str:
    return "the keys of a flow are Version, StartAction, Metadata, Actions; here: " + (
        ", ".join(keys) or "none"
    )


def _report_version(document: dict[str, Json], findings: Findings) -> None:
    what = f"`Version` must be `{VERSION}`"
    if "Version" in document:
        findings.add(("Version",), "CF107", what, why="it is the only version of the Flow language")
    else:
        findings.add((), "CF107", what + ", it is missing")
