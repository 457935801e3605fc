"""The contact flows and modules of ``specs/flows``, read and checked before anything is built.

All findings of all files come at once (CF140-CF149), each with its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from chatcheck.errors import Diagnostic, FlowError, suggest
from chatcheck.flow.flow_types import TYPES
from chatcheck.flow.graph import find_cycles
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.references import PLAIN_KINDS, Reference, find_references
from chatcheck.source import Position
from chatcheck.spec.source_file import read_text
from stacks.naming import to_pascal

INVALID_NAME = "CF140"
UNKNOWN_TYPE = "CF141"
UNKNOWN_REFERENCE = "CF142"
CIRCLE = "CF143"
NO_FLOWS = "CF144"
SAME_OUTPUT = "CF145"
LONG_DESCRIPTION = "CF146"

NAME_LIMIT_CHARS = 87
"""Connect takes names of 127 characters, and an environment's prefix has up to 40."""
DESCRIPTION_LIMIT_CHARS = 500
"""What Connect takes."""

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class FlowFile:
    """One flow or module, as its file has it.

    Attributes:
        name: the file's, without its suffix.
        kind: ``flow`` or ``module``: a module is what carries ``Settings``.
        type: Connect's type, such as ``CONTACT_FLOW``.
    """

    name: str
    path: str
    text: str
    kind: str
    type: str
    description: str
    references: tuple[Reference, ...]
    flow: Flow

    @property
    def node(self) -> str:
        """Return the name that tells a flow from a module, such as ``flow:welcome``."""
        return f"{self.kind}:{self.name}"


def load_flows(folder: str | Path) -> list[FlowFile]:
    """Read every ``*.json`` of a folder. Raises FlowError holding the findings of all files."""
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FlowError(
            Diagnostic(NO_FLOWS, f"there is no flow in `{folder}`", why="a flow is a *.json file")
        )
    files: list[FlowFile] = []
    found: list[Diagnostic] = []
    for path in paths:
        text = read_text(path)
        try:
            files.append(_read(path, text, parse_flow(text, str(path))))
        except FlowError as error:
            found += error.diagnostics
    _raise_any([*found, *_find_same_outputs(files)])
    return files


def _find_same_outputs(files: Sequence[FlowFile]) -> Iterator[Diagnostic]:
    """Yield a finding for each name that another one's output would bear: `a-2` and `a2` are both `A2`."""
    first: dict[tuple[str, str], FlowFile] = {}
    for file in files:
        other = first.setdefault((file.kind, to_pascal(file.name)), file)
        if other is not file:
            what = f"the {file.kind}s `{other.name}` and `{file.name}` would share one output"
            why = f"both would be called `{to_pascal(file.kind)}{to_pascal(file.name)}Id`"
            yield Diagnostic(SAME_OUTPUT, what, Position(file.path, 1, 1), why=why, fix="rename one of them")


def _read(path: Path, text: str, flow: Flow) -> FlowFile:
    metadata = flow.document.get("Metadata") or {}
    spelt = metadata.get("type", "contactFlow")
    start = Position(str(path), 1, 1)
    if not _NAME.fullmatch(path.stem):
        why = "the file's name is the flow's: lower-case letters, digits and single hyphens"
        raise FlowError(Diagnostic(INVALID_NAME, f"a flow cannot be named `{path.stem}`", start, why=why))
    if len(path.stem) > NAME_LIMIT_CHARS:
        what = f"the flow's name has {len(path.stem)} characters, at most {NAME_LIMIT_CHARS} are allowed"
        why = "with the longest prefix of an environment it has as many as Connect takes"
        raise FlowError(Diagnostic(INVALID_NAME, what, start, why=why, fix="give the file a shorter name"))
    description = str(metadata.get("description") or "")
    if len(description) > DESCRIPTION_LIMIT_CHARS:
        what = f"the description has {len(description)} characters"
        why = f"Connect takes at most {DESCRIPTION_LIMIT_CHARS}"
        raise FlowError(Diagnostic(LONG_DESCRIPTION, what, start, why=why, fix="shorten it in the metadata"))
    if spelt not in TYPES:
        what = f"unknown flow type `{spelt}` in the metadata"
        raise FlowError(Diagnostic(UNKNOWN_TYPE, what, start, fix=suggest(str(spelt), TYPES)))
    return FlowFile(
        name=path.stem,
        path=str(path),
        text=text,
        kind="module" if "Settings" in flow.document else "flow",
        type=TYPES[spelt],
        description=description,
        references=tuple(find_references(text, str(path))),
        flow=flow,
    )


def order_flows(files: Sequence[FlowFile], known: Mapping[str, Sequence[str]]) -> list[FlowFile]:
    """Return the files so that each comes after those it refers to. Pure.

    Args:
        files: all flows and modules.
        known: the names that exist, by kind of reference; flows and modules are added here.

    Raises FlowError for every reference to something that is not there, and for flows that refer to
    each other in a circle: Connect allows that, but CloudFormation cannot create either first.
    """
    names = {
        **known,
        **{kind: [each.name for each in files if each.kind == kind] for kind in ("flow", "module")},
    }
    _raise_any([each for file in files for each in _find_unknown(file, names)])
    by_node = {each.node: each for each in files}
    edges = {each.node: _follow(each) for each in files}
    _raise_any([_describe_circle(circle, by_node) for circle in find_cycles(edges)])
    return [by_node[node] for node in TopologicalSorter(edges).static_order()]


def _follow(file: FlowFile) -> list[str]:
    return sorted({f"{each.kind}:{each.name}" for each in file.references if each.kind in ("flow", "module")})


def _find_unknown(file: FlowFile, names: Mapping[str, Sequence[str]]) -> Iterator[Diagnostic]:
    for reference in file.references:
        kind, name = reference.kind, reference.name
        if kind in PLAIN_KINDS or name in names.get(kind, ()):
            continue
        others = [f"${{{other}:{name}}}" for other, each in names.items() if name in each]
        fix = f"did you mean `{others[0]}`?" if others else suggest(name, names.get(kind, ()))
        yield Diagnostic(
            UNKNOWN_REFERENCE,
            f"there is no {kind} `{name}`",
            reference.position,
            reference.snippet,
            why=_list_known(kind, names.get(kind, ())),
            fix="" if fix.startswith("one of") else fix,
        )


def _list_known(kind: str, known: Sequence[str]) -> str:
    if not known:
        return f"this environment has nothing of the kind `{kind}`"
    return f"of the kind `{kind}` there are: " + ", ".join(f"`{each}`" for each in sorted(known))


def _describe_circle(circle: list[str], by_node: Mapping[str, FlowFile]) -> Diagnostic:
    way = " -> ".join(node.split(":")[1] for node in [*circle, circle[0]])
    first = by_node[circle[0]]
    following = circle[1 % len(circle)]
    reference = next(each for each in first.references if f"{each.kind}:{each.name}" == following)
    return Diagnostic(
        CIRCLE,
        f"flows refer to each other in a circle: {way}",
        reference.position,
        reference.snippet,
        why="none of them can be created before the others",
        fix="let one of them take the other's id from a contact attribute instead",
    )


def _raise_any(found: list[Diagnostic]) -> None:
    if found:
        raise FlowError(found)
