"""The shape of a flow's actions: JSON values to Action values, all findings at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from chatcheck.flow.findings import Findings, shorten
from chatcheck.flow.model import Action, Condition, ErrorBranch, Transitions
from chatcheck.flow.positions import Path

Json = Any


def read_actions(items: list[Json], findings: Findings) -> dict[str, Action]:
    """Return the actions by identifier in document order; what has a wrong shape becomes a finding."""
    actions: dict[str, Action] = {}
    for index, item in enumerate(items):
        action = _read_action(item, index, findings)
        if action is None:
            continue
        if action.identifier in actions:
            _report_duplicate(action, actions[action.identifier], findings)
        actions[action.identifier] = action
    return actions


def _report_duplicate(action: Action, first: Action, findings: Findings) -> None:
    findings.add(
        ("Actions", action.index, "Identifier"),
        "CF105",
        f"the identifier `{shorten(action.identifier)}` is used twice",
        why=f"`Actions[{first.index}]` ({shorten(first.type)}) has it already",
        fix="give each action an identifier of its own",
    )


def _read_action(item: Json, index: int, findings: Findings) -> Action | None:
    path: Path = ("Actions", index)
    if not isinstance(item, dict):
        findings.add(path, "CF103", f"`Actions[{index}]` must be an object")
        return None
    identifier = _text(item, "Identifier", path, findings)
    kind = _text(item, "Type", path, findings)
    parameters = _member(item, "Parameters", dict, path, findings)
    transitions = _read_transitions(_member(item, "Transitions", dict, path, findings), path, findings)
    return Action(identifier, kind, parameters, transitions, index) if identifier else None


def _name(path: Path) -> str:
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return name.removeprefix(".")


def _suggest_rename(key: str, present: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(present), n=1, cutoff=0.6)
    return f"`{near[0]}` is there: rename it to `{key}`" if near else ""


def _text(item: Mapping[str, Json], key: str, path: Path, findings: Findings) -> str:
    value = item.get(key)
    if isinstance(value, str) and value:
        return value
    if key not in item:
        findings.add(path, "CF103", f"`{_name(path)}` has no `{key}`", fix=_suggest_rename(key, item))
        return ""
    findings.add((*path, key), "CF103", f"`{_name((*path, key))}` must be text that is not empty")
    return ""


def _member(item: Mapping[str, Json], key: str, kind: type, path: Path, findings: Findings) -> Json:
    if key not in item:
        return kind()
    value = item[key]
    if isinstance(value, kind):
        return value
    word = "an object" if kind is dict else "a list"
    findings.add((*path, key), "CF103", f"`{_name((*path, key))}` must be {word}")
    return kind()


def _read_transitions(value: Mapping[str, Json], action: Path, findings: Findings) -> Transitions:
    path = (*action, "Transitions")
    following = value.get("NextAction")
    if following is not None and not isinstance(following, str):
        findings.add((*path, "NextAction"), "CF103", f"`{_name((*path, 'NextAction'))}` must be text")
        following = None
    conditions = [
        _read_condition(each, place, findings) for each, place in _items(value, "Conditions", path, findings)
    ]
    errors = [
        ErrorBranch(_text(each, "ErrorType", place, findings), _text(each, "NextAction", place, findings))
        for each, place in _items(value, "Errors", path, findings)
    ]
    return Transitions(following or None, tuple(conditions), tuple(errors))


def _items(
    value: Mapping[str, Json], key: str, path: Path, findings: Findings
) -> list[tuple[Mapping[str, Json], Path]]:
    items: list[tuple[Mapping[str, Json], Path]] = []
    for index, item in enumerate(_member(value, key, list, path, findings)):
        place = (*path, key, index)
        if isinstance(item, dict):
            items.append((item, place))
        else:
            findings.add(place, "CF103", f"`{_name(place)}` must be an object")
    return items


def _read_condition(item: Mapping[str, Json], path: Path, findings: Findings) -> Condition:
    following = _text(item, "NextAction", path, findings)
    if "Condition" not in item:
        findings.add(
            path, "CF103", f"`{_name(path)}` has no `Condition`", fix=_suggest_rename("Condition", item)
        )
        return Condition("", (), following)
    inner = _member(item, "Condition", dict, path, findings)
    place = (*path, "Condition")
    if not inner and not isinstance(item["Condition"], dict):
        return Condition("", (), following)
    operator = _text(inner, "Operator", place, findings)
    return Condition(operator, _read_operands(inner, place, findings), following)


def _read_operands(item: Mapping[str, Json], path: Path, findings: Findings) -> tuple[str, ...]:
    if "Operands" not in item:
        findings.add(
            path, "CF103", f"`{_name(path)}` has no `Operands`", fix=_suggest_rename("Operands", item)
        )
        return ()
    operands = _member(item, "Operands", list, path, findings)
    for index, operand in enumerate(operands):
        if isinstance(operand, dict | list) or operand is None:
            place = (*path, "Operands", index)
            findings.add(place, "CF103", f"`{_name(place)}` must be text, a number or a boolean")
    return tuple(_operand(each) for each in operands)


def _operand(value: Json) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
