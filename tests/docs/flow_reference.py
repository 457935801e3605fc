"""docs/flow-language.md: the parts that are made of the table of action types and of the interpreter."""

import re
from pathlib import Path

from chatcheck.emulator.contacts.services import MISSING
from chatcheck.flow.actions.services import ROOTS
from chatcheck.flow.catalogue import FAMILIES, FLOW_TYPES, GUIDE, LEGACY_NAMES, MODULE, RULES
from chatcheck.flow.catalogue.parameter import (
    JSON,
    LIST,
    MAP,
    OBJECT,
    PATH,
    PATH_ONLY,
    STATIC,
    TEXT,
    walk_parameters,
)
from chatcheck.flow.catalogue.rule import CHANNELS

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "flow-language.md"

KINDS = {
    STATIC: "written out",
    PATH: "written out, or one path",
    PATH_ONLY: "one path",
    TEXT: "text with paths in it",
    MAP: "an object with keys of your own",
    OBJECT: "an object",
    LIST: "a list",
    JSON: "any JSON, with paths in its texts",
}
TYPE_WORDS = {
    "CONTACT_FLOW": "inbound flows",
    "AGENT_TRANSFER": "transfers to agents",
    "QUEUE_TRANSFER": "transfers to queues",
    "CUSTOMER_QUEUE": "customer queue flows",
    "CUSTOMER_HOLD": "customer hold flows",
    "AGENT_HOLD": "agent hold flows",
    "CUSTOMER_WHISPER": "customer whispers",
    "AGENT_WHISPER": "agent whispers",
    "OUTBOUND_WHISPER": "outbound whispers",
    "CAMPAIGN": "campaigns",
    MODULE: "modules",
}
ENDS = {
    "": "Goes on at NextAction",
    "always": "Ends the flow, there is no way on",
    "on success": "Ends this flow on success: NextAction is not taken then",
    "may": "Goes on at NextAction, or ends the flow, as its parameters say",
}
NOT_EXECUTED = {
    "Loop": "loops over an array: the run ends and names it",
    "UpdateContactMediaProcessing": "processing that is switched on: the run ends and names it",
    "UpdateContactRecordingAndAnalyticsBehavior": "redaction in flight: the run ends and names it",
    "Wait": "`ContinueExecution`: the run ends and names it",
}
_PART = re.compile(
    r"(<!-- (?P<part>[a-z]+)(?:: (?P<name>[\w ,]+))? -->\n).*?(<!-- /(?P=part) -->)", re.DOTALL
)


def write_document(text):
    """Return the page with its generated parts made anew."""
    return _PART.sub(lambda found: found[1] + PARTS[found["part"]](found["name"]) + found[4], text)


def tell_here(name):
    """Return what chatcheck's interpreter does with an action type on a chat."""
    rule = RULES[name]
    if name in MISSING:
        return "its service is not set up: takes its error branch"
    if name in ROOTS:
        return "not executed: the chat ends and names it"
    if rule.chat.effect == "fails":
        has_branch = {each.name for each in rule.errors} & {each.error for each in rule.chat.failures}
        return "takes its error branch" if has_branch else "the run ends: there is no branch to take"
    if rule.chat.effect == "idle":
        return "goes on, as after success"
    return f"executed, but for {NOT_EXECUTED[name]}" if name in NOT_EXECUTED else "executed"


def tell_chat(rule):
    errors = {failure.error for failure in rule.chat.failures}
    if rule.chat.effect == "fails":
        has_branch = errors & {each.name for each in rule.errors}
        return f"`{errors.pop()}`" if has_branch else "fails, without a branch"
    return {"works": "works", "idle": "no effect"}[rule.chat.effect]


def write_summary(_):
    lines = ["| action | on a chat, Connect | on a chat, chatcheck |", "|---|---|---|"]
    for family, rules in FAMILIES.items():
        lines.append(f"| **{family}** | | |")
        for name, rule in sorted(rules.items()):
            lines.append(f"| [{name}](#{name.lower()}) | {tell_chat(rule)} | {tell_here(name)} |")
    return "\n".join(lines) + "\n"


def write_names(_):
    lines = ["| written | meant |", "|---|---|"]
    lines += [f"| `{wrong}` | `{right}` |" for wrong, right in sorted(LEGACY_NAMES.items())]
    return "\n".join(lines) + "\n"


def write_family(name):
    return "\n".join(write_action(action, rule) for action, rule in sorted(FAMILIES[name].items()))


def write_action(name, rule):
    lines = [f"### {name}", "", f"{rule.chat.says} Here: {tell_here(name)}.", ""]
    if rule.parameters:
        lines += ["| parameter | takes | |", "|---|---|---|"]
        lines += [write_row(path, each) for path, each in walk_parameters(rule.parameters) if each.name]
        lines.append("")
    return "\n".join([*lines, *(f"- {fact}" for fact in list_facts(rule))]) + "\n"


def write_row(path, parameter):
    cells = (f"`{path}`", tell_kind(parameter), ", ".join(list_limits(parameter)))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def tell_kind(parameter):
    kind = KINDS[parameter.kind]
    if parameter.item is not None and parameter.item.kind != OBJECT:
        inner = parameter.item
        values = f": {join(inner.values)}" if inner.values else ""
        kind += f", each {KINDS[inner.kind]}{values}"
    if parameter.values:
        kind += f": {join(parameter.values)}"
    return kind


def list_limits(parameter):
    if parameter.required:
        yield "required"
    if parameter.refers_to:
        yield (
            "names hours of operation" if parameter.refers_to == "hours" else f"names a {parameter.refers_to}"
        )
    if parameter.needed_when:
        yield f"required when {parameter.needed_when}"
    elif parameter.when:
        yield f"only when {parameter.when}"
    if parameter.is_number:
        yield tell_range(parameter)
    if parameter.max_chars:
        yield f"at most {parameter.max_chars} characters"
    if parameter.max_items:
        yield f"at most {parameter.max_items}"
    yield from (tell_group(group) for group in parameter.groups)
    if not parameter.documented:
        yield "undocumented"


def tell_range(parameter):
    least, most = parameter.at_least, parameter.at_most
    if least == -(2**63):
        return "a whole number"
    return f"from {least}" + ("" if most in (None, 2**63 - 1) else f" to {most:,}")


def tell_group(group):
    names = join(group.names, "and")
    if group.at_least == group.at_most == 1:
        return f"exactly one of {names}"
    return f"at least one of {names}" if group.at_least else f"at most one of {names}"


def join(names, word="or"):
    shown = [f"`{name}`" for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"


def list_facts(rule):
    yield from (tell_group(group)[0].upper() + tell_group(group)[1:] for group in rule.groups)
    if rule.result:
        yield tell_result(rule.result)
    if rule.errors:
        yield "Errors: " + ", ".join(tell_error(each) for each in rule.errors)
    is_optional = not rule.needs_next and not rule.is_terminal
    yield ENDS[rule.ends] + ("; NextAction may be missing" if is_optional else "")
    yield f"May stand in {tell_types(rule.flow_types)}"
    if rule.channels != CHANNELS:
        yield f"Works for {join(sorted(rule.channels), 'and')}"
    if rule.unsure:
        yield f"Not known surely: {', '.join(sorted(rule.unsure))}"
    page = f" ([page]({GUIDE}{rule.page}.html))" if rule.page else ""
    yield f"Source: {rule.source}{page}"


def tell_result(result):
    text = f"Conditions match {result.what}, with {join(result.operators)}"
    if result.operands:
        text += f"; operands are {join(result.operands, 'and')}"
    if result.needed:
        text += f", {join(result.needed, 'and')} must be there"
    if result.needed_from:
        text += f", and each of `{result.needed_from}`"
    return text + (f"; only when {result.when}" if result.when else "")


def tell_error(error):
    needed = "required" if error.required else "optional"
    return f"`{error.name}` {needed}" + (f" when {error.when}" if error.when else "")


def tell_types(types):
    if types == FLOW_TYPES | {MODULE}:
        return "every flow"
    return ", ".join(word for name, word in TYPE_WORDS.items() if name in types)


PARTS = {"summary": write_summary, "names": write_names, "actions": write_family}
