"""The same chats as `raw_client`, held and judged by the runner with everything on.

As `chatcheck run` holds them, with what it adds on a live instance: each call paced (at a rate that never
waits) by a budget that other processes share, each contact marked, written to the journal before it is
started, and watched for its queue; each result masked and written as a line.
"""

import asyncio
import contextlib
import secrets
import sys
import time
from pathlib import Path

from chatcheck.cli.collection import collect_less
from chatcheck.converse.budget_file import BudgetFile
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.pacing import Pace, Quota
from chatcheck.converse.run_journal import RunJournal
from chatcheck.planning import plan
from chatcheck.render.deployment import Deployment
from chatcheck.report import json_report
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


@contextlib.contextmanager
def open_manner(folder, jobs, *, paced=True):
    """Yield how `run` holds chats; the journal must be empty at the end: no contact was left open."""
    run_id = secrets.token_hex(8)
    journal = RunJournal(Path(folder) / "runs", run_id, "us-east-1", "http://localhost")
    pace = Pace(1e6, Quota(1e6, 1e6)) if paced else None
    pacer = Pacer(pace, BudgetFile(Path(folder) / f"{run_id}.budget"))
    yield Manner(jobs, watches_queues=True, run_id=run_id, pacer=pacer, ledger=journal)
    assert journal.close() == 0


async def hold_all(planned, manner, lines):
    statuses = []
    async for result in run_chats(planned, manner):
        lines.write(json_report.write_line(result) + "\n")
        statuses.append(result.verdict.status)
    return statuses


def main(places, chats, folder):
    collect_less()
    planned = make_plan(read_places(places), chats, folder, CHAT)
    began, began_cpu = time.perf_counter(), time.process_time()
    with open_manner(folder, chats) as manner, (Path(folder) / "run.jsonl").open("w") as lines:
        statuses = asyncio.run(hold_all(planned, manner, lines))
    took_cpu, took = time.process_time() - began_cpu, time.perf_counter() - began
    assert statuses == ["passed"] * chats, statuses
    print(took_cpu, took)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
