"""The same chats as `raw_client`, held and judged by the runner with everything on."""

import asyncio
import sys
import time
from pathlib import Path

from chatcheck.cli.collection import collect_less
from chatcheck.planning import plan
from chatcheck.render.deployment import Deployment
from chatcheck.session import Manner, run_chats
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs

HEAD = """\
chatcheck: 1
flow: bench
start:
  ParticipantDetails: {DisplayName: Bench}
chats:
"""
CHAT = """\
  - name: chat {}
    steps:
      - expect: hello
      - send: hi
      - expect: bye
      - expect: {{event: chat.ended}}
"""


def make_plan(places, chats, folder, chat):
    """Return the chats, spread over all places by turns."""
    path = Path(folder) / "bench.chat.yaml"
    share = -(-chats // len(places))
    path.write_text(HEAD + "".join(chat.format(number) for number in range(share)))
    specs = load_specs([str(path)])
    deployments = [Deployment.explicit(instance, "us-east-1", {"bench": flow}) for instance, flow in places]
    plans = [plan(specs, deployment, Sources()) for deployment in deployments]
    return [each for turn in zip(*plans, strict=True) for each in turn][:chats]


def read_places(text):
    return [each.split(":") for each in text.split(",")]


async def hold_all(planned, jobs):
    return [result.verdict.status async for result in run_chats(planned, Manner(jobs))]


def main(places, chats, folder):
    collect_less()
    planned = make_plan(read_places(places), chats, folder, CHAT)
    began, began_cpu = time.perf_counter(), time.process_time()
    statuses = asyncio.run(hold_all(planned, chats))
    took_cpu, took = time.process_time() - began_cpu, time.perf_counter() - began
    assert statuses == ["passed"] * chats, statuses
    print(took_cpu, took)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
