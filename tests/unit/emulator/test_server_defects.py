"""A defect of the embedded AWS itself is one clear answer that no SDK repeats."""

import asyncio
import json

from aiohttp.test_utils import make_mocked_request

from chatcheck.emulator import server
from chatcheck.emulator.routes import Route


def test_an_unexpected_exception_is_answered_as_400_and_logged(caplog):
    async def fail(request, members):
        raise KeyError("lost")

    route = Route("Fail", "GET", "/fail", fail)
    request = make_mocked_request("GET", "/fail")
    answer = asyncio.run(server._answer_routed("connect", [route], request, "/fail"))
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "EmbeddedAwsFailure")
    assert "KeyError: 'lost'" in json.loads(answer.text)["Message"]
    assert "connect failed to answer GET /fail" in caplog.text
