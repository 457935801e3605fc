"""The flows that a command line names, read, and what is known around them."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatcheck.errors import Diagnostic, FlowError, SpecError
from chatcheck.flow.flow_types import TYPES
from chatcheck.flow.lint.project import Project
from chatcheck.flow.lint.run import FlowText
from chatcheck.flow.lint.settings import Settings
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.spec.source_file import is_folder, read_text

NO_FLOWS = "CF144"
_SKIPPED = frozenset({"node_modules", "cdk.out"})
_OF_ENVIRONMENTS = re.compile(r"\$\{(?:queue|hours|prompt|view):")
_OF_BOTS = re.compile(r"\$\{bot:")


@dataclass(frozen=True, slots=True)
class FlowFiles:
    """What was read.

    Attributes:
        flows: the flows to lint, in the order of the paths.
        unreadable: why other files are no flows.
        names: of all flows that are there, those beside the ones to lint too.
        count: how many files were looked at.
    """

    flows: Sequence[FlowText]
    unreadable: Sequence[Diagnostic]
    project: Project
    names: frozenset[str]
    count: int


def read_flow_files(paths: Iterable[str], settings: Settings) -> FlowFiles:
    """Read the flows at `paths`, and what stands beside them.

    Reads files. Raises SpecError where there is nothing at a path, or where environments or bots that the
    flows refer to are wrong.
    """
    files = list(dict.fromkeys(_find_files(paths)))
    flows: list[FlowText] = []
    unreadable: list[Diagnostic] = []
    for file in files:
        try:
            flows.append(_read(file, read_text(file)))
        except FlowError as error:
            unreadable += error.diagnostics
        except SpecError as error:
            if error.diagnostics[0].position is None:
                raise  # there is no file to point into
            unreadable += error.diagnostics
    beside = list(_read_beside(files))
    project = _describe_project([*beside, *flows], settings)
    names = frozenset(each.name for each in [*beside, *flows])
    return FlowFiles(flows, unreadable, project, names, len(files))


def _read(file: Path, text: str) -> FlowText:
    flow = parse_flow(text, str(file))
    return FlowText(file.stem, str(file), text, flow, _find_type(file, flow))


def _find_type(file: Path, flow: Flow) -> str:
    """Return the API's type; in a project's folder a flow that does not say is deployed as CONTACT_FLOW."""
    metadata = flow.document.get("Metadata")
    spelt = metadata.get("type") if isinstance(metadata, Mapping) else None
    default = "" if _find_specs(file) is None else "CONTACT_FLOW"
    return TYPES.get(spelt, "") if isinstance(spelt, str) else default


def _find_files(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        if not is_folder(path):
            yield path
            continue
        files = sorted(each for each in path.rglob("*.json") if _is_ours(each.relative_to(path)))
        if not files:
            raise SpecError(
                Diagnostic(NO_FLOWS, f"there is no flow in `{path}`", why="a flow is a *.json file")
            )
        yield from files


def _is_ours(path: Path) -> bool:
    return not any(part.startswith(".") or part in _SKIPPED for part in path.parts)


def _read_beside(files: Sequence[Path]) -> Iterator[FlowText]:
    """Yield the flows in the same project folders that were not asked for; what is no flow is passed over."""
    folders = dict.fromkeys(file.parent for file in files if _find_specs(file) is not None)
    named = set(files)
    for folder in folders:
        for file in sorted(folder.glob("*.json")):
            if file not in named:
                try:
                    yield _read(file, read_text(file))
                except (FlowError, SpecError):
                    continue


def _find_specs(file: Path) -> Path | None:
    """Return the folder of the project that a flow is of: it stands in its `flows`."""
    folder = file.parent.parent if file.parent.name == "flows" else None
    is_project = folder is not None and (
        (folder / "environments.yaml").is_file() or is_folder(folder / "bots")
    )
    return folder if is_project else None


def _describe_project(files: Sequence[FlowText], settings: Settings) -> Project:
    known: dict[str, frozenset[str]] = {}
    intents: dict[str, frozenset[str]] = {}
    specs = {folder for each in files if (folder := _find_specs(Path(each.file))) is not None}
    if len(specs) == 1:
        folder = specs.pop()
        for kind in ("flow", "module"):
            known[kind] = frozenset(each.name for each in files if each.node == f"{kind}:{each.name}")
        if any(_OF_ENVIRONMENTS.search(each.text) for each in files):
            known |= _read_environments(folder / "environments.yaml")
        if any(_OF_BOTS.search(each.text) for each in files):
            intents = _read_bots(folder / "bots")
            known["bot"] = frozenset(intents)
    return Project({each.node: each.flow for each in files}, known, settings.attributes, intents)


def _read_environments(file: Path) -> dict[str, frozenset[str]]:
    """Return the names that exist in any environment, by kind."""
    if not file.is_file():
        return {}
    environments = importlib.import_module("chatcheck.spec.environment").load_environments(file).values()
    return {
        kind: frozenset(name for each in environments for name in getattr(each, attribute))
        for kind, attribute in (
            ("queue", "queues"),
            ("hours", "hours"),
            ("prompt", "prompts"),
            ("view", "views"),
        )
    }


def _read_bots(folder: Path) -> dict[str, frozenset[str]]:
    if not is_folder(folder):
        return {}
    bots = importlib.import_module("chatcheck.spec.bot").load_bots(folder)
    return {name: frozenset(intent.name for intent in bot.intents) for name, bot in bots.items()}
