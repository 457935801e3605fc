"""Whose account it is: asked once, and never a reason for a run to fail."""

import asyncio

import pytest
from aiohttp import web

from chatcheck.converse.account import find_account

IDENTITY = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>"""


def ask(serve, monkeypatch, status, text):
    async def handle(_):
        return web.Response(status=status, text=text, content_type="text/xml")

    async def run():
        async with serve(handle) as url:
            monkeypatch.setenv("AWS_ENDPOINT_URL_STS", url)
            return await asyncio.to_thread(find_account, "us-east-1")

    return asyncio.run(run())


def test_it_is_what_sts_says(serve, monkeypatch):
    assert ask(serve, monkeypatch, 200, IDENTITY) == "123456789012"


@pytest.mark.parametrize(("status", "text"), [(200, "hello"), (403, "<html>"), (500, ""), (200, "<a/>")])
def test_an_answer_that_does_not_say_it_is_none(serve, monkeypatch, status, text):
    assert ask(serve, monkeypatch, status, text) == ""


def test_nobody_there_is_none(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1")

    assert find_account("us-east-1") == ""
