"""Writing an attachment to the presigned address that StartAttachmentUpload gave."""

from __future__ import annotations

import asyncio
from typing import Final

import aiohttp
from yarl import URL

from chatcheck.converse.endpoints import name_origin
from chatcheck.converse.failures import FOREIGN, is_transient, map_failure
from chatcheck.converse.file_ports import Upload
from chatcheck.converse.http_calls import misunderstood
from chatcheck.converse.refusals import read_refusal
from chatcheck.converse.retries import RetryPolicy, Tried, find_trouble, persist
from chatcheck.converse.routes import Route, Routes

DOING: Final = "uploading the attachment"
ANSWER_LIMIT_BYTES: Final = 65_536
TRY_LIMIT_S: Final = 60.0


class Uploader:
    """Performs uploads over a shared aiohttp session; an address is a secret and is never shown."""

    def __init__(self, session: aiohttp.ClientSession, retries: RetryPolicy, routes: Routes) -> None:
        """Use `session` for all uploads; it stays the caller's to close."""
        self._session = session
        self._retries = retries
        self._routes = routes

    async def put(self, upload: Upload, data: bytes) -> None:
        """Write the file, with exactly the headers that the service asks for.

        Raises TransportError; failures of the storage and broken connections are tried again, since
        the same file is written to the same place.
        """
        await persist(self._retries, DOING, lambda _: self._try_once(upload, data))

    async def _try_once(self, upload: Upload, data: bytes) -> Tried[None]:
        """Return the failure, and the trouble when another try may help."""
        place = _name_place(upload)
        try:
            status, body = await self._put_once(upload, data, self._routes.find(place))
        except FOREIGN as exception:
            return map_failure(exception, DOING, place), "failing" if is_transient(exception) else None
        if status < 300:
            return None, None
        refusal = read_refusal(DOING, place, status, "", body)
        return refusal, find_trouble(refusal)

    async def _put_once(self, upload: Upload, data: bytes, route: Route) -> tuple[int, bytes]:
        async with (
            asyncio.timeout(TRY_LIMIT_S),
            self._session.put(
                URL(upload.url, encoded=True),
                data=data,
                headers=upload.headers,
                skip_auto_headers=("Content-Type",),
                allow_redirects=False,
                proxy=route.proxy,
                ssl=route.trust,
            ) as response,
        ):
            return response.status, await response.content.read(ANSWER_LIMIT_BYTES)


def _name_place(upload: Upload) -> str:
    try:
        return name_origin(upload.url)
    except ValueError:
        raise misunderstood("StartAttachmentUpload", "the service", "its Url is no address") from None
