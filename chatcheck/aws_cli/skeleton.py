"""What `--generate-cli-skeleton` prints: every parameter there is, to be filled in. Pure.

Shapes are botocore's, or look like them: `type_name`, `name`, `members`, `required_members`,
`member`, `key`, `value`, `enum` and `documentation`. The text is the AWS CLI's own, with one
difference: of the values that a parameter may have it shows any, we the first, so that two runs give
the same text. A structure within itself is left empty, as there.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chatcheck.aws_cli.output.yaml_text import write_yaml_text

Json = Any

_MAP_KEY: Final = "KeyName"
_EPOCH: Final = "1970-01-01T00:00:00"
_VALUES: Final[dict[str, Json]] = {
    "integer": 0,
    "long": 0,
    "float": 0.0,
    "double": 0.0,
    "boolean": True,
    "timestamp": _EPOCH,
}
"""What stands for a value of a type; of one that is not here, such as a blob, null does."""


def write_json_skeleton(input_shape: Any) -> str:
    """Return the document for ``--cli-input-json``, with the newline at its end."""
    return json.dumps(_fill(input_shape, (), None), indent=4) + "\n"


def make_sample_output(output_shape: Any) -> Json:
    """Return an answer in which every text is the name of its member."""
    return _fill(output_shape, (), "")


def _fill(shape: Any, above: tuple[str, ...], name: str | None) -> Json:
    """Make a value of the shape; ``name`` is the text of texts, None asks for values to choose from."""
    within = (*above, shape.name)
    if shape.type_name == "structure":
        members = {} if shape.name in above else shape.members
        return {key: _fill(member, within, None if name is None else key) for key, member in members.items()}
    if shape.type_name == "list":
        return [_fill(shape.member, within, None if name is None else shape.member.name)]
    if shape.type_name == "map":
        return {_MAP_KEY: _fill(shape.value, within, None if name is None else "")}
    if shape.type_name == "string":
        return _pick_text(shape) if name is None else name
    return _VALUES.get(shape.type_name)


def _pick_text(shape: Any) -> str:
    values: Sequence[str] = getattr(shape, "enum", None) or ("",)
    return values[0]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A value in YAML: what stands behind the colon, or the lines below it."""

    inline: str = ""
    lines: tuple[str, ...] = ()
    is_list: bool = False


def write_yaml_skeleton(input_shape: Any) -> str:
    """Return the document for ``--cli-input-yaml``: each member has a comment that says what it is.

    The comment begins with ``[REQUIRED]`` where the member is; the rest is the first sentence of the
    model's documentation and, where there are such, the values to choose from.
    """
    drawn = _draw(input_shape, ())
    return "".join(f"{line}\n" for line in (drawn.lines or (drawn.inline,)))


def _draw(shape: Any, above: tuple[str, ...]) -> _Drawing:
    within = (*above, shape.name)
    if shape.type_name == "structure":
        members = {} if shape.name in above else shape.members
        return _Drawing(lines=tuple(_draw_members(shape, members, within))) if members else _Drawing("{}")
    if shape.type_name == "list":
        return _Drawing(lines=_draw_item(_draw(shape.member, within)), is_list=True)
    if shape.type_name == "map":
        return _Drawing(lines=tuple(_attach(_MAP_KEY, "", _draw(shape.value, within))))
    return _Drawing(_draw_scalar(shape))


def _draw_item(item: _Drawing) -> tuple[str, ...]:
    if item.is_list:
        # What is in a list within a list begins on a line of its own, as the AWS CLI has it.
        return ("- -", *(f"    {line[2:]}" for line in item.lines))
    first, *rest = item.lines or (item.inline,)
    return (f"- {first}", *(f"  {line}" for line in rest))


def _draw_scalar(shape: Any) -> str:
    if shape.type_name == "blob":
        return "!!binary ''"
    if shape.type_name == "timestamp":
        return _EPOCH.replace("T", " ")
    if shape.type_name == "string":
        return write_yaml_text(_pick_text(shape))
    return json.dumps(_VALUES.get(shape.type_name))


def _draw_members(shape: Any, members: dict[str, Any], within: tuple[str, ...]) -> Iterable[str]:
    done: dict[str, str] = {}
    for name, member in members.items():
        comment = _describe(member, name in shape.required_members)
        space = " " if _stands_in_line(done, name) else "  "
        yield from _attach(name, f"{space}# {comment}" if comment.strip() else "", _draw(member, within))
        done[name] = comment.strip()


def _stands_in_line(done: dict[str, str], name: str) -> bool:
    """Tell whether the comment follows another: one space before it then, else two.

    That is a quirk of the library that writes the AWS CLI's YAML. It looks for a comment at the
    member before, and else at those from the first on, but only as long as they sort before this one.
    """
    if done and done[next(reversed(done))]:
        return True
    for each, comment in done.items():
        if each >= name:
            return False
        if comment:
            return True
    return False


def _attach(name: str, comment: str, value: _Drawing) -> Iterable[str]:
    indent = "" if value.is_list else "  "
    yield f"{write_yaml_text(name)}:{f' {value.inline}' if value.inline else ''}{comment}"
    yield from (f"{indent}{line}" for line in value.lines)


def _describe(member: Any, required: bool) -> str:
    values = getattr(member, "enum", None)
    parts = [
        *(["[REQUIRED]"] if required else []),
        _read_first_sentence(member.documentation),
        *([f"Valid values are: {', '.join(values)}."] if values else []),
    ]
    return " ".join(parts)


def _read_first_sentence(documentation: str) -> str:
    """Return the documentation's text up to the first full stop or colon, on one line.

    The documentation is HTML that is taken for XML; where it is none, its tags stay.
    """
    try:
        text = "".join(ET.fromstring(f"<doc>{documentation}</doc>").itertext())
    except ET.ParseError:
        text = documentation
    sentence = re.split(r"[.:]", text, maxsplit=1)[0]
    return f"{sentence}.".replace("\n", " ").replace("\u2028", " ") if sentence else ""
