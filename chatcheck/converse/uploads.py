"""Writing an attachment to the presigned address that StartAttachmentUpload gave."""

from __future__ import annotations

import asyncio
from typing import Final

import aiohttp
from yarl import URL

from chatcheck.converse.endpoints import Proxies, name_origin
from chatcheck.converse.failures import FOREIGN, is_transient, map_failure
from chatcheck.converse.file_ports import Upload
from chatcheck.converse.http_calls import misunderstood
from chatcheck.converse.refusals import read_refusal
from chatcheck.converse.retries import FIRST_DELAY_S, LONGEST_DELAY_S, RetryPolicy
from chatcheck.errors import TransportError

DOING: Final = "uploading the attachment"
ANSWER_LIMIT_BYTES: Final = 65_536
TRY_LIMIT_S: Final = 60.0


class Uploader:
    """Performs uploads over a shared aiohttp session; an address is a secret and is never shown."""

    def __init__(self, session: aiohttp.ClientSession, retries: RetryPolicy, proxies: Proxies) -> None:
        """Use `session` for all uploads; it stays the caller's to close."""
        self._session = session
        self._retries = retries
        self._proxies = proxies

    async def put(self, upload: Upload, data: bytes) -> None:
        """Write the file, with exactly the headers that the service asks for.

        Raises TransportError; failures of the storage and broken connections are tried again, since
        the same file is written to the same place.
        """
        tried = 0
        while True:
            tried += 1
            failure, again = await self._try_once(upload, data)
            if failure is None:
                return
            if not again or tried >= self._retries.attempts:
                raise failure
            await asyncio.sleep(self._find_delay_s(tried))

    def _find_delay_s(self, tried: int) -> float:
        """Return how long to wait: the storage has no quota of the chat's, so one backoff serves all."""
        step_s = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** (tried - 1))
        return step_s * (0.5 + self._retries.draw() / 2)

    async def _try_once(self, upload: Upload, data: bytes) -> tuple[TransportError | None, bool]:
        """Return the failure, and whether another try may help."""
        place = _name_place(upload)
        try:
            status, body = await self._put_once(upload, data)
        except FOREIGN as exception:
            return map_failure(exception, DOING, place), is_transient(exception)
        if status < 300:
            return None, False
        refusal = read_refusal(DOING, place, status, "", body)
        return refusal, refusal.is_throttle or status >= 500

    async def _put_once(self, upload: Upload, data: bytes) -> tuple[int, bytes]:
        async with (
            asyncio.timeout(TRY_LIMIT_S),
            self._session.put(
                URL(upload.url, encoded=True),
                data=data,
                headers=upload.headers,
                skip_auto_headers=("Content-Type",),
                allow_redirects=False,
                proxy=self._proxies.find(upload.url),
            ) as response,
        ):
            return response.status, await response.content.read(ANSWER_LIMIT_BYTES)


def _name_place(upload: Upload) -> str:
    try:
        return name_origin(upload.url)
    except ValueError:
        raise misunderstood("StartAttachmentUpload", "the service", "its Url is no address") from None
