"""Memory of the runner: how much each open chat takes, and whether a long run grows.

usage: memory_client.py open|run PLACES CHATS FOLDER HEALTH_URL|JOBS

PLACES are instances with their flow (``i-1:f-1,i-2:f-2``): an instance takes 500 chats at a time.
"""

import asyncio
import gc
import json
import os
import sys
import urllib.request
from contextlib import aclosing
from pathlib import Path

from chatcheck.cli.collection import collect_less
from chatcheck.session import run_chats
from tests.benchmarks.runner_client import CHAT, make_plan, open_manner, read_places

OPEN_CHAT = """\
  - name: chat {}
    steps:
      - expect: hello
      - never: {{contains: never said, within: 300s}}
"""


def measure_bytes():
    """Return the resident memory of this process."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def count_open(health_url):
    with urllib.request.urlopen(health_url) as answer:
        return json.load(answer)["open_chats"]


async def hold_open(planned, health_url, manner):
    """Return the bytes that each chat takes beside a fifth of them that is open already.

    Those take up what the process has free at its beginning, which is by chance much or little.
    """
    few = len(planned) // 5
    runs = []
    try:
        before = await measure_open(planned[:few], few, health_url, manner, runs)
        after = await measure_open(planned[few:], len(planned), health_url, manner, runs)
    finally:
        for run in runs:
            run.cancel()
        await asyncio.gather(*runs, return_exceptions=True)
    return (after - before) / (len(planned) - few)


async def measure_open(planned, count, health_url, manner, runs):
    """Return the bytes of this process with these chats open beside those of `runs`, `count` in all."""
    runs.append(asyncio.create_task(consume(planned, manner)))
    while await asyncio.to_thread(count_open, health_url) < count:  # noqa: ASYNC110
        await asyncio.sleep(0.5)  # it is another process that counts
    await asyncio.sleep(3)
    return measure_bytes()


async def consume(planned, manner):
    async with aclosing(run_chats(planned, manner)) as results:
        async for result in results:
            assert result.verdict.status == "passed", result.verdict


async def run_long(planned, manner):
    """Return the bytes that the second half of a run adds to the process."""
    done, middle = 0, 0
    async with aclosing(run_chats(planned, manner)) as results:
        async for result in results:
            assert result.verdict.status == "passed", result.verdict
            done += 1
            if done == len(planned) // 2:
                middle = measure_bytes()
    return measure_bytes() - middle


def main(kind, places, chats, folder, last):
    collect_less()
    planned = make_plan(read_places(places), int(chats), folder, OPEN_CHAT if kind == "open" else CHAT)
    with open_manner(folder, int(chats) if kind == "open" else int(last)) as manner:
        work = hold_open(planned, last, manner) if kind == "open" else run_long(planned, manner)
        print(asyncio.run(work))


if __name__ == "__main__":
    main(*sys.argv[1:])
