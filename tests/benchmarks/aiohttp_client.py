"""The same chats as `raw_client`, by aiohttp with botocore's signatures and nothing else: where ours begins.

What the runner takes beyond this is its own: retries, limits of time, the journal, matching, the verdict.
"""

import asyncio
import json
import sys
import time

import aiohttp
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from yarl import URL

CREDENTIALS = Credentials("local", "local")


def sign(url, body):
    request = AWSRequest("PUT", url, {"Content-Type": "application/json"}, body)
    SigV4Auth(CREDENTIALS, "connect", "us-east-1").add_auth(request)
    return dict(request.headers.items())


async def call(http, method, url, headers, body):
    async with http.request(method, URL(url, encoded=True), data=body, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        return json.loads(await answer.read() or b"{}")


async def wait_for(stream, text):
    while text not in await stream.receive_str():
        pass


async def hold(http, place, instance_id, flow_id):
    document = {
        "InstanceId": instance_id,
        "ContactFlowId": flow_id,
        "ParticipantDetails": {"DisplayName": "Bench"},
    }
    body = json.dumps(document).encode()
    url = f"{place}/contact/chat"
    started = await call(http, "PUT", url, sign(url, body), body)
    headers = {"X-Amz-Bearer": started["ParticipantToken"], "Content-Type": "application/json"}
    wanted = b'{"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}'
    connection = await call(http, "POST", f"{place}/participant/connection", headers, wanted)
    async with http.ws_connect(connection["Websocket"]["Url"]) as stream:
        await stream.send_str('{"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}')
        await stream.send_str('{"topic": "aws/ping"}')
        await stream.send_str('{"topic": "aws/heartbeat"}')
        await wait_for(stream, "hello")
        headers["X-Amz-Bearer"] = connection["ConnectionCredentials"]["ConnectionToken"]
        said = b'{"ContentType": "text/plain", "Content": "hi"}'
        await call(http, "POST", f"{place}/participant/message", headers, said)
        await wait_for(stream, "chat.ended")


async def main(port, places, chats):
    began, began_cpu = time.perf_counter(), time.process_time()
    connector = aiohttp.TCPConnector(limit=3 * chats)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        turns = (places[number % len(places)] for number in range(chats))
        await asyncio.gather(*(hold(http, f"http://127.0.0.1:{port}", *each) for each in turns))
    print(time.process_time() - began_cpu, time.perf_counter() - began)


if __name__ == "__main__":
    pairs = [each.split(":") for each in sys.argv[2].split(",")]
    asyncio.run(main(int(sys.argv[1]), pairs, int(sys.argv[3])))
