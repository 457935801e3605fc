"""The least work that holds the same chats: asyncio streams and strings, no library, no checks.

The yardstick of `make bench`: it sends the requests and frames that a chat needs and nothing more.
"""

import asyncio
import base64
import json
import os
import struct
import sys
import time


async def post(port, method, path, headers, body):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    answer = await reader.read()
    writer.close()
    status, _, rest = answer.partition(b"\r\n\r\n")
    assert b" 200 " in status.split(b"\r\n")[0], answer
    return json.loads(rest or b"{}")


def frame(text):
    data = text.encode()
    mask = os.urandom(4)
    length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
    return b"\x81" + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))


async def read_frame(reader):
    head = await reader.readexactly(2)
    length = head[1] & 127
    if length == 126:
        length = struct.unpack(">H", await reader.readexactly(2))[0]
    data = await reader.readexactly(length)
    return data.decode() if head[0] & 15 == 1 else ""


async def wait_for(reader, text):
    while text not in await read_frame(reader):
        pass


async def hold(port, instance_id, flow_id):
    scope = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/connect/aws4_request"
    document = {
        "InstanceId": instance_id,
        "ContactFlowId": flow_id,
        "ParticipantDetails": {"DisplayName": "Bench"},
    }
    headers = {"Authorization": f"{scope}, SignedHeaders=host, Signature=0", "X-Amz-Date": "20260101T000000Z"}
    started = await post(port, "PUT", "/contact/chat", headers, json.dumps(document).encode())
    wanted = b'{"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}'
    bearer = {"X-Amz-Bearer": started["ParticipantToken"]}
    connection = await post(port, "POST", "/participant/connection", bearer, wanted)
    path = "/" + connection["Websocket"]["Url"].split("/", 3)[3]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(frame('{"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}'))
    writer.write(frame('{"topic": "aws/ping"}') + frame('{"topic": "aws/heartbeat"}'))
    await wait_for(reader, "hello")
    token = connection["ConnectionCredentials"]["ConnectionToken"]
    said = b'{"ContentType": "text/plain", "Content": "hi"}'
    await post(port, "POST", "/participant/message", {"X-Amz-Bearer": token}, said)
    await wait_for(reader, "chat.ended")
    writer.close()


async def main(port, places, chats):
    began, began_cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(hold(port, *places[number % len(places)]) for number in range(chats)))
    print(time.process_time() - began_cpu, time.perf_counter() - began)


if __name__ == "__main__":
    pairs = [each.split(":") for each in sys.argv[2].split(",")]
    asyncio.run(main(int(sys.argv[1]), pairs, int(sys.argv[3])))
