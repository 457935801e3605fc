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
        arns: ``flow`` and ``module``, each to ARNs by name.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        files: Sequence[FlowFile],
        instance_arn: str,
        values: Values,
        associations: Mapping[str, Mapping[str, CfnResource]],
    ) -> None:
        super().__init__(scope, construct_id)
        self.arns: dict[str, dict[str, str]] = {"flow": {}, "module": {}}
        for file in files:
            content = write_content(file, {**values, **self.arns})
            made = (
                self._add_module(file, instance_arn, content)
                if file.kind == "module"
                else (self._add_flow(file, instance_arn, content))
            )
            for kind, name in sorted({(each.kind, each.name) for each in file.references}):
                if kind in associations:
                    made.add_resource_dependency(associations[kind][name])

    def _add_flow(self, file: FlowFile, instance_arn: str, content: str) -> CfnResource:
        flow = connect.CfnContactFlow(
            self,
            f"Flow{to_pascal(file.name)}",
            instance_arn=instance_arn,
            name=file.name,
            description=file.description or None,
            type=file.type,
            content=content,
        )
        self.arns["flow"][file.name] = flow.attr_contact_flow_arn
        return flow

    def _add_module(self, file: FlowFile, instance_arn: str, content: str) -> CfnResource:
        module = connect.CfnContactFlowModule(
            self,
            f"Module{to_pascal(file.name)}",
            instance_arn=instance_arn,
            name=file.name,
            description=file.description or None,
            content=content,
        )
        self.arns["module"][file.name] = module.attr_contact_flow_module_arn
        return module
