"""The same chats as `raw_client`, held and judged by the runner with everything on."""

import asyncio
import sys
import time
from pathlib import Path

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


async def hold_all(planned, jobs):
    return [result.verdict.status async for result in run_chats(planned, Manner(jobs))]


def main(instance_id, flow_id, chats, folder):
    path = Path(folder) / "bench.chat.yaml"
    path.write_text(HEAD + "".join(CHAT.format(number) for number in range(chats)))
    deployment = Deployment.explicit(instance_id, "us-east-1", {"bench": flow_id})
    planned = plan(load_specs([str(path)]), deployment, Sources())
    began = time.process_time()
    statuses = asyncio.run(hold_all(planned, chats))
    took = time.process_time() - began
    assert statuses == ["passed"] * chats, statuses
    print(took)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
