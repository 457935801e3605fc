"""``/_chatcheck/faults``: who tests says what goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable

from aiohttp import web

from chatcheck.emulator.faults.board import BOARD
from chatcheck.emulator.faults.kinds import KINDS, InvalidFault, read_fault
from chatcheck.emulator.routes import answer_json
from chatcheck.errors import suggest

LOG = logging.getLogger(__name__)
OPERATIONS = web.AppKey("operations", frozenset[str])


async def list_faults(request: web.Request) -> web.Response:  # noqa: ARG001
    """Tell the faults that are set, and all kinds there are."""
    kinds = {name: kind.summary for name, kind in KINDS.items()}
    return answer_json({"faults": BOARD.describe(), "kinds": kinds})


async def set_fault(request: web.Request) -> web.Response:
    """Set one fault: an object with `kind` and its options."""
    try:
        given = json.loads(await request.read())
        if not isinstance(given, dict):
            raise InvalidFault(["the body must be a JSON object"])
        fault = read_fault(given)
        _check_api(str(fault.options.get("api", "")), request.app[OPERATIONS])
    except InvalidFault as error:
        return answer_json({"problems": error.problems}, 400)
    except (ValueError, RecursionError) as error:
        return answer_json({"problems": [f"the body is not JSON: {error}"]}, 400)
    BOARD.put(fault)
    LOG.warning("fault %s is on: %s", fault.kind, dict(fault.options))
    return answer_json({"faults": BOARD.describe()})


async def clear_faults(request: web.Request) -> web.Response:  # noqa: ARG001
    """Set none."""
    BOARD.clear()
    LOG.warning("no fault is on")
    return answer_json({"faults": []})


def _check_api(api: str, operations: frozenset[str]) -> None:
    if api and api not in operations:
        hint = suggest(api, operations)
        raise InvalidFault([f"`api` names no operation that is served: `{api}`{'; ' + hint if hint else ''}"])


def add_routes(app: web.Application, operations: Iterable[str]) -> None:
    """Serve the admin route; `operations` are those that a fault can strike."""
    app[OPERATIONS] = frozenset(operations)
    app.router.add_get("/_chatcheck/faults", list_faults)
    app.router.add_put("/_chatcheck/faults", set_fault)
    app.router.add_delete("/_chatcheck/faults", clear_faults)
