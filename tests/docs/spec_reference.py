"""docs/spec.md: the parts that are made of the schema and the codes, and the examples in it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from chatcheck.spec import codes

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "spec.md"
SCHEMA = ROOT / "chatcheck" / "spec" / "chat.schema.json"
VARIABLES = {"order": "A1002"}
"""What the page gives with `--var`."""
ENVIRONMENT = {"CUSTOMER": "Ada"}
"""What the page sets in the environment."""

_STEP = "$defs/Chat/properties/steps/items/properties"
_AFTER = "$defs/Chat/properties/after/properties"
_MATCHER = "$defs/Matcher/properties"
PLACES = {
    "file": "properties",
    "defaults": "properties/defaults/properties",
    "chat": "$defs/Chat/properties",
    "start": "$defs/Start/properties",
    "steps": _STEP,
    "matchers": f"{_STEP}/expect/properties",
    "never": f"{_STEP}/never/properties",
    "send": f"{_STEP}/send/properties",
    "choose": f"{_STEP}/choose/properties",
    "attach": f"{_STEP}/attach/properties",
    "wait": f"{_STEP}/wait/properties",
    "reconnect": f"{_STEP}/reconnect/properties",
    "shared steps": "$defs/SharedSteps/properties",
    "length": f"{_MATCHER}/length/properties",
    "json": f"{_MATCHER}/json/properties",
    "attachment": f"{_MATCHER}/attachment/properties",
    "after": _AFTER,
    "after.ended": f"{_AFTER}/ended/properties",
    "after.duration": f"{_AFTER}/duration/properties",
    "after.transcript": f"{_AFTER}/transcript/properties",
}
"""Which keys a table shows, and where the schema describes them."""
_KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
_KEYS = re.compile(r"(<!-- keys: (?P<place>[\w. ]+) -->\n).*?(<!-- /keys -->)", re.DOTALL)
_CODES = re.compile(r"(<!-- codes -->\n).*?(<!-- /codes -->)", re.DOTALL)
_BLOCK = re.compile(r"(?:<!-- (?P<mark>[^\n]*) -->\n)?```(?P<language>\w+)\n(?P<text>.*?)```", re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A fenced block; `mark` is what the comment above it says, `place` the heading it stands under."""

    place: str
    mark: str
    language: str
    text: str

    @property
    def kind(self):
        if self.mark:
            return self.mark.partition(":")[0]
        return "spec" if self.language == "yaml" else self.language

    @property
    def name(self):
        """Of a file, its name; of an example, what it needs beyond the deployed example."""
        return self.mark.partition(":")[2].strip()


def load_schema():
    return json.loads(SCHEMA.read_text("utf-8"))


def find(schema, place):
    """Return what stands at a path of keys joined by `/`, references followed."""
    here = schema
    for key in place.split("/"):
        here = follow(schema, here[key])
    return here


def follow(schema, node):
    """Return what a node means: what it refers to, under what it says itself."""
    if "$ref" not in node:
        return node
    return {**follow(schema, find(schema, node["$ref"].removeprefix("#/"))), **node}


def write_document(text):
    """Return the page with its generated parts made anew."""
    schema = load_schema()
    text = _KEYS.sub(lambda found: found[1] + write_table(schema, found["place"]) + found[3], text)
    return _CODES.sub(lambda found: found[1] + write_codes() + found[2], text)


def write_table(schema, place):
    owner = find(schema, PLACES[place].rpartition("/")[0]) if "/" in PLACES[place] else schema
    lines = ["| key | takes | what it is | for example |", "|---|---|---|---|"]
    for key, node in list_rows(schema, place):
        needed = ", required" if key in owner.get("required", ()) else ""
        cells = (f"`{key}`{needed}", name_kinds(node), describe(node), show_examples(node))
        lines.append("| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |")
    return "\n".join(lines) + "\n"


def list_rows(schema, place):
    """Return the keys of a table; of `never` only those that it does not share with `expect`."""
    keys = find(schema, PLACES[place])
    shared = find(schema, PLACES["matchers"]) if place == "never" else {}
    return [(key, follow(schema, node)) for key, node in keys.items() if node != shared.get(key)]


def name_kinds(node):
    kinds = node.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_KINDS[kind] for kind in kinds) or (
        "a matcher" if "properties" in node else "any value"
    )


def describe(node):
    text = node["description"]
    if "enum" in node:
        text += " One of " + ", ".join(f"`{each}`" for each in node["enum"]) + "."
    return text


def show_examples(node):
    return ", ".join(f"`{write_flow(each)}`" for each in node.get("examples", ()))


def write_flow(value):
    text = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**6)
    return text.removesuffix("\n").removesuffix("\n...")


def write_codes():
    """Return the table of the codes of chat specs, as the comments below them say it."""
    source = Path(codes.__file__).read_text("utf-8")
    found = re.findall(r'^[A-Z_]+: Final = "(S1[0-3]\d)"\n"""(.*?)"""', source, re.MULTILINE | re.DOTALL)
    rows = [f"| {code} | {what} |" for code, what in sorted(found)]
    return "\n".join(["| code | finding |", "|---|---|", *rows]) + "\n"


def list_examples(text=None):
    """Return the fenced blocks of the page, in order."""
    text = DOCUMENT.read_text("utf-8") if text is None else text
    examples = []
    for found in _BLOCK.finditer(text):
        place = _HEADING.findall(text, 0, found.start())[-1]
        examples.append(Example(place, found["mark"] or "", found["language"], found["text"]))
    return examples


def list_specs(examples, need=""):
    """Return the file name and text of each spec that the page shows; `need` chooses by what they need."""
    (head,) = (each.text for each in examples if each.kind == "head")
    specs = {}
    for example in examples:
        if example.kind in _WRAPPERS and example.name == need:
            stem = re.sub(r"\W+", "-", example.place.lower()).strip("-")
            specs[f"{len(specs):02}-{stem}.chat.yaml"] = _WRAPPERS[example.kind](example, head)
    return specs


_WRAPPERS = {
    "spec": lambda example, head: example.text,
    "chats": lambda example, head: head + indent(example.text, 2),
    "steps": lambda example, head: (
        head + f"  - name: {json.dumps(example.place)}\n    steps:\n" + indent(example.text, 6)
    ),
}


def indent(text, count):
    return "".join(" " * count + line if line.strip() else line for line in text.splitlines(keepends=True))


def write_files(examples, folder):
    """Write the files that specs of the page name."""
    for example in examples:
        if example.kind == "file":
            path = folder / example.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(example.text.removesuffix("\n"), "utf-8")


def write_specs(folder, need=""):
    """Write the specs of the page, and the files that they name; returns their paths."""
    examples = list_examples()
    write_files(examples, folder)
    paths = []
    for name, text in list_specs(examples, need).items():
        paths.append(folder / name)
        paths[-1].write_text(text, "utf-8")
    return paths
