"""A flow file's references, put in place as CDK tokens."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.references import Reference, substitute
from stacks.flow_files import FlowFile


def write_content(file: FlowFile, values: Mapping[str, Mapping[str, str]]) -> str:
    """Return a flow's content with each reference replaced by its value, mostly a token.

    Pure. `values` maps kind and name to the value; kinds without a name use the empty name. Every
    reference must have one: `flow_files.order_flows` has seen to it.
    """

    def resolve(reference: Reference) -> str:
        return values[reference.kind][reference.name]

    return substitute(file.text, resolve, file.path)
