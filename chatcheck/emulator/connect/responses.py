"""The provisioning half of the Amazon Connect API: all operations and their routes."""

from __future__ import annotations

from chatcheck.emulator.connect import (
    association_calls,
    flow_calls,
    instance_calls,
    module_calls,
    routing_calls,
)
from chatcheck.emulator.connect.wire import Operation, make_route
from chatcheck.emulator.routes import Route

OPERATIONS: dict[str, Operation] = {
    **instance_calls.OPERATIONS,
    **flow_calls.OPERATIONS,
    **module_calls.OPERATIONS,
    **routing_calls.OPERATIONS,
    **association_calls.OPERATIONS,
}

ROUTES: list[Route] = [make_route(name, operation) for name, operation in OPERATIONS.items()]
