"""The contact flows and modules on the instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import CfnResource
from aws_cdk import aws_connect as connect
from constructs import Construct

from stacks.flow_content import write_content
from stacks.flow_files import FlowFile
from stacks.naming import to_pascal

Values = Mapping[str, Mapping[str, str]]


class ContactFlows(Construct):
    """Every flow and module, each after what its content names.

    A token orders a flow after the function it names, not after the function's association with the
    instance, without which Connect refuses the flow: that dependency is made here, explicitly.

    Attributes:
        arns: ``flow`` and ``module``, each to ARNs by the file's name; on the instance `prefix` comes before.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        files: Sequence[FlowFile],
        instance_arn: str,
        prefix: str,
        values: Values,
        associations: Mapping[str, Mapping[str, CfnResource]],
    ) -> None:
        super().__init__(scope, construct_id)
        self._instance_arn = instance_arn
        self._prefix = prefix
        self.arns: dict[str, dict[str, str]] = {"flow": {}, "module": {}}
        for file in files:
            content = write_content(file, {**values, **self.arns})
            add = self._add_module if file.kind == "module" else self._add_flow
            made = add(file, content)
            for kind, name in sorted({(each.kind, each.name) for each in file.references}):
                if kind in associations:
                    made.add_resource_dependency(associations[kind][name])

    def _add_flow(self, file: FlowFile, content: str) -> CfnResource:
        flow = connect.CfnContactFlow(
            self,
            f"Flow{to_pascal(file.name)}",
            instance_arn=self._instance_arn,
            name=self._prefix + file.name,
            description=file.description or None,
            type=file.type,
            content=content,
        )
        self.arns["flow"][file.name] = flow.attr_contact_flow_arn
        return flow

    def _add_module(self, file: FlowFile, content: str) -> CfnResource:
        module = connect.CfnContactFlowModule(
            self,
            f"Module{to_pascal(file.name)}",
            instance_arn=self._instance_arn,
            name=self._prefix + file.name,
            description=file.description or None,
            content=content,
        )
        self.arns["module"][file.name] = module.attr_contact_flow_module_arn
        return module
