"""The same chats as `raw_client`, by boto3 in threads and websocket-client: what a Python script would do."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import websocket
from botocore.config import Config

THREADS = 50


def wait_for(stream, text):
    while text not in stream.recv():
        pass


def hold(connect, participant, instance_id, flow_id):
    started = connect.start_chat_contact(
        InstanceId=instance_id, ContactFlowId=flow_id, ParticipantDetails={"DisplayName": "Bench"}
    )
    connection = participant.create_participant_connection(
        Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"], ParticipantToken=started["ParticipantToken"]
    )
    stream = websocket.create_connection(connection["Websocket"]["Url"])
    stream.send(json.dumps({"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}))
    wait_for(stream, "hello")
    participant.send_message(
        ContentType="text/plain",
        Content="hi",
        ConnectionToken=connection["ConnectionCredentials"]["ConnectionToken"],
    )
    wait_for(stream, "chat.ended")
    stream.close()


def main(url, instance_id, flow_id, chats):
    session = boto3.Session("local", "local", region_name="us-east-1")
    config = Config(max_pool_connections=THREADS)
    connect = session.client("connect", endpoint_url=url, config=config)
    participant = session.client("connectparticipant", endpoint_url=url, config=config)
    began, began_cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(THREADS) as pool:
        for each in [pool.submit(hold, connect, participant, instance_id, flow_id) for _ in range(chats)]:
            each.result()
    print(time.process_time() - began_cpu, time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
