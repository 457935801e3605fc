"""How long the runner itself takes from a frame's arrival to the next step's request.

Arrival is when the event loop hands over the bytes of the websocket; the next step is taken when the
bytes of its SendMessage are handed to the socket. Unpaced, as on any loopback endpoint. Beside it, in the
same process: an echo's round trip over an aiohttp websocket. Prints the medians of both, in seconds.

usage: delay_client.py PORT FOLDER
"""

import asyncio
import statistics
import sys
import time
from asyncio import selector_events

import aiohttp

from chatcheck.cli.collection import collect_less
from chatcheck.converse.text_socket import TextSocket
from chatcheck.session import run_chats
from tests.benchmarks.runner_client import make_plan, open_manner
from tests.benchmarks.talk_service import LINE

TURNS = 300
ARRIVAL = LINE.format("").encode()
REQUEST = b"POST /participant/message "
TURN = "      - expect: {}\n      - send: go on\n"


class Stopwatch:
    """Takes the time where bytes come from and go to the sockets."""

    def __init__(self):
        self.arrived_s = None
        self.delays_s = []

    def start(self):
        receive, write = TextSocket.data_received, selector_events._SelectorSocketTransport.write

        def data_received(protocol, data):
            if ARRIVAL in data:
                self.arrived_s = time.perf_counter()
            receive(protocol, data)

        def write_data(transport, data):
            if self.arrived_s is not None and REQUEST in bytes(data):
                self.delays_s.append(time.perf_counter() - self.arrived_s)
                self.arrived_s = None
            write(transport, data)

        TextSocket.data_received = data_received
        selector_events._SelectorSocketTransport.write = write_data


async def measure_echo(port):
    """Return the round trips of a message as long as a line's frame."""
    took_s = []
    async with aiohttp.ClientSession() as http, http.ws_connect(f"ws://127.0.0.1:{port}/echo") as stream:
        for _ in range(TURNS):
            began_s = time.perf_counter()
            await stream.send_str("x" * 300)
            await stream.receive_str()
            took_s.append(time.perf_counter() - began_s)
            await asyncio.sleep(0.002)
    return took_s


async def hold(planned, manner):
    return [result.verdict async for result in run_chats(planned, manner)]


def main(port, folder):
    collect_less()
    chat = "  - name: chat {}\n    steps:\n" + "".join(
        TURN.format(LINE.format(turn)) for turn in range(TURNS)
    )
    planned = make_plan([("i", "lines")], 1, folder, chat)
    echoes_s = asyncio.run(measure_echo(port))
    watch = Stopwatch()
    watch.start()
    with open_manner(folder, 1, paced=False) as manner:
        verdicts = asyncio.run(hold(planned, manner))
    assert [each.status for each in verdicts] == ["passed"], verdicts[0].reason
    assert len(watch.delays_s) == TURNS, len(watch.delays_s)
    print(statistics.median(watch.delays_s), statistics.median(echoes_s))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
