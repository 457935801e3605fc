"""A chat service that does nothing but talk, so that whoever talks with it is what takes the time.

Its flow ``bench`` says what the embedded AWS says to the same chat: the customer joins, hello; for the
customer's message its echo, bye, and the end. Its flow ``lines`` answers each message by the next line,
without end. Besides, it echoes on a plain websocket. Prints its port.
"""

import asyncio
import itertools
import json

from aiohttp import WSMsgType, web

LINE = "line {}"
ACKNOWLEDGED = '{"topic":"aws/subscribe","content":{"status":"success","topics":["aws/chat"]}}'
PONG = '{"topic":"aws/ping","statusCode":200,"statusContent":"OK"}'
HEARTBEAT = '{"topic":"aws/heartbeat"}'
EVENT = "application/vnd.amazonaws.connect.event."
TIME = "2026-01-01T00:00:00.000Z"
ANSWER_AFTER_S = 0.002
_numbers = itertools.count()


def make_id():
    return f"00000000-0000-0000-0000-{next(_numbers):012}"


class Chat:
    """One chat: its websocket, and what it says."""

    def __init__(self, flow):
        self.flow = flow
        self.socket = None
        self.lines = 0

    async def begin(self, socket):
        """Begin once: on a busy machine a client may subscribe again before it hears of the first."""
        if self.socket is not None:
            return
        self.socket = socket
        await self.say_event("participant.joined", "CUSTOMER")
        await (self.say("hello") if self.flow == "bench" else self.say_line())

    async def answer(self, text):
        await self.say(text, "CUSTOMER")
        if self.flow == "bench":
            await self.say("bye")
            await self.end()
        else:
            await self.say_line()

    async def end(self):
        await self.say_event("chat.ended")
        self.socket = None

    async def say_line(self):
        self.lines += 1
        await self.say(LINE.format(self.lines - 1))

    async def say(self, text, role="SYSTEM"):
        await self.send({"Type": "MESSAGE", "ContentType": "text/plain", "Content": text}, role)

    async def say_event(self, name, role="SYSTEM"):
        await self.send({"Type": "EVENT", "ContentType": EVENT + name}, role)

    async def send(self, item, role):
        name = "SYSTEM_MESSAGE" if role == "SYSTEM" else "Bench"
        said = {"Id": make_id(), "ParticipantRole": role, "DisplayName": name, "AbsoluteTime": TIME}
        content = {"topic": "aws/chat", "contentType": "application/json", "content": json.dumps(item | said)}
        if self.socket is not None and not self.socket.closed:
            await self.socket.send_str(json.dumps(content))


CHATS = {}
TASKS = set()


async def start(request):
    document = await request.json()
    token = make_id()
    CHATS[token] = Chat(document["ContactFlowId"])
    return web.json_response({"ContactId": token, "ParticipantId": make_id(), "ParticipantToken": token})


async def connect(request):
    token = request.headers["X-Amz-Bearer"]
    return web.json_response(
        {
            "Websocket": {
                "Url": f"ws://{request.host}/ws/{token}",
                "ConnectionExpiry": "2099-01-01T00:00:00Z",
            },
            "ConnectionCredentials": {"ConnectionToken": token, "Expiry": "2099-01-01T00:00:00Z"},
        }
    )


async def listen(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            break
        if "aws/subscribe" in message.data:
            await socket.send_str(ACKNOWLEDGED)
            await CHATS[request.match_info["token"]].begin(socket)
        else:
            await socket.send_str(PONG if "aws/ping" in message.data else HEARTBEAT)
    return socket


async def take_message(request):
    """Accept the message, and answer it a little later, as a flow does."""
    text = (await request.json())["Content"]
    chat = CHATS[request.headers["X-Amz-Bearer"]]
    task = asyncio.create_task(answer_later(chat, text))
    TASKS.add(task)
    task.add_done_callback(TASKS.discard)
    return web.json_response({"Id": make_id(), "AbsoluteTime": TIME})


async def answer_later(chat, text):
    await asyncio.sleep(ANSWER_AFTER_S)
    await chat.answer(text)


async def disconnect(request):
    await CHATS[request.headers["X-Amz-Bearer"]].end()
    return web.json_response({})


async def describe(request):
    return web.json_response({"Contact": {"Id": request.match_info["contact"]}})


async def count(_request):
    return web.json_response({"open_chats": sum(chat.socket is not None for chat in CHATS.values())})


async def echo(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(message.data)
    return socket


async def main():
    app = web.Application()
    app.router.add_put("/contact/chat", start)
    app.router.add_get("/contacts/{instance}/{contact}", describe)
    app.router.add_post("/participant/connection", connect)
    app.router.add_post("/participant/message", take_message)
    app.router.add_post("/participant/disconnect", disconnect)
    app.router.add_get("/ws/{token}", listen)
    app.router.add_get("/echo", echo)
    app.router.add_get("/_chatcheck/health", count)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=2000).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
