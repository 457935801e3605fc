"""Reading a template: JSON, or YAML with the short forms of functions."""

from __future__ import annotations

import json
from typing import Any

import yaml

from chatcheck.emulator.cloudformation.refusal import refuse

Json = Any
Template = dict[str, Json]

SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }
)


class _Loader(yaml.SafeLoader):
    """YAML without timestamps: ``2010-09-09`` stays text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _construct_short_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Json:
    if isinstance(node, yaml.SequenceNode):
        value: Json = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        value = loader.construct_scalar(node)  # type: ignore[arg-type]
    if suffix in ("Ref", "Condition"):
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _construct_short_form)


def parse_template(body: str) -> Template:
    """Return the template as plain data. Raises ServiceError when it is none."""
    template = _parse_text(body)
    if not isinstance(template, dict):
        raise refuse("Template format error: unsupported structure.")
    unknown = sorted(set(template) - SECTIONS)
    if unknown:
        raise refuse(f"Invalid template property or properties [{', '.join(map(str, unknown))}]")
    if template.get("Transform") or template.get("Hooks"):
        raise refuse("The embedded AWS does not support Transform and Hooks in templates.")
    if not isinstance(template.get("Resources"), dict) or not template["Resources"]:
        raise refuse("Template format error: At least one Resources member must be defined.")
    _check_resources(template["Resources"])
    return template


def _parse_text(body: str) -> Json:
    try:
        return json.loads(body)
    except ValueError:
        pass
    try:
        return yaml.load(body, Loader=_Loader)
    except yaml.YAMLError as error:
        raise refuse(f"Template format error: YAML not well-formed. {error}") from None


def _check_resources(resources: dict[str, Json]) -> None:
    for logical_id, definition in resources.items():
        if not isinstance(definition, dict) or not isinstance(definition.get("Type"), str):
            raise refuse(
                f"Template format error: [/Resources/{logical_id}/Type] 'null' values are not allowed"
            )
