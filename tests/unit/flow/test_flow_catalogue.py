"""The table of action types: complete, coherent, and true of what the console published."""

from __future__ import annotations

import json
import re

import pytest

from chatcheck.flow.catalogue import (
    ALL_OPERATORS,
    FAMILIES,
    FLOW_TYPES,
    INVENTED_NAMES,
    LEGACY_NAMES,
    MODULE,
    REFUSED_OPERATORS,
    RULES,
    Group,
    Parameter,
    When,
)
from chatcheck.flow.catalogue.parameter import (
    LIST,
    MAP,
    OBJECT,
    PATH_ONLY,
    STATIC,
    find_value,
    walk_parameters,
)
from chatcheck.flow.parameter_texts import check_text

SCALARS = ("static", "path", "path only", "text")
ROWS = sorted(RULES.items())
NAMES = [name for name, _ in ROWS]
rows = pytest.mark.parametrize(("name", "rule"), ROWS, ids=NAMES)


def test_all_types_that_aws_documents_are_there():
    renamed = {"UntagContact", "UpdateContactRoutingCriteria"}
    documented = {name for name, rule in ROWS if rule.documented} | renamed

    assert len(documented) == 56
    assert sum(len(family) for family in FAMILIES.values()) == len(RULES)


@rows
def test_a_row_says_where_it_comes_from_and_what_a_chat_meets(name, rule):
    assert re.match(r"[DSC]\b|second-hand", rule.source)
    assert rule.chat.says.endswith(".")
    assert rule.page or not rule.documented
    assert rule.flow_types
    assert rule.flow_types <= FLOW_TYPES | {MODULE}


@rows
def test_names_are_written_once_and_groups_name_what_is_there(name, rule):
    for parameters, groups in list_levels(rule):
        names = [each.name for each in parameters]
        assert len(names) == len(set(names))
        for group in groups:
            assert set(group.names) <= set(names)
            assert 0 <= group.at_least <= group.at_most <= len(group.names)


def list_levels(rule):
    yield rule.parameters, rule.groups
    for _, each in walk_parameters(rule.parameters):
        if each.members:
            yield each.members, each.groups


@rows
def test_conditions_of_a_row_are_about_parameters_that_it_has(name, rule):
    paths = {path for path, _ in walk_parameters(rule.parameters)}
    conditions = [each.when for each in (*rule.errors, *rule.chat.failures)]
    conditions += [
        when for _, each in walk_parameters(rule.parameters) for when in (each.when, each.needed_when)
    ]
    conditions.append(rule.result and rule.result.when)

    assert {when.path for when in conditions if when} <= paths


@rows
def test_kinds_have_what_they_need(name, rule):
    for path, each in walk_parameters(rule.parameters):
        assert (each.item is not None) is (each.kind in (MAP, LIST)), path
        assert bool(each.members) is (each.kind == OBJECT), path
        assert not each.values or each.kind in SCALARS, path
        assert not (each.is_number and each.values), path


@rows
def test_what_ends_the_flow_has_no_way_out(name, rule):
    if rule.is_terminal:
        assert not rule.needs_next
        assert not rule.errors
        assert rule.result is None


@rows
def test_the_branch_that_a_chat_takes_is_one_of_the_action(name, rule):
    branches = {each.name for each in rule.errors}
    for failure in rule.chat.failures:
        assert failure.error in branches or name in ("TransferContactToAgent", "CompleteOutboundCall")
    assert rule.is_dead_on_chat is any(each.when is None for each in rule.chat.failures)
    assert "CHAT" in rule.channels or rule.chat.effect != "works"


@rows
def test_results_have_operators_that_exist(name, rule):
    if rule.result:
        assert set(rule.operators) <= set(ALL_OPERATORS)
        assert set(rule.result.needed) <= set(rule.result.operands)
        assert not rule.result.needed_from or rule.result.needed_from in {
            each.name for each in rule.parameters
        }


def test_other_names_lead_to_a_type_that_exists():
    assert set(LEGACY_NAMES.values()) <= set(RULES)
    assert not (set(LEGACY_NAMES) | INVENTED_NAMES) & set(RULES)
    assert set(REFUSED_OPERATORS.values()) <= set(ALL_OPERATORS)
    assert not set(REFUSED_OPERATORS) & set(ALL_OPERATORS)


@pytest.mark.parametrize(
    ("when", "parameters", "holds"),
    [
        (When("A"), {"A": "x"}, True),
        (When("A"), {}, False),
        (When("A.B"), {"A": {"B": "x"}}, True),
        (When("A.B"), {"A": "x"}, False),
        (When("A", ("True",)), {"A": "true"}, True),
        (When("A", ("True",)), {"A": True}, True),
        (When("A", ("True",)), {"A": "False"}, False),
        (When("A", ("x",)), {"A": ["y", "x"]}, True),
        (When("A", ("x",)), {"A": []}, False),
        (When("A", ("True",), negated=True), {}, True),
        (When("A", ("True",), negated=True), {"A": "True"}, False),
    ],
)
def test_a_condition_on_parameters(when, parameters, holds):
    assert when.holds(parameters) is holds


def test_a_condition_says_itself():
    assert str(When("A", ("True",), negated=True)) == "`A` is not True"
    assert str(When("A")) == "`A` is given"


@pytest.mark.parametrize(
    ("parameter", "text", "accepted"),
    [
        (Parameter("A", STATIC), "anything", True),
        (Parameter("A", STATIC, values=("Enabled", "Disabled")), "Enabled", True),
        (Parameter("A", STATIC, values=("Enabled", "Disabled")), "enabled", False),
        (Parameter("A", STATIC, values=("True", "False")), "true", True),
        (Parameter("A", STATIC, values=("True", "False")), "yes", False),
        (Parameter("A", STATIC, at_least=0, at_most=100), "0", True),
        (Parameter("A", STATIC, at_least=0, at_most=100), "101", False),
        (Parameter("A", STATIC, at_least=1), "0", False),
        (Parameter("A", STATIC, at_least=1), "1.5", False),
        (Parameter("A", STATIC, at_least=1), "٣", False),
        (Parameter("A", STATIC, at_least=1), "9" * 5000, False),
        (Parameter("A", STATIC, at_least=-5), "-5", True),
        (Parameter("A", STATIC, at_most=2**63 - 1), str(2**63 - 1), True),
        (Parameter("A", STATIC, at_most=2**63 - 1), str(2**63), False),
        (Parameter("A", STATIC, max_chars=3), "abcd", False),
    ],
)
def test_what_may_be_written_out(parameter, text, accepted):
    assert (not list(check_text(text, parameter, ("Parameters", "A")))) is accepted


def test_errors_depend_on_the_parameters():
    rule = RULES["GetParticipantInput"]

    assert rule.list_required_errors({}) == (
        "InputTimeLimitExceeded",
        "NoMatchingCondition",
        "NoMatchingError",
    )
    assert rule.list_required_errors({"StoreInput": "True"}) == ("NoMatchingError",)
    assert not rule.allows_error("NoMatchingCondition", {"StoreInput": "True"})
    assert not RULES["Compare"].allows_error("NoMatchingError", {})


def test_what_a_chat_meets_depends_on_the_parameters():
    assert RULES["MessageParticipant"].chat.find_error({"Text": "hi"}) is None
    assert RULES["MessageParticipant"].chat.find_error({"SSML": "<speak/>"}) == "NoMatchingError"
    behaviour = RULES["UpdateContactRecordingAndAnalyticsBehavior"].chat
    assert behaviour.find_error({"VoiceBehavior": {}}) == "ChannelMismatch"
    assert RULES["UpdateContactTextToSpeechVoice"].chat.find_error({}) is None


def test_what_the_console_published_keeps_to_the_table(corpus_files):
    tried, found = 0, []
    for file in corpus_files:
        document = json.loads(file.read_text("utf-8"))
        status = document.get("Metadata", {}).get("status", "")
        if status.lower() != "published" or "Actions" not in document:
            continue
        for action in document["Actions"]:
            tried += 1
            found += [f"{file.name}: {action['Type']}: {each}" for each in list_deviations(action)]

    assert tried > 200
    assert found == []


def list_deviations(action):
    rule, parameters = RULES[action["Type"]], action.get("Parameters", {})
    yield from check_members(rule.parameters, rule.groups, parameters, "", parameters)
    transitions = action.get("Transitions", {})
    errors = [each["ErrorType"] for each in transitions.get("Errors", [])]
    yield from (f"extra {each}" for each in errors if not rule.allows_error(each, parameters))
    yield from (f"no {each}" for each in rule.list_required_errors(parameters) if each not in errors)
    for branch in transitions.get("Conditions", []):
        yield from check_condition(rule, parameters, branch["Condition"])
    if rule.needs_next and not transitions.get("NextAction"):
        yield "no NextAction"


def check_condition(rule, parameters, condition):
    result = rule.result
    if result is None or (result.when and not result.when.holds(parameters)):
        yield "conditions"
        return
    (operand,) = condition["Operands"]
    if condition["Operator"] not in result.operators:
        yield f"operator {condition['Operator']}"
    if result.operands and operand not in result.operands:
        yield f"operand {operand}"
    if result.pattern and not re.fullmatch(result.pattern, operand):
        yield f"operand {operand}"


def check_members(known, groups, values, path, root):
    by_name = {each.name: each for each in known}
    for name, value in values.items():
        if name in by_name:
            yield from check_value(by_name[name], value, f"{path}.{name}", root)
        else:
            yield f"unknown {path}.{name}"
    for each in known:
        wanted = each.required or (each.needed_when and each.needed_when.holds(root))
        if wanted and each.name not in values:
            yield f"missing {path}.{each.name}"
    for group in groups:
        yield from check_group(group, values)


def check_group(group: Group, values):
    count = sum(find_value(values, name) is not None for name in group.names)
    if not group.at_least <= count <= group.at_most:
        yield f"{count} of {group.names}"


def check_value(parameter, value, path, root):
    if parameter.when and not parameter.when.holds(root):
        yield f"{path} is not for this action"
    if parameter.kind in SCALARS:
        if isinstance(value, dict | list):
            yield f"{path} is no text"
        elif not str(value) or str(value).startswith("$"):
            return  # exports of the corpus have their ids blanked
        elif parameter.kind == PATH_ONLY or list(check_text(str(value), parameter, ("Parameters", path))):
            yield f"{path} is {value}"
    elif parameter.kind == OBJECT:
        yield from check_members(parameter.members, parameter.groups, value, path, root)
    elif parameter.kind in (MAP, LIST):
        for each in value.values() if parameter.kind == MAP else value:
            yield from check_value(parameter.item, each, f"{path}[]", root)
