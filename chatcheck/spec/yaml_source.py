"""YAML text to plain data that still knows where each value was written.

libyaml composes the nodes; what they mean is decided here (`core_schema`), so a plain scalar keeps
its source text and a schema that wants text gets exactly what was typed. The nodes stay the index of
positions: nothing is computed for a place nobody asks about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import yaml
from yaml import MappingNode, ScalarNode, SequenceNode

from chatcheck.errors import Diagnostic, SpecError
from chatcheck.source import Position, draw_line
from chatcheck.spec import codes
from chatcheck.spec.core_schema import resolve
from chatcheck.spec.yaml_findings import (
    DEPTH_LIMIT,
    EXPANSION_LIMIT,
    describe_invalid,
    describe_many_documents,
    describe_tag,
    describe_too_deep,
    describe_unprintable,
    make_finding,
    split_lines,
    to_position,
)

Path = tuple[str | int, ...]
Json = Any
Origin = tuple["Document", Path]
"""A place in a document: what was put somewhere else still knows it."""

PLAIN, QUOTED = "plain", "quoted"
_COLLECTIONS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
_TEXT_TAG = "tag:yaml.org,2002:str"
_COMPOSABLE_LEVELS = 2000
"""libyaml's composer recurses on the C stack, which overflows at some 10,000 levels."""
_BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Composer(_BaseLoader):  # type: ignore[misc]
    """Composes nodes whose tag says only whether a scalar was plain; an explicit tag is kept."""

    def resolve(self, kind: Any, value: str | None, implicit: Any) -> str:  # noqa: ARG002
        return PLAIN if kind is ScalarNode and implicit[0] else QUOTED


class Document:
    """One YAML document: its value, and the places of all it holds. Nobody changes it.

    Attributes:
        file, text: the file's name, and all that stands in it.
        root: libyaml's node of the whole.
        value: JSON-like data; mapping keys are always text.
        findings: what is wrong with the YAML itself although it can be read, such as a key given
            twice. `schema.check` reports them with its own.
        schema_name: the schema the value was made to conform to (`schema.conform`), or empty.
        grafts: where parts of the value were written that `inclusion.expand` put there, by path.
    """

    def __init__(
        self, file: str, text: str, value: Json, root: Any, findings: tuple[Diagnostic, ...] = ()
    ) -> None:
        self.file, self.text, self.value, self.root, self.findings = file, text, value, root, findings
        self.schema_name = ""
        self.grafts: Mapping[Path, Origin] = {}

    def change(self, **changes: Any) -> Document:
        """Return the same document, other in the attributes given."""
        changed = Document.__new__(Document)
        changed.__dict__.update({**self.__dict__, **changes})
        return changed

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return split_lines(self.text)

    @cached_property
    def _found(self) -> dict[Path, tuple[Any, Any]]:
        return {(): (None, self.root)}

    def _find(self, path: Path) -> tuple[Any, Any]:
        """Return the nodes of the key and the value at `path`; remembers what it found on the way."""
        found = self._found.get(path)
        if found is None:
            found = _find_child(self._find(path[:-1])[1], path[-1])
            self._found[path] = found
        return found

    def _find_nearest(self, path: Path) -> tuple[Any, Any]:
        found = self._find(path)
        while found[1] is None:
            path = path[:-1]
            found = self._find(path)
        return found

    def position(self, path: Sequence[str | int] = (), *, of_key: bool = False) -> Position:
        """Return where the value at `path` begins, or its key with `of_key`.

        A path that leads nowhere gives the place of the last part that exists.
        """
        document, path = self._trace(path)
        if document is not self:
            return document.position(path, of_key=of_key)
        key, value = self._find_nearest(tuple(path))
        of_key = of_key and key is not None and self.holds(path)
        return to_position((key if of_key else value).start_mark, self.file)

    def place(self, path: Sequence[str | int] = (), *, of_key: bool = False) -> tuple[Position, str]:
        """Return `position(path)`, and its line with a caret under the column."""
        document, path = self._trace(path)
        position = document.position(path, of_key=of_key)
        return position, document.draw(position)

    def file_at(self, path: Sequence[str | int]) -> str:
        """Return the file in which `path` is written, without looking for its place there."""
        document, path = self._trace(path)
        return self.file if document is self else document.file_at(path)

    def value_at(self, path: Sequence[str | int]) -> Json:
        """Return the value at `path`; raises KeyError or IndexError where there is none."""
        value = self.value
        for part in path:
            value = value[part]
        return value

    def holds(self, path: Sequence[str | int]) -> bool:
        """Tell whether there is a value at `path`."""
        document, path = self._trace(path)
        if document is not self:
            return document.holds(path)
        return self._find(tuple(path))[1] is not None

    def place_in(self, path: Sequence[str | int], offset: int) -> tuple[Position, str]:
        """Return the place of a character of the text at `path`; of the whole text when it is unsure.

        Sure are plain and single-quoted texts of one line.
        """
        document, path = self._trace(path)
        if document is not self:
            return document.place_in(path, offset)
        node = self._find_nearest(tuple(path))[1]
        start = self.position(path)
        one_line = node.start_mark.line == node.end_mark.line
        if one_line and node.style in (None, "", "'"):
            quotes = 1 + node.value[:offset].count("'") if node.style else 0
            start = start._replace(column=start.column + offset + quotes)
        return start, self.draw(start)

    def _trace(self, path: Sequence[str | int]) -> Origin:
        """Return the document in which the value at `path` was written, and its path there."""
        path = tuple(path)
        for end in range(len(path), 0, -1) if self.grafts else ():
            if (origin := self.grafts.get(path[:end])) is not None:
                document, start = origin
                return document, (*start, *path[end:])
        return self, path

    def draw(self, position: Position) -> str:
        """Return the line at any position of this document, with a caret."""
        lines = self._lines
        return draw_line(lines[position.line - 1], position) if position.line <= len(lines) else ""


def parse(text: str, file: str) -> Document:
    """Read one YAML document. Pure.

    Raises SpecError, holding one diagnostic, for text that is not YAML, for a second document, for
    nesting without measure. An empty text is a document whose value is None.
    """
    text = text.removeprefix("\ufeff")
    root = _compose(text, file)
    build = _Build(file, text)
    value = build.value(root)
    return Document(file, text, value, root, tuple(build.findings))


def _compose(text: str, file: str) -> Any:
    try:
        _refuse_deep(text, file)
        loader = _Composer(text)
        root = loader.get_node() if loader.check_node() else None
        if root is not None and loader.check_node():
            raise SpecError(describe_many_documents(loader.get_node(), text, file))
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        raise SpecError(describe_unprintable(text, file)) from error
    except yaml.MarkedYAMLError as error:
        raise SpecError(describe_invalid(error, text, file)) from error
    return root if root is not None else yaml.ScalarNode(PLAIN, "", yaml.Mark(file, 0, 0, 0, None, 0))


def _refuse_deep(text: str, file: str) -> None:
    """Count the levels on the flat stream of events, when the text could have very many at all.

    A block level costs a column, twice at most (a sequence may stand at its key's column); a flow
    level costs a bracket.
    """
    if len(text) < _COMPOSABLE_LEVELS:
        return
    brackets = text.count("[") + text.count("{")
    # Other line breaks are not looked at: the longest line is this long at most.
    if brackets + 2 * max(map(len, text.split("\n"))) < _COMPOSABLE_LEVELS:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_BaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise SpecError(describe_too_deep(event.start_mark, text, file))


class _Build:
    """Makes plain data of nodes, noting what is wrong on the way."""

    def __init__(self, file: str, text: str) -> None:
        self.findings: dict[Diagnostic, None] = {}
        self._file, self._text = file, text
        self._seen: set[int] = set()
        self._repeated = 0
        self._depth = 0

    def value(self, node: Any) -> Json:
        kind = type(node)
        if kind is ScalarNode:
            return resolve(node.value) if node.tag == PLAIN else self._quoted(node)
        self._enter(node)
        if kind is SequenceNode:
            made: Json = [self.value(each) for each in node.value]
        else:
            made = self._mapping(node)
        self._depth -= 1
        return made

    def _enter(self, node: Any) -> None:
        self._depth += 1
        if id(node) in self._seen:
            self._repeated += len(node.value) + 1
        self._seen.add(id(node))
        if self._depth > DEPTH_LIMIT or self._repeated > EXPANSION_LIMIT:
            raise SpecError(describe_too_deep(node.start_mark, self._text, self._file))
        if node.tag != QUOTED and node.tag not in _COLLECTIONS:
            self.findings[describe_tag(node, self._text, self._file)] = None

    def _quoted(self, node: Any) -> Json:
        if node.tag not in (QUOTED, _TEXT_TAG):
            self.findings[describe_tag(node, self._text, self._file)] = None
        return node.value

    def _mapping(self, node: Any) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for key, value in node.value:
            if type(key) is not ScalarNode:
                self._add(codes.UNSUPPORTED_YAML, key, "a key must be a single word or text")
                continue
            name = key.value
            if name in made:
                first = next(each for each, _ in node.value if each.value == name)
                why = f"it is given first in line {first.start_mark.line + 1}; only one can count"
                self._add(codes.DUPLICATE_KEY, key, f"the key `{name}` is given twice", why)
            plain = type(value) is ScalarNode and value.tag == PLAIN
            made[name] = resolve(value.value) if plain else self.value(value)
        return made

    def _add(self, code: str, node: Any, what: str, why: str = "") -> None:
        self.findings[make_finding(code, what, node.start_mark, self._text, self._file, why)] = None


def _find_child(node: Any, part: str | int) -> tuple[Any, Any]:
    """Return the nodes of key and value at `part` of a collection; None where there is none."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None, None
