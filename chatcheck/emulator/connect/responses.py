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
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import Route

behaviour(
    "connect",
    "ClientToken of calls that provision is not looked at: the same call again is another call",
    "assumed",
    "Connect answers a repeated token as the first time, for how long is not documented",
)
behaviour(
    "connect",
    "members that would have no effect (quick connects and e-mail addresses of a queue, parents of hours ...)"
    " are refused by name",
    "assumed",
    "Connect serves them; what is passed over in silence would pass here and differ there",
)

OPERATIONS: dict[str, Operation] = {
    **instance_calls.OPERATIONS,
    **flow_calls.OPERATIONS,
    **module_calls.OPERATIONS,
    **routing_calls.OPERATIONS,
    **association_calls.OPERATIONS,
}

UNSUPPORTED = {
    "CreateContactFlowModule": ("ExternalInvocationConfiguration",),
    "CreateHoursOfOperation": ("ParentHoursOfOperationConfigs",),
    "CreateQueue": ("EmailAddressesConfig", "OutboundEmailConfig", "QuickConnectIds"),
    "CreateRoutingProfile": ("ManualAssignmentQueueConfigs",),
}
"""Members of operations that are refused, since they would be passed over."""

ROUTES: list[Route] = [
    make_route(name, operation, UNSUPPORTED.get(name, ())) for name, operation in OPERATIONS.items()
]
