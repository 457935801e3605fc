"""One option's words to the value of its member: shorthand, JSON, or text. Pure but for `read_file`.

Source of the rules: the AWS CLI's user guide, "Specifying parameter values", and the command itself.
A value that begins ``{`` or ``[`` is JSON; ``file://`` stands for the file's content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chatcheck.aws_cli import codes, shorthand
from chatcheck.aws_cli.origins import DocumentOrigin, Origin, PlainOrigin, ShorthandOrigin
from chatcheck.aws_cli.parameters import COMPLEX, FRACTIONAL, WHOLE, Parameter, Shape
from chatcheck.aws_cli.shorthand import Items, Node, Scalar
from chatcheck.errors import Diagnostic, UsageError

Json = Any
ReadFile = Callable[[str], str]
"""A path, as it was written after ``file://``, to the text of the file; raises UsageError."""
FILE, BINARY_FILE = "file://", "fileb://"


@dataclass(frozen=True, slots=True)
class Value:
    """What a member is to be, and where that was written."""

    json: Json
    origin: Origin


def read_value(parameter: Parameter, words: Sequence[str], read_file: ReadFile) -> Value:
    """Return the value that the option's words mean. Raises UsageError."""
    name, words = parameter.option, list(words)
    if len(words) == 1:
        name, words[0] = load_text(words[0], parameter.option, read_file)
    if _looks_like_json(words) or not parameter.takes_shorthand:
        return _read_unstructured(parameter, name, words)
    if parameter.takes_many:
        nodes = tuple(shorthand.parse(each, name) for each in words)
        made = [
            _convert(node, parameter.shape.member, _Place(name, each, read_file))
            for node, each in zip(nodes, words, strict=True)
        ]
        return Value(made, PlainOrigin(name, tuple(words)))
    root = shorthand.parse(words[0], name)
    made_one = _convert(root, parameter.shape, _Place(name, words[0], read_file))
    return Value(made_one, ShorthandOrigin(name, words[0], root))


def load_text(text: str, name: str, read_file: ReadFile, *, bytes_are_text: bool = False) -> tuple[str, str]:
    """Return where a text comes from and the text: itself, or the file's that it names.

    Raises UsageError for ``fileb://``, whose bytes no member takes; a whole input takes them as text.
    """
    prefix = BINARY_FILE if bytes_are_text and text.startswith(BINARY_FILE) else FILE
    if text.startswith(prefix):
        path = text.removeprefix(prefix)
        return path, read_file(path)
    if text.startswith(BINARY_FILE):
        what = f"`{text}` would give bytes, and {name} takes text"
        raise UsageError(Diagnostic(codes.FILE_UNREADABLE, what, fix="write file:// for a file of text"))
    return name, text


def _looks_like_json(words: Sequence[str]) -> bool:
    return bool(words) and (_begins(words[0], "[") or _begins(words[0], "{"))


def _begins(text: str, bracket: str) -> bool:
    return text.strip().startswith(bracket)


def _read_unstructured(parameter: Parameter, name: str, words: Sequence[str]) -> Value:
    kind = parameter.kind
    if kind in ("structure", "map") or (kind == "list" and len(words) == 1 and _begins(words[0], "[")):
        return _read_json(parameter, name, words[0])
    if kind != "list":
        return Value(
            _convert_text(words[0], parameter.shape, _Place(name, words[0])), PlainOrigin(name, tuple(words))
        )
    if name != parameter.option:
        what = f"{parameter.option} takes a JSON list from a file"
        raise UsageError(Diagnostic(codes.NOT_JSON, what, *shorthand.locate(words[0], 0, name)))
    member = parameter.shape.member
    if member.type_name in COMPLEX:
        made = [parse_json(each, name) for each in words]
    else:
        made = [_convert_text(each, member, _Place(name, each)) for each in words]
    return Value(made, PlainOrigin(name, tuple(words)))


def _read_json(parameter: Parameter, name: str, text: str) -> Value:
    value = parse_json(text, name)
    wanted, opening = (list, "[") if parameter.kind == "list" else (dict, "{")
    if not isinstance(value, wanted):
        place = shorthand.locate(text, len(text) - len(text.lstrip()), name)
        given = "list" if isinstance(value, list) else "map"
        what = f"{parameter.option} takes a {parameter.kind}, and this is a {given}"
        fix = f"begin with `{opening}`, or write {parameter.option} {parameter.placeholder}"
        raise UsageError(Diagnostic(codes.WRONG_TYPE, what, *place, fix=fix))
    return Value(value, DocumentOrigin(name, text))


def parse_json(text: str, name: str) -> Json:
    """Read JSON as the AWS CLI does, by Python's reader. Raises UsageError with line and column."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        offset, what = error.pos, f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
    except (RecursionError, ValueError):
        offset, what = 0, "this JSON is nested too deep, or holds a number too long"
    raise UsageError(Diagnostic(codes.NOT_JSON, what, *shorthand.locate(text, offset, name)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A text under reading, for messages; `read_file` where it may name files by ``@=``."""

    name: str
    text: str
    read_file: ReadFile | None = None

    def refuse(self, start: int, code: str, what: str) -> UsageError:
        return UsageError(Diagnostic(code, what, *shorthand.locate(self.text, start, self.name)))


def _convert(node: Node, shape: Shape | None, place: _Place) -> Json:
    """Make plain data of shorthand, with the types of the shape where it is known.

    What does not fit the shape stays as it is; `checks` says so. A single value where a list belongs
    becomes a list of one, whose inside keeps its texts, as in the AWS CLI.
    """
    kind = shape.type_name if shape is not None else "string"
    if isinstance(node, Scalar) and kind not in COMPLEX:
        return _convert_text(_load_scalar(node, place), shape, place, node.start)
    if isinstance(node, Scalar):
        text = _load_scalar(node, place)
        return [text] if kind == "list" else text
    if isinstance(node, Items):
        inner = shape.member if shape is not None and kind == "list" else None
        return [_convert(each, inner, place) for each in node.nodes]
    if kind == "list":
        return [_convert(node, None, place)]
    return {key: _convert(each, _find_inner(shape, kind, key), place) for key, each in node.nodes.items()}


def _find_inner(shape: Shape | None, kind: str, key: str) -> Shape | None:
    if kind == "structure" and shape is not None:
        return shape.members.get(key)
    return shape.value if kind == "map" and shape is not None else None


def _load_scalar(node: Scalar, place: _Place) -> str:
    if not node.from_file or place.read_file is None:
        return node.text
    return load_text(node.text, place.name, place.read_file)[1]


def _convert_text(text: str, shape: Shape | None, place: _Place, start: int = 0) -> Json:
    kind = shape.type_name if shape is not None else "string"
    if kind in WHOLE or kind in FRACTIONAL:
        try:
            return int(text) if kind in WHOLE else float(text)
        except ValueError:
            wanted = "a whole number" if kind in WHOLE else "a number"
            raise place.refuse(start, codes.NOT_A_NUMBER, f"`{text}` is not {wanted}") from None
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text
