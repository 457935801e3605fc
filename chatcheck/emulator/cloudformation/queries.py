"""The calls that only look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.resource import Resource
from chatcheck.emulator.cloudformation.source_text import read_body
from chatcheck.emulator.cloudformation.stack import Stack
from chatcheck.emulator.cloudformation.store import Store
from chatcheck.emulator.cloudformation.template import Template, parse_template

Json = Any
Members = Mapping[str, Json]
PAGE = 100


def describe_stacks(store: Store, members: Members) -> Members:
    """DescribeStacks: one by name or id, or all that are not deleted."""
    ref = members.get("StackName")
    stacks = [store.find_stack(ref)] if ref else store.list_live()
    return _page("Stacks", [each.describe() for each in stacks], members)


def list_stacks(store: Store, members: Members) -> Members:
    """ListStacks: all, deleted ones too."""
    wanted = members.get("StackStatusFilter") or []
    found = [_summarise(each) for each in reversed(store.stacks) if not wanted or each.status in wanted]
    return _page("StackSummaries", found, members)


def describe_stack_events(store: Store, members: Members) -> Members:
    """DescribeStackEvents: newest first."""
    stack = store.find_stack(members["StackName"])
    return _page("StackEvents", stack.events.describe(stack.id, stack.name), members)


def describe_stack_resources(store: Store, members: Members) -> Members:
    """DescribeStackResources: of a stack, or one of it."""
    stack = store.find_stack(members["StackName"])
    wanted = members.get("LogicalResourceId")
    found = [each for each in stack.resources.values() if wanted in (None, each.logical_id)]
    return {
        "StackResources": [_describe_resource(stack, each) | {"Timestamp": each.changed_at} for each in found]
    }


def describe_stack_resource(store: Store, members: Members) -> Members:
    """DescribeStackResource: one by its logical id."""
    stack = store.find_stack(members["StackName"])
    found = stack.resources.get(members["LogicalResourceId"])
    if found is None:
        raise refuse(f"Resource {members['LogicalResourceId']} does not exist for stack {stack.name}")
    detail = _describe_resource(stack, found) | {"LastUpdatedTimestamp": found.changed_at}
    return {"StackResourceDetail": detail}


def list_stack_resources(store: Store, members: Members) -> Members:
    """ListStackResources."""
    stack = store.find_stack(members["StackName"])
    found = [
        _describe_resource(stack, each) | {"LastUpdatedTimestamp": each.changed_at}
        for each in stack.resources.values()
    ]
    return _page("StackResourceSummaries", found, members)


def get_template(store: Store, members: Members) -> Members:
    """GetTemplate: the text as it was given, of a stack or of a change set."""
    if members.get("ChangeSetName"):
        body = store.find_change_set(members["ChangeSetName"], members.get("StackName")).source.body
    else:
        body = store.find_stack(members["StackName"]).source.body
    return {"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]}


def get_template_summary(store: Store, members: Members) -> Members:
    """GetTemplateSummary: what a template declares."""
    stack = store.find_stack(members["StackName"]) if members.get("StackName") else None
    if stack is not None and not (members.get("TemplateBody") or members.get("TemplateURL")):
        template = stack.source.template
    else:
        template = parse_template(read_body(members, stack, store.account, store.region))
    types = sorted({each["Type"] for each in template.get("Resources", {}).values()})
    return {
        "Parameters": _declare_parameters(template),
        "Description": template.get("Description", ""),
        "ResourceTypes": types,
        "Version": template.get("AWSTemplateFormatVersion", "2010-09-09"),
    }


def validate_template(store: Store, members: Members) -> Members:
    """ValidateTemplate: refuse what is no template."""
    template = parse_template(read_body(members, None, store.account, store.region))
    keys = ("ParameterKey", "DefaultValue", "NoEcho", "Description")
    declared = [{key: each[key] for key in keys if key in each} for each in _declare_parameters(template)]
    return {"Parameters": declared, "Description": template.get("Description", "")}


def describe_change_set(store: Store, members: Members) -> Members:
    """DescribeChangeSet."""
    return store.find_change_set(members["ChangeSetName"], members.get("StackName")).describe()


def list_change_sets(store: Store, members: Members) -> Members:
    """ListChangeSets of a stack."""
    stack = store.find_stack(members["StackName"])
    return {"Summaries": [each.summarise() for each in store.change_sets if each.stack is stack]}


def list_exports(store: Store, members: Members) -> Members:
    """ListExports."""
    found = [
        {"ExportingStackId": stack.id, "Name": each.export_name, "Value": each.value}
        for stack in store.list_live()
        for each in stack.outputs
        if each.export_name
    ]
    return _page("Exports", found, members)


def list_imports(store: Store, members: Members) -> Members:
    """ListImports: the stacks that use an export."""
    return {"Imports": [each.name for each in store.list_live() if members["ExportName"] in each.imports]}


OPERATIONS: dict[str, Callable[[Store, Members], Members]] = {
    "DescribeStacks": describe_stacks,
    "ListStacks": list_stacks,
    "DescribeStackEvents": describe_stack_events,
    "DescribeStackResources": describe_stack_resources,
    "DescribeStackResource": describe_stack_resource,
    "ListStackResources": list_stack_resources,
    "GetTemplate": get_template,
    "GetTemplateSummary": get_template_summary,
    "ValidateTemplate": validate_template,
    "DescribeChangeSet": describe_change_set,
    "ListChangeSets": list_change_sets,
    "ListExports": list_exports,
    "ListImports": list_imports,
}


def _page(name: str, found: list[Json], members: Members) -> dict[str, Json]:
    start = int(members.get("NextToken") or 0)
    after = start + PAGE
    return {name: found[start:after]} | ({"NextToken": str(after)} if len(found) > after else {})


def _summarise(stack: Stack) -> dict[str, Json]:
    described = stack.describe()
    kept = ("StackId", "StackName", "CreationTime", "LastUpdatedTime", "DeletionTime", "StackStatus")
    return {key: described[key] for key in kept if key in described}


def _describe_resource(stack: Stack, resource: Resource) -> dict[str, Json]:
    return {
        "StackName": stack.name,
        "StackId": stack.id,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.type,
        "ResourceStatus": resource.status,
    }


def _declare_parameters(template: Template) -> list[dict[str, Json]]:
    return [
        {
            "ParameterKey": name,
            "ParameterType": each.get("Type", "String"),
            "NoEcho": str(each.get("NoEcho", False)).lower() == "true",
            **({"DefaultValue": str(each["Default"])} if "Default" in each else {}),
            **({"Description": each["Description"]} if "Description" in each else {}),
        }
        for name, each in template.get("Parameters", {}).items()
    ]
