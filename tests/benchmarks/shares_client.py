"""Where the CPU of `runner_client` goes: shares by component, sampled by a timer of CPU time.

A sample counts for the innermost component on the stack; what the standard library does for somebody
(JSON, random ids) counts for whoever called it.

usage: shares_client.py PLACES CHATS FOLDER [MODULES]; with MODULES each module counts for itself
"""

import collections
import signal
import sys

from tests.benchmarks import runner_client

INTERVAL_S = 0.001
COMPONENTS = (
    ("aiohttp", "aiohttp: HTTP"),
    ("aiohappyeyeballs", "aiohttp: HTTP"),
    ("yarl", "aiohttp: HTTP"),
    ("multidict", "aiohttp: HTTP"),
    ("asyncio", "asyncio: the loop, tasks, timers, sockets"),
    ("botocore", "settings and signatures"),
    ("chatcheck.converse.endpoints", "settings and signatures"),
    ("chatcheck.converse.signing", "settings and signatures"),
    ("chatcheck.render", "settings and signatures"),
    ("websockets", "websocket and frames"),
    ("chatcheck.converse.text_socket", "websocket and frames"),
    ("chatcheck.converse.websocket", "websocket and frames"),
    ("chatcheck.converse.run_journal", "pacing and the run's journal"),
    ("chatcheck.converse.budget_file", "pacing and the run's journal"),
    ("chatcheck.converse.pac", "pacing and the run's journal"),
    ("chatcheck.converse.http_calls", "calls: limits, retries, answers"),
    ("chatcheck.converse.connect_http", "calls: limits, retries, answers"),
    ("chatcheck.converse.failures", "calls: limits, retries, answers"),
    ("chatcheck.converse.frames", "websocket and frames"),
    ("chatcheck.judge", "matching and the verdict"),
    ("chatcheck.report", "masking and the result's line"),
    ("chatcheck.transcript", "masking and the result's line"),
    ("chatcheck", "the conversation: steps, events, the end"),
)


class Sampler:
    """Counts which component is at work at each tick of CPU time."""

    def __init__(self, by_module):
        self.counts = collections.Counter()
        self.by_module = by_module

    def sample(self, _number, frame):
        while frame is not None:
            module = frame.f_globals.get("__name__", "")
            name = next((name for prefix, name in COMPONENTS if module.startswith(prefix)), "")
            if name:
                self.counts[(module + ":" + frame.f_code.co_qualname) if self.by_module else name] += 1
                return
            frame = frame.f_back
        self.counts["else"] += 1


def main(places, chats, folder, *options):
    sampler = Sampler(bool(options))
    signal.signal(signal.SIGPROF, sampler.sample)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)
    runner_client.main(places, chats, folder)
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = sampler.counts.total()
    for name, count in sampler.counts.most_common(40):
        print(f"{count / total:6.1%}  {name}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
