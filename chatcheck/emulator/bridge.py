"""From aiohttp to moto: one request becomes a WSGI call in a thread.

What moto needs beyond plain WSGI (all observed with moto 5.2.5): ``RAW_URI`` holds path and query still
quoted, because it matches on them; ``PATH_INFO`` is the unquoted bytes read as latin-1; the names of
``x-amz-meta-*`` headers with underscores are kept under ``moto.preserved_header_names``.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.sax.saxutils import escape

from aiohttp import web
from multidict import CIMultiDict

log = logging.getLogger("chatcheck.emulator")

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
THREADS = 8
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"})


class Bridge:
    """Carries requests to a WSGI application made by `make_app` at the first request."""

    def __init__(self, make_app: Callable[[], WsgiApp]) -> None:
        """Keep the maker: making the application may import for seconds."""
        self._make_app = make_app
        self._app: WsgiApp | None = None
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="moto")

    async def warm_up(self) -> None:
        """Make the application now, so that the first request need not wait for it."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._load)

    async def carry(self, request: web.Request) -> web.Response:
        """Answer the request; an exception that escapes the application becomes a 400, see `answer_crash`."""
        environ = make_environ(request, await request.read())
        return await self.run(self._call, environ)

    async def run(self, call: Callable[..., web.Response], *arguments: Any) -> web.Response:
        """Run `call` in the threads; an exception that escapes it becomes a 400 as well."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, call, *arguments)
        except NotImplementedError as error:
            log.warning("not supported: %s", error)
            return answer_crash(error)
        except Exception as error:
            log.exception("the embedded AWS failed to answer")
            return answer_crash(error)

    def close(self) -> None:
        """Let running calls end and take no more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _load(self) -> WsgiApp:
        if self._app is None:
            self._app = self._make_app()
        return self._app

    def _call(self, environ: dict[str, Any]) -> web.Response:
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            started[:] = [status, headers]

        chunks = self._load()(environ, start_response)
        body = b"".join(chunks)
        close = getattr(chunks, "close", None)
        if close:
            close()
        return _make_response(environ["REQUEST_METHOD"], started[0], started[1], body)


def make_environ(request: web.Request, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment of a request, with what moto needs in it. Pure."""
    path, _, query = request.raw_path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": request.raw_path,
        "REQUEST_URI": request.raw_path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": request.host.rpartition(":")[2] if ":" in request.host else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request.remote or "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    environ.update(_make_header_entries(request))
    return environ


def _make_header_entries(request: web.Request) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    preserved: dict[str, str] = {}
    dashed = {_make_key(name) for name in request.headers if "_" not in name}
    for name, value in request.headers.items():
        key = _make_key(name)
        if "_" in name:
            if not name.lower().startswith("x-amz-meta-") or key in dashed:
                continue
            preserved.setdefault(key, name)
        if key not in ("CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"):
            entries[key] = f"{entries[key]},{value}" if key in entries else value
    entries["moto.preserved_header_names"] = preserved
    return entries


def _make_key(name: str) -> str:
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def _make_response(method: str, status: str, headers: list[tuple[str, str]], body: bytes) -> web.Response:
    kept = CIMultiDict((name, value) for name, value in headers if name.lower() not in HOP_BY_HOP)
    if method == "HEAD":
        for name, value in headers:
            if name.lower() == "content-length":
                kept["Content-Length"] = value
    return web.Response(status=int(status.split(" ", 1)[0]), headers=kept, body=body)


def answer_crash(error: Exception) -> web.Response:
    """Answer a failure of the embedded AWS itself as 400 XML with the reason.

    Not 500, which makes the SDKs retry; not plain text, which the CDK CLI cannot read (observed).
    """
    text = f"the embedded AWS failed: {type(error).__name__}: {error}"
    body = (
        "<ErrorResponse><Error><Type>Sender</Type><Code>EmbeddedAwsFailure</Code>"
        f"<Message>{escape(text)}</Message></Error><RequestId>embedded</RequestId></ErrorResponse>"
    )
    return web.Response(status=400, text=body, content_type="text/xml")
