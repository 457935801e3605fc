"""The same chats as `runner_client`, by boto3 in threads and websocket-client: what a Python script would do.

It reads what comes and compares it, keeps the websocket alive, and makes its clients itself, as the
runner does.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import websocket
from botocore.config import Config

THREADS = 50


def expect(stream, **wanted):
    """Take what comes next that is not the customer's own; it must be as wanted."""
    while True:
        frame = json.loads(stream.recv())
        if frame["topic"] != "aws/chat":
            continue
        item = json.loads(frame["content"])
        if item["ParticipantRole"] != "CUSTOMER":
            assert {name: item.get(name) for name in wanted} == wanted, item
            return


def hold(connect, participant, instance_id, flow_id):
    started = connect.start_chat_contact(
        InstanceId=instance_id, ContactFlowId=flow_id, ParticipantDetails={"DisplayName": "Bench"}
    )
    connection = participant.create_participant_connection(
        Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"], ParticipantToken=started["ParticipantToken"]
    )
    stream = websocket.create_connection(connection["Websocket"]["Url"])
    stream.send(json.dumps({"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}))
    stream.send('{"topic": "aws/ping"}')
    stream.send('{"topic": "aws/heartbeat"}')
    expect(stream, Content="hello")
    participant.send_message(
        ContentType="text/plain",
        Content="hi",
        ConnectionToken=connection["ConnectionCredentials"]["ConnectionToken"],
    )
    expect(stream, Content="bye")
    expect(stream, ContentType="application/vnd.amazonaws.connect.event.chat.ended")
    stream.close()


def main(url, instance_id, flow_id, chats):
    began, began_cpu = time.perf_counter(), time.process_time()
    session = boto3.Session("local", "local", region_name="us-east-1")
    config = Config(max_pool_connections=THREADS)
    connect = session.client("connect", endpoint_url=url, config=config)
    participant = session.client("connectparticipant", endpoint_url=url, config=config)
    with ThreadPoolExecutor(THREADS) as pool:
        for each in [pool.submit(hold, connect, participant, instance_id, flow_id) for _ in range(chats)]:
            each.result()
    print(time.process_time() - began_cpu, time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
