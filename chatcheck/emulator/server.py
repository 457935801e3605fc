"""The one port: who answers which request.

In this order: our own ``/_chatcheck`` calls; the chat's websocket; the participant calls, by path, because
SDKs sign them for `execute-api` and browsers not at all; Amazon Connect, by the signature's scope;
CloudFormation, by the scope too; moto for everything else.
"""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Iterable, Mapping

from aiohttp import web

from chatcheck.emulator import functions
from chatcheck.emulator.bridge import Bridge, WsgiApp
from chatcheck.emulator.cloudformation import store as stacks
from chatcheck.emulator.cloudformation.operations import answer_call
from chatcheck.emulator.connect import models as connect
from chatcheck.emulator.connect.responses import ROUTES as CONNECT_ROUTES
from chatcheck.emulator.contacts import registry
from chatcheck.emulator.contacts.responses import ROUTES as CONTACT_ROUTES
from chatcheck.emulator.faults import admin, calls
from chatcheck.emulator.faults.board import BOARD
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.guard import FOR_PAGES, guard
from chatcheck.emulator.lex import models as lex
from chatcheck.emulator.participant import websocket
from chatcheck.emulator.participant.responses import ROUTES as PARTICIPANT_ROUTES
from chatcheck.emulator.routes import (
    Route,
    ServiceError,
    answer_error,
    answer_json,
    find_route,
)
from chatcheck.emulator.scope import read_scope
from chatcheck.emulator.unsupported import refuse_unsupported

log = logging.getLogger("chatcheck.emulator")

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "x-amzn-errortype,x-amzn-requestid,x-amz-date",
}
PREFLIGHT = CORS | {
    "Access-Control-Allow-Methods": "GET,POST,PUT,OPTIONS",
    "Access-Control-Allow-Headers": "*, Authorization, Content-Type, X-Amz-Bearer, X-Amz-Date,"
    " X-Amz-User-Agent, X-Amz-Security-Token, X-Amz-Content-Sha256, amz-sdk-invocation-id, amz-sdk-request",
    "Access-Control-Max-Age": "600",
}
BRIDGE = web.AppKey("bridge", Bridge)

behaviour(
    "server",
    "signatures are read for service and region and never checked",
    "assumed",
    "every caller on the loopback interface is the user",
)
behaviour(
    "server",
    "participant calls are routed by path, whatever they are signed for",
    "observed",
    "botocore signs them for execute-api; the browser client sends X-Amz-Bearer only",
)


def make_app() -> web.Application:
    """Return the server application; moto is imported when it is first needed, see `warm_up`."""
    app = web.Application(client_max_size=0, middlewares=[guard])
    app[BRIDGE] = Bridge(_make_moto)
    app.router.add_get("/_chatcheck/health", _tell_health)
    app.router.add_get("/_chatcheck/contacts", _list_contacts)
    app.router.add_post("/_chatcheck/reset", _reset)
    served = (*CONNECT_ROUTES, *CONTACT_ROUTES, *PARTICIPANT_ROUTES)
    admin.add_routes(app, (each.operation for each in served))
    app.router.add_get("/participant/websocket/{id}", websocket.serve)
    app.router.add_route("*", "/{path:.*}", _answer)
    app.on_cleanup.append(_close_bridge)
    return app


async def warm_up(app: web.Application) -> None:
    """Import moto now, so that the first request need not wait for it (4 s on two cores)."""
    await app[BRIDGE].warm_up()


async def end_chats() -> None:
    """End every open chat, because the server goes away."""
    await registry.close_all()


async def _tell_health(request: web.Request) -> web.Response:  # noqa: ARG001
    counts = {"open_chats": registry.open_count(), "contacts": registry.total_count()}
    faults = [each["kind"] for each in BOARD.describe()]
    return answer_json({"status": "ok", **counts, "faults": faults})


async def _list_contacts(request: web.Request) -> web.Response:  # noqa: ARG001
    return answer_json({"contacts": registry.summarise()})


async def _reset(request: web.Request) -> web.Response:
    """Forget everything, faults too."""
    BOARD.clear()
    registry.reset()
    connect.reset()
    lex.reset()
    stacks.reset()
    functions.reset()
    return await request.app[BRIDGE].run(_reset_moto)


def _reset_moto() -> web.Response:
    from moto.core.base_backend import BackendDict  # noqa: PLC0415  (moto takes seconds to import)

    BackendDict.reset()
    return answer_json({"status": "reset"})


async def _answer(request: web.Request) -> web.StreamResponse:
    raw_path = request.raw_path.partition("?")[0]
    if raw_path.startswith(FOR_PAGES):
        return await _answer_participant(request, raw_path)
    scope = read_scope(request.headers.get("Authorization", ""), request.query)
    if scope.service == "connect":
        return await _answer_routed("connect", (*CONNECT_ROUTES, *CONTACT_ROUTES), request, raw_path)
    bridge = request.app[BRIDGE]
    if scope.service == "cloudformation":
        body = await request.read()
        return await bridge.run(answer_call, body, request.query_string, scope.region)
    return await bridge.carry(request)


async def _answer_participant(request: web.Request, raw_path: str) -> web.StreamResponse:
    if request.method == "OPTIONS":
        return web.Response(status=204, headers=PREFLIGHT)
    response = await _answer_routed("connectparticipant", PARTICIPANT_ROUTES, request, raw_path)
    if not response.prepared:
        response.headers.update(CORS)
    return response


async def _answer_routed(
    service: str, routes: Iterable[Route], request: web.Request, raw_path: str
) -> web.StreamResponse:
    response = await _find_answer(service, routes, request, raw_path)
    if not response.prepared:
        response.headers["x-amzn-requestid"] = str(uuid.uuid4())
    return response


async def _find_answer(
    service: str, routes: Iterable[Route], request: web.Request, raw_path: str
) -> web.StreamResponse:
    found = find_route(routes, request.method, raw_path)
    try:
        if found is None:
            raise refuse_unsupported(service, request.method, raw_path)
        route, members = found
        log.info("%s %s", service, route.operation)
        return await _perform(service, route, members, request)
    except ServiceError as error:
        log.info("%s refused: %s: %s", service, error.code, error.message)
        return answer_error(error)
    except (web.HTTPException, ConnectionError):
        raise
    except Exception as error:
        log.exception("%s failed to answer %s %s", service, request.method, raw_path)
        text = f"the embedded AWS failed: {type(error).__name__}: {error}"
        return answer_error(ServiceError("EmbeddedAwsFailure", text))  # 400: no SDK repeats the call


async def _perform(
    service: str, route: Route, members: Mapping[str, str], request: web.Request
) -> web.StreamResponse:
    """Perform an operation, or what the faults that strike it make of it. Raises ServiceError."""
    struck = calls.strike_call(service, route.operation)
    try:
        for fault in struck:
            calls.refuse(service, route.operation, fault, request)
        response = await route.handler(request, members)
    except ServiceError as error:
        response = answer_error(error)
        log.info("%s refused: %s: %s", service, error.code, error.message)
    calls.mark_date(response, struck)
    if any(fault.kind == "unanswered" for fault in struck):
        calls.break_connection(request)
    return response


def _make_moto() -> WsgiApp:
    os.environ.setdefault("MOTO_ACCOUNT_ID", connect.ACCOUNT_ID)
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415

    from chatcheck.emulator.aws import storage  # noqa: PLC0415

    storage.stop_enforcing_policies()
    functions.install()
    app: WsgiApp = DomainDispatcherApplication(create_backend_app)
    return app


async def _close_bridge(app: web.Application) -> None:
    app[BRIDGE].close()
