"""Reading a template: JSON, or YAML with the short forms of functions."""

from __future__ import annotations

import json
from typing import Any

import yaml

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.template_form import check_form

Json = Any
Template = dict[str, Json]


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
    check_form(template)
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
