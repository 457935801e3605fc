"""The same chats as `raw_client`, held and judged by the runner with everything on."""

import asyncio
import sys
import time
from pathlib import Path

from chatcheck.render.deployment import Deployment
from chatcheck.spec.load import load_specs

from chatcheck.session import Sources, plan, run_chats


async def hold_all(planned, jobs):
    return [result.verdict.status async for result in run_chats(planned, jobs)]


def main(instance_id, flow_id, chats, folder):
    chat = "  - name: chat {}\n    steps:\n      - expect: hello\n      - send: hi\n      - expect: bye\n      - expect: {{event: chat.ended}}\n"
    head = "chatcheck: 1\nflow: bench\nstart:\n  ParticipantDetails: {DisplayName: Bench}\nchats:\n"
    path = Path(folder) / "bench.chat.yaml"
    path.write_text(head + "".join(chat.format(number) for number in range(chats)))
    deployment = Deployment.explicit(instance_id, "us-east-1", {"bench": flow_id})
    planned = plan(load_specs([str(path)]), deployment, Sources())
    began = time.process_time()
    statuses = asyncio.run(hold_all(planned, chats))
    took = time.process_time() - began
    assert statuses == ["passed"] * chats, statuses
    print(took)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
