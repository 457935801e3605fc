"""The same chats as `runner_client`, by aiobotocore and aiohttp's websocket.

It reads what comes and compares it, keeps the websocket alive, and makes its clients itself, as the
runner does.
"""

import asyncio
import json
import sys
import time

import aiohttp
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session


async def expect(stream, **wanted):
    """Take what comes next that is not the customer's own; it must be as wanted."""
    while True:
        frame = json.loads(await stream.receive_str())
        if frame["topic"] != "aws/chat":
            continue
        item = json.loads(frame["content"])
        if item["ParticipantRole"] != "CUSTOMER":
            assert {name: item.get(name) for name in wanted} == wanted, item
            return


async def hold(connect, participant, http, instance_id, flow_id):
    started = await connect.start_chat_contact(
        InstanceId=instance_id, ContactFlowId=flow_id, ParticipantDetails={"DisplayName": "Bench"}
    )
    connection = await participant.create_participant_connection(
        Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"], ParticipantToken=started["ParticipantToken"]
    )
    async with http.ws_connect(connection["Websocket"]["Url"]) as stream:
        await stream.send_str(json.dumps({"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}))
        await stream.send_str('{"topic": "aws/ping"}')
        await stream.send_str('{"topic": "aws/heartbeat"}')
        await expect(stream, Content="hello")
        await participant.send_message(
            ContentType="text/plain",
            Content="hi",
            ConnectionToken=connection["ConnectionCredentials"]["ConnectionToken"],
        )
        await expect(stream, Content="bye")
        await expect(stream, ContentType="application/vnd.amazonaws.connect.event.chat.ended")


async def main(url, instance_id, flow_id, chats):
    began, began_cpu = time.perf_counter(), time.process_time()
    session = get_session()
    options = {
        "region_name": "us-east-1",
        "endpoint_url": url,
        "aws_access_key_id": "local",
        "aws_secret_access_key": "local",
        "config": AioConfig(max_pool_connections=3 * chats),
    }
    connector = aiohttp.TCPConnector(limit=3 * chats)
    async with (
        session.create_client("connect", **options) as connect,
        session.create_client("connectparticipant", **options) as participant,
        aiohttp.ClientSession(connector=connector) as http,
    ):
        await asyncio.gather(*(hold(connect, participant, http, instance_id, flow_id) for _ in range(chats)))
        print(time.process_time() - began_cpu, time.perf_counter() - began)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
