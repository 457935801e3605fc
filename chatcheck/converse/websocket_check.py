"""The one check that starts a contact: whether its websocket can be opened from here."""

from __future__ import annotations

from chatcheck.converse.access import Access
from chatcheck.converse.checks import Check
from chatcheck.converse.clock import SystemClock
from chatcheck.converse.deadlines import Limits
from chatcheck.converse.open_chat import OpenChat
from chatcheck.converse.ports import Ledger
from chatcheck.converse.services import open_service
from chatcheck.errors import TransportError
from chatcheck.render.deployment import Deployment
from chatcheck.render.run_mark import mark_document
from chatcheck.transcript import Outcome, Transcript

CONNECTIONS = 3
NAME = "websocket"


async def check_websocket(deployment: Deployment, run_id: str, ledger: Ledger) -> Check:
    """Start a contact with the first flow, open its websocket, and end it; what fails is a finding."""
    if not deployment.flows:
        return Check(NAME, "warn", "not tried: the deployment has no flow", "name one by --flow NAME=ID")
    flow = min(deployment.flows)
    document = {
        "InstanceId": deployment.instance_id,
        "ContactFlowId": deployment.flows[flow],
        "ParticipantDetails": {"DisplayName": "chatcheck doctor"},
    }
    try:
        async with open_service(Access(deployment.region), CONNECTIONS) as service:
            marked = mark_document(document, run_id)
            chat = OpenChat(service, marked, SystemClock(), Limits(), ledger=ledger)

            async def converse() -> Outcome:
                await chat.connect(await chat.start())
                return "disconnected"

            def describe(outcome: Outcome, failure: str) -> Transcript:
                return Transcript("", NAME, chat.contact_id, "", outcome, failure=failure)

            held = await chat.hold(converse, describe)
    except TransportError as failure:
        return Check(NAME, "fail", failure.diagnostics[0].what, failure.diagnostics[0].fix, is_broken=True)
    if held.outcome == "broken":
        fix = "let websockets through: *.transport.connect.<region>.amazonaws.com, port 443"
        return Check(NAME, "fail", held.failure.splitlines()[0], fix, is_broken=True)
    return Check(NAME, "ok", f"a contact with the flow {flow} was started, connected and ended")
