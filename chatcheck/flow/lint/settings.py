"""What `[tool.chatcheck]` of a pyproject.toml says to the linter. Pure: the text is read by whoever calls."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.flow.lint.context import Limits
from chatcheck.flow.lint.rule import Severity
from chatcheck.flow.lint.rules import BY_ID
from chatcheck.flow.lint.suppression import Suppression
from chatcheck.flow.lint.toml_places import Table, find_key, find_table
from chatcheck.source import Position, draw_snippet

Json = Any
BAD_SETTING = "CF391"
_ROOT: Table = ("tool", "chatcheck")
_SUPPRESS: Table = (*_ROOT, "suppress")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to lint.

    Attributes:
        select: ids of rules or their beginnings, such as ``CF2``; empty selects all.
        ignore: likewise, what is left out.
        severity: by the id of a rule, in place of its own.
        attributes: contact attributes that are set from outside.
        strict: whether warnings fail too.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    attributes: frozenset[str] = frozenset()
    strict: bool = False
    suppressions: tuple[Suppression, ...] = ()


def parse_settings(text: str, file: str) -> Settings:
    """Read the settings of a pyproject.toml; without `[tool.chatcheck]` they are the default.

    Raises UsageError with every unknown key and wrong value (CF391), each with its place.
    """
    if "chatcheck" not in text:
        return Settings()
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            _report(text, Position(file, *_read_place(str(error))), f"not valid TOML: {error}")
        ) from None
    tool = document.get("tool")
    content = tool.get("chatcheck", {}) if isinstance(tool, dict) else {}
    reader = _Reader(text, file)
    if not isinstance(content, dict):
        reader.add(("tool",), "chatcheck", "`chatcheck` must be a table")
        content = {}
    settings = reader.read(content)
    if reader.found:
        raise UsageError(sorted(reader.found, key=lambda each: (each.position is None, each.position)))
    return settings


def _read_place(message: str) -> tuple[int, int]:
    found = re.search(r"at line (\d+), column (\d+)", message)
    return (int(found[1]), int(found[2])) if found else (1, 1)


def _report(text: str, position: Position, what: str, fix: str = "") -> Diagnostic:
    return Diagnostic(BAD_SETTING, what, position, draw_snippet(text, position), fix=fix)


class _Reader:
    """Reads the table, and notes what is wrong in it."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self.found: list[Diagnostic] = []

    def add(self, table: Table, key: str, what: str, fix: str = "", number: int = 0) -> None:
        position = Position(self._file, *find_key(self._text, table, key, number))
        self.found.append(_report(self._text, position, what, fix))

    def read(self, content: Mapping[str, Json]) -> Settings:
        readers: Mapping[str, Callable[[Json], Json]] = {
            "select": lambda value: self._read_rules("select", value),
            "ignore": lambda value: self._read_rules("ignore", value),
            "severity": self._read_severity,
            "limits": self._read_limits,
            "attributes": lambda value: frozenset(self._read_texts(_ROOT, "attributes", value)),
            "strict": self._read_strict,
            "suppress": lambda value: tuple(self._read_suppressions(value)),
        }
        read = {key: readers[key](value) for key, value in content.items() if key in readers}
        for key in content.keys() - readers.keys():
            self.add(_ROOT, key, f"there is no setting `{key}`", suggest(key, readers))
        if "suppress" in read:
            read["suppressions"] = read.pop("suppress")
        return Settings(**read)

    def _read_texts(self, table: Table, key: str, value: Json) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
            return tuple(value)
        self.add(table, key, f"`{key}` must be a list of texts")
        return ()

    def _read_rules(self, key: str, value: Json) -> tuple[str, ...]:
        names = self._read_texts(_ROOT, key, value)
        for name in names:
            if not any(rule.startswith(name) for rule in BY_ID):
                self.add(_ROOT, key, f"there is no rule `{name}`", _suggest_rule(name))
        return names

    def _read_strict(self, value: Json) -> bool:
        if not isinstance(value, bool):
            self.add(_ROOT, "strict", "`strict` must be true or false")
        return value is True

    def _read_severity(self, value: Json) -> Mapping[str, Severity]:
        table = (*_ROOT, "severity")
        if not isinstance(value, dict):
            self.add(_ROOT, "severity", "`severity` must be a table of rules")
            return {}
        for rule, severity in value.items():
            if rule not in BY_ID:
                self.add(table, rule, f"there is no rule `{rule}`", _suggest_rule(rule))
            if severity not in ("error", "warning"):
                self.add(
                    table,
                    rule,
                    f"the severity of {rule} must be error or warning",
                    "`ignore` turns a rule off",
                )
        return dict(value)

    def _read_limits(self, value: Json) -> Limits:
        table = (*_ROOT, "limits")
        known = {each.name for each in fields(Limits)}
        if not isinstance(value, dict):
            self.add(_ROOT, "limits", "`limits` must be a table")
            return Limits()
        good = {}
        for name, number in value.items():
            if name not in known:
                self.add(table, name, f"there is no limit `{name}`", suggest(name, known))
            elif not isinstance(number, int) or isinstance(number, bool) or number < 1:
                self.add(table, name, f"`{name}` must be a whole number from 1")
            else:
                good[name] = number
        return Limits(**good)

    def _read_suppressions(self, value: Json) -> Iterator[Suppression]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.add(_ROOT, "suppress", "`suppress` must be written as [[tool.chatcheck.suppress]]")
            return
        for number, entry in enumerate(value):
            before = len(self.found)
            self._check_suppression(entry, number)
            if len(self.found) == before:
                position = Position(self._file, *find_table(self._text, _SUPPRESS, number))
                yield Suppression(
                    entry["flow"],
                    entry.get("action", ""),
                    entry["rule"],
                    entry["reason"],
                    position,
                    draw_snippet(self._text, position),
                )

    def _check_suppression(self, entry: Mapping[str, Json], number: int) -> None:
        known = ("flow", "action", "rule", "reason")
        for key in known:
            given = entry.get(key, "" if key != "action" else "-")
            if not isinstance(given, str) or not given.strip():
                self.add(_SUPPRESS, key, f"a suppression must say its `{key}`", number=number)
        for key in entry.keys() - set(known):
            self.add(_SUPPRESS, key, f"a suppression has no `{key}`", suggest(key, known), number)
        rule = entry.get("rule")
        if isinstance(rule, str) and rule and rule not in BY_ID:
            self.add(_SUPPRESS, "rule", f"there is no rule `{rule}`", _suggest_rule(rule), number)


def _suggest_rule(name: str) -> str:
    hint = suggest(name, BY_ID)
    return hint if hint.startswith("did") else "docs/rules.md lists the rules"
