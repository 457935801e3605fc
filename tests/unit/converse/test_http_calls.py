"""Calls are repeated where that helps, bounded where nothing does, and never leak another library's error."""

import asyncio
import dataclasses
import gzip
import json

import aiohttp
import pytest
from aiohttp import web

from chatcheck.converse import http_calls
from chatcheck.converse.connect_http import HttpChatService
from chatcheck.converse.ports import Connection
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.converse.retries import RetryPolicy, hear_retries
from chatcheck.errors import DeadlineExceeded, TransportError

AT_ONCE = RetryPolicy(attempts=3, throttled_attempts=5, full_attempts=4, draw=lambda: 0.0)
STARTED = {"ContactId": "c1", "ParticipantId": "p1", "ParticipantToken": "t1"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("chatcheck.converse.retries.FIRST_DELAY_S", 0.001)


def ask(serve, point_to, handle, call, timeout_s=60.0):
    async def run():
        async with serve(handle) as url, aiohttp.ClientSession() as session:
            return await call(HttpChatService(session, point_to(url, timeout_s), AT_ONCE))

    return asyncio.run(run())


def start(service):
    return service.start_chat({"InstanceId": "i1"})


def answering(*answers):
    """Give each answer once, then the last for ever; keeps the bodies it got in `handle.bodies`."""
    left = list(answers)

    async def handle(request):
        handle.bodies.append(await request.text())
        status, body = left.pop(0) if len(left) > 1 else left[0]
        if status is None:
            request.transport.abort()
            return web.Response()
        return web.Response(status=status, text=body if isinstance(body, str) else json.dumps(body))

    handle.bodies = []
    return handle


THROTTLED = (429, {"__type": "TooManyRequestsException", "message": "slow down"})
BROKEN = (500, {"message": "oops"})
RESET = (None, "")


@pytest.mark.parametrize("trouble", [THROTTLED, BROKEN, RESET], ids=["throttled", "500", "reset"])
def test_a_passing_trouble_is_outlasted(serve, point_to, trouble):
    handle = answering(trouble, trouble, (200, STARTED))
    assert ask(serve, point_to, handle, start).contact_id == "c1"


@pytest.mark.parametrize("trouble", [THROTTLED, BROKEN, RESET], ids=["throttled", "500", "reset"])
def test_each_try_carries_the_same_client_token(serve, point_to, trouble):
    handle = answering(trouble, trouble, (200, STARTED))
    ask(serve, point_to, handle, start)
    tokens = {json.loads(body)["ClientToken"] for body in handle.bodies}
    assert (len(handle.bodies), len(tokens)) == (3, 1)


def test_a_client_token_of_the_document_is_kept(serve, point_to):
    handle = answering((200, STARTED))
    ask(serve, point_to, handle, lambda service: service.start_chat({"ClientToken": "mine"}))
    assert json.loads(handle.bodies[0])["ClientToken"] == "mine"


def test_two_messages_have_different_client_tokens(serve, point_to):
    handle = answering((200, {"Id": "m1"}))

    async def twice(service):
        await service.send_message(Connection("", "k"), "text/plain", "hi")
        await service.send_message(Connection("", "k"), "text/plain", "hi")

    ask(serve, point_to, handle, twice)
    assert len({json.loads(body)["ClientToken"] for body in handle.bodies}) == 2


@pytest.mark.parametrize(("trouble", "tries", "code"), [(THROTTLED, 5, "C311"), (BROKEN, 3, "C306")])
def test_a_lasting_trouble_is_given_up(serve, point_to, trouble, tries, code):
    handle = answering(trouble)
    with pytest.raises(TransportError) as raised:
        ask(serve, point_to, handle, start)
    assert raised.value.diagnostics[0].code == code
    assert len(handle.bodies) == tries


def test_each_kind_of_trouble_is_counted_by_itself(serve, point_to):
    """Who was throttled as often as a failure may come has not met a failure yet."""
    handle = answering(*[THROTTLED] * 4, BROKEN, BROKEN, (200, STARTED))
    assert ask(serve, point_to, handle, start).contact_id == "c1"


def test_a_connection_that_always_breaks_is_given_up(serve, point_to):
    handle = answering(RESET)
    with pytest.raises(TransportError) as raised:
        ask(serve, point_to, handle, start)
    assert raised.value.diagnostics[0].code == "C305"
    assert 3 <= len(handle.bodies) <= 6, "aiohttp itself repeats a PUT once when its connection breaks"


@pytest.mark.parametrize("status", [301, 400, 403, 404, 409])
def test_a_refusal_is_not_repeated(serve, point_to, status):
    handle = answering((status, {"Message": "no"}))
    with pytest.raises(ServiceRefusal):
        ask(serve, point_to, handle, start)
    assert len(handle.bodies) == 1


@pytest.mark.parametrize(
    "body",
    ["<html>", "[]", '"text"', "{", "[" * 100_000, {"ContactId": "c1"}, {**STARTED, "ParticipantToken": 7}],
)
def test_an_answer_that_is_none_is_said_so(serve, point_to, body):
    with pytest.raises(TransportError) as raised:
        ask(serve, point_to, answering((200, body)), start)
    assert raised.value.diagnostics[0].code == "C313"


def test_an_endless_answer_is_cut(serve, point_to, monkeypatch):
    monkeypatch.setattr(http_calls, "ANSWER_LIMIT_BYTES", 1_000)
    with pytest.raises(TransportError) as raised:
        ask(serve, point_to, answering((200, "x" * 5_000)), start)
    assert raised.value.diagnostics[0].code == "C313"


def test_a_compressed_answer_is_read(serve, point_to):
    async def handle(_request):
        headers = {"Content-Encoding": "gzip"}
        return web.Response(body=gzip.compress(json.dumps(STARTED).encode()), headers=headers)

    assert ask(serve, point_to, handle, start).contact_id == "c1"


def test_a_server_that_never_answers_is_given_up(serve, point_to, monkeypatch):
    async def handle(_request):
        await asyncio.sleep(60)

    with pytest.raises(DeadlineExceeded) as raised:
        ask(serve, point_to, handle, start, timeout_s=0.2)
    assert raised.value.diagnostics[0].code == "C304"


def test_a_server_that_stops_in_the_middle_is_given_up(serve, point_to):
    async def handle(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"ContactId":')
        await asyncio.sleep(60)

    with pytest.raises(DeadlineExceeded):
        ask(serve, point_to, handle, start, timeout_s=0.2)


def call_address(point_to, url):
    async def run():
        async with aiohttp.ClientSession() as session:
            await start(HttpChatService(session, point_to(url), AT_ONCE))

    with pytest.raises(TransportError) as raised:
        asyncio.run(run())
    return raised.value.diagnostics[0]


def test_a_port_where_nobody_listens_is_named(point_to, nowhere):
    diagnostic = call_address(point_to, nowhere)
    assert diagnostic.code == "C301"
    assert nowhere in diagnostic.what
    assert "AWS_ENDPOINT_URL" in diagnostic.fix


def test_a_host_that_does_not_exist_is_named(point_to):
    diagnostic = call_address(point_to, "http://nowhere.invalid")
    assert diagnostic.code == "C302"
    assert "nowhere.invalid" in diagnostic.what


def test_a_server_without_tls_is_said_so(serve, point_to):
    async def run():
        async with serve(answering((200, STARTED))) as url, aiohttp.ClientSession() as session:
            await start(HttpChatService(session, point_to(url.replace("http", "https")), AT_ONCE))

    with pytest.raises(TransportError) as raised:
        asyncio.run(run())
    assert raised.value.diagnostics[0].code == "C303"
    assert "AWS_CA_BUNDLE" in raised.value.diagnostics[0].fix


@pytest.mark.parametrize("trouble", [THROTTLED, BROKEN, RESET, (403, {"message": "no"}), (200, "<html>")])
def test_no_token_is_in_an_error(serve, point_to, trouble):
    async def call(service):
        await service.send_message(Connection("wss://socket-secret", "bearer-secret"), "text/plain", "hi")

    with pytest.raises(TransportError) as raised:
        ask(serve, point_to, answering(trouble), call)
    shown = repr(raised.value) + str(raised.value)
    assert "secret" not in shown
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


@pytest.mark.parametrize(("status", "code"), [(410, "ContactNotFoundException"), (410, "")])
def test_stopping_a_contact_that_has_ended_is_no_error(serve, point_to, status, code):
    handle = answering((status, {"__type": code, "Message": "gone"}))
    assert ask(serve, point_to, handle, lambda service: service.stop_contact("i1", "c1")) is None


def test_stopping_a_contact_may_be_denied(serve, point_to):
    handle = answering((403, {"__type": "AccessDeniedException"}))
    with pytest.raises(ServiceRefusal, match="connect:StopContact"):
        ask(serve, point_to, handle, lambda service: service.stop_contact("i1", "c1"))


def test_a_long_transcript_is_read_page_by_page_in_order(serve, point_to):
    newest = {
        "Transcript": [{"Id": "3", "ContactId": "c1"}, {"Id": "4", "ContactId": "c1"}],
        "NextToken": "n",
    }
    oldest = {"Transcript": [{"Id": "1", "ContactId": "c1"}, {"Id": "2", "ContactId": "c1"}]}
    handle = answering((200, newest), (200, oldest))
    items = ask(serve, point_to, handle, lambda service: service.get_transcript(Connection("", "k")))
    assert [item["Id"] for item in items] == ["1", "2", "3", "4"]
    assert json.loads(handle.bodies[1])["NextToken"] == "n"


def test_a_transcript_without_end_is_bounded(serve, point_to):
    handle = answering((200, {"Transcript": [], "NextToken": "again"}))
    ask(serve, point_to, handle, lambda service: service.get_transcript(Connection("", "k")))
    assert len(handle.bodies) == 10


def test_items_of_a_past_chat_are_left_out_and_not_followed(serve, point_to):
    past = {"Id": "0", "RelatedContactId": "c0"}
    page = {"Transcript": [past, {"Id": "1", "ContactId": "c1"}, {"Id": "2"}], "NextToken": "further back"}
    handle = answering((200, page))
    items = ask(serve, point_to, handle, lambda service: service.get_transcript(Connection("", "k")))
    assert [item["Id"] for item in items] == ["1", "2"]
    assert len(handle.bodies) == 1


def test_items_of_another_contact_of_the_same_chat_are_kept(serve, point_to):
    """An agent who passes the chat on begins another contact; the customer's chat is the same."""
    items = [{"Id": "1", "ContactId": "c1"}, {"Id": "2", "ContactId": "c2"}]
    handle = answering((200, {"Transcript": items}))
    found = ask(serve, point_to, handle, lambda service: service.get_transcript(Connection("", "k")))
    assert [item["Id"] for item in found] == ["1", "2"]


def test_a_throttled_caller_never_comes_back_at_once():
    policy = RetryPolicy(draw=lambda: 0.0)
    assert policy.delay_s(1, "throttled") > 0


def test_waiting_grows_and_is_bounded():
    policy = RetryPolicy(attempts=99, throttled_attempts=99, draw=lambda: 1.0)
    delays = [policy.delay_s(tried, "throttled") for tried in range(1, 40)]
    assert delays == sorted(delays)
    assert delays[-1] == 8.0


FULL = (429, {"__type": "LimitExceededException", "Message": "too many active chats"})


def test_a_full_instance_is_asked_again_later_than_a_throttling_one():
    policy = RetryPolicy(draw=lambda: 0.0)
    assert policy.delay_s(1, "full") > 5 * policy.delay_s(1, "throttled")


def test_a_full_instance_is_given_up_before_the_time_to_start_a_chat_is_over():
    policy = RetryPolicy(draw=lambda: 1.0)
    delays = [policy.delay_s(tried, "full") for tried in range(1, policy.full_attempts)]
    assert sum(delays) < 90.0
    assert policy.delay_s(policy.full_attempts, "full") is None


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (THROTTLED, ("TooManyRequestsException", 429)),
        (BROKEN, ("500", 500)),
        (RESET, ("C305", 0)),
        (FULL, ("LimitExceededException", 429)),
    ],
    ids=["throttled", "500", "reset", "full"],
)
def test_each_retry_is_told_with_its_api_code_and_delay(serve, point_to, monkeypatch, trouble, told):
    monkeypatch.setattr("chatcheck.converse.retries.FIRST_FULL_DELAY_S", 0.001)
    heard = []

    async def start_heard(service):
        with hear_retries(heard.append):
            return await start(service)

    ask(serve, point_to, answering(trouble, trouble, (200, STARTED)), start_heard)
    assert {(each.operation, each.code, each.status) for each in heard} == {("StartChatContact", *told)}
    assert all(each.delay_s >= 0 for each in heard)


def test_a_chat_hears_of_its_own_retries_only(serve, point_to):
    heard = {"one": [], "other": []}

    async def start_as(name, service):
        with hear_retries(heard[name].append):
            await start(service)

    async def both(service):
        await start_as("one", service)
        await asyncio.gather(start_as("other", service))

    ask(serve, point_to, answering((200, STARTED), THROTTLED, (200, STARTED)), both)
    assert [len(heard["one"]), len(heard["other"])] == [0, 1]


class Crowd:
    """Answers when `size` calls are there, and slowly; notes how many were there at once."""

    def __init__(self, size, answer_s):
        self.size, self.answer_s = size, answer_s
        self.there = self.most = 0

    async def handle(self, _request):
        self.there += 1
        self.most = max(self.most, self.there)
        while self.most < self.size:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(self.answer_s)
        self.there -= 1
        return web.json_response(STARTED)


def call_at_once(serve, settings_of, calls, at_once, answer_s=0.05):
    crowd = Crowd(at_once, answer_s)

    async def run():
        async with serve(crowd.handle) as url, aiohttp.ClientSession() as session:
            service = HttpChatService(session, settings_of(url), AT_ONCE, calls_at_once=at_once)
            return await asyncio.gather(*(start(service) for _ in range(calls)))

    return crowd, asyncio.run(run())


def test_no_more_calls_than_allowed_are_on_their_way(serve, point_to):
    crowd, started = call_at_once(serve, point_to, calls=12, at_once=3)
    assert crowd.most == 3
    assert [each.contact_id for each in started] == ["c1"] * 12


def test_waiting_for_other_calls_is_not_waiting_for_the_answer(serve, point_to):
    def settings_of(url):
        return dataclasses.replace(point_to(url), answer_limit_s=2.0)

    crowd, started = call_at_once(serve, settings_of, calls=12, at_once=1, answer_s=0.2)
    assert crowd.most == 1
    assert len(started) == 12


def test_a_refused_call_lets_the_next_one_go(serve, point_to):
    handle = answering((403, {"message": "no"}))

    async def run():
        async with serve(handle) as url, aiohttp.ClientSession() as session:
            service = HttpChatService(session, point_to(url), AT_ONCE, calls_at_once=1)
            return await asyncio.gather(*(start(service) for _ in range(4)), return_exceptions=True)

    assert [type(each).__name__ for each in asyncio.run(run())] == [ServiceRefusal.__name__] * 4
