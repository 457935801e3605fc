"""Who is let in: programs of this machine, and of web pages only those that hold a chat.

The port asks for no credentials, so that whatever reaches it can deploy functions and run them. A page of the
web that is open in a browser of this machine must not.
"""

from __future__ import annotations

import logging

from aiohttp import web

from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError, answer_error

log = logging.getLogger("chatcheck.emulator")

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
FOR_PAGES = "/participant/"

behaviour(
    "server",
    "web pages may call the participant service and nothing else: AWS answers pages that sign their calls",
    "assumed",
    "a page needs no signature here, and functions are run: it must not deploy any",
)


@web.middleware
async def guard(request: web.Request, handler: object) -> web.StreamResponse:
    """Answer 403 to whom is not let in."""
    problem = find_problem(request)
    if problem is not None:
        log.warning("refused %s %s: %s", request.method, request.path, problem.message)
        return answer_error(problem)
    assert callable(handler)
    response: web.StreamResponse = await handler(request)
    return response


def find_problem(request: web.Request) -> ServiceError | None:
    """Return why a request is not let in, or None. Pure.

    A host name that is not this machine's is a page's, which has bound a name of its own to our address.
    Browsers tell the origin of whatever a page sends, but for what it only shows, such as an image; of that
    they tell that it is another site's.
    """
    name = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdigit() else request.host
    if name not in LOOPBACK_NAMES and not name.endswith(".localhost"):
        return ServiceError("InvalidHost", f"this server answers for localhost only, not {name}", 403)
    is_of_a_page = "Origin" in request.headers or request.headers.get("Sec-Fetch-Site", "none") != "none"
    if is_of_a_page and not request.raw_path.startswith(FOR_PAGES):
        return ServiceError("InvalidOrigin", "a web page may hold a chat here, and call nothing else", 403)
    return None
