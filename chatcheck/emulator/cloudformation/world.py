"""What stacks see of everything outside them: SSM parameters, and the exports of other stacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from chatcheck.emulator.cloudformation.conditions import decide_conditions
from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.scope import Referable, Scope, make_pseudo_parameters
from chatcheck.emulator.cloudformation.stack import Output, Source, Stack


@dataclass(frozen=True)
class World:
    """One account and region; `list_stacks` returns its stacks that are not deleted."""

    account: str
    region: str
    list_stacks: Callable[[], Iterable[Stack]]

    def read_parameter(self, name: str) -> str:
        """Return the value of an SSM parameter, ``name`` or ``name:version``. Raises ServiceError."""
        from moto.ssm.models import ssm_backends  # noqa: PLC0415  (moto takes seconds to import)

        found = ssm_backends[self.account][self.region].get_parameter(name)
        if found is None:
            raise refuse(
                f"Unable to fetch parameters [{name}] from parameter store for this account."
                f" (there is no SSM parameter {name} in {self.region})"
            )
        return str(found.value)

    def read_export(self, name: str) -> str:
        """Return the value of an export. Raises ServiceError when no stack exports it."""
        for stack in self.list_stacks():
            for output in stack.outputs:
                if output.export_name == name:
                    return output.value
        raise refuse(f"No export named {name} found.")

    def check_exports(self, stack: Stack, outputs: Iterable[Output]) -> None:
        """Check what the stack would export: nothing that another exports, everything that another imports.

        Raises ServiceError (documented: an export in use can be neither removed nor changed).
        """
        wanted = {each.export_name: each.value for each in outputs if each.export_name}
        others = [each for each in self.list_stacks() if each is not stack]
        for other in others:
            for output in other.outputs:
                if output.export_name in wanted:
                    raise refuse(
                        f"Export with name {output.export_name} is already exported by stack {other.name}"
                    )
        for output in stack.outputs:
            if output.export_name and wanted.get(output.export_name) != output.value:
                users = [each.name for each in others if output.export_name in each.imports]
                if users:
                    verb = "updated" if output.export_name in wanted else "deleted"
                    raise refuse(
                        f"Export {output.export_name} cannot be {verb} as it is in use by {', '.join(users)}"
                    )


def open_scope(
    world: World, stack: Stack, source: Source, resources: Mapping[str, Referable], imports: set[str]
) -> Scope:
    """Return the scope of a template, conditions decided; names of imported exports go into `imports`."""

    def import_value(name: str) -> str:
        imports.add(name)
        return world.read_export(name)

    scope = Scope(
        parameters=source.parameters.resolved,
        pseudo=make_pseudo_parameters(stack.id, stack.name, world.account, world.region),
        mappings=source.template.get("Mappings", {}),
        resources=resources,
        import_value=import_value,
    )
    scope.conditions = decide_conditions(source.template.get("Conditions", {}), scope)
    return scope
