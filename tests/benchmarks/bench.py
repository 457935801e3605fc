"""`make bench`: ratios measured in one run, since machines are noisy and absolute times say little."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from chatcheck.cli import embedded
from tests.benchmarks.flow_bench import show_flows
from tests.benchmarks.flow_lint_bench import show_lint
from tests.benchmarks.flow_run_bench import measure_ratio
from tests.benchmarks.service import run_service, run_talk_service
from tests.conformance.genuine import DEBIAN_CLI, find_version_2

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
SPEC = HERE.parents[1] / "specs" / "chats" / "orders.chat.yaml"
RIVALS = Path("build") / "rivals"
"""A Python of its own: aiobotocore wants another botocore than ours."""
ROUNDS = 7
PARSE = """
import pathlib, sys, yaml
for path in pathlib.Path(sys.argv[1]).rglob("*.yaml"):
    yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
"""
VALIDATE = [sys.executable, "-m", "chatcheck", "validate"]
UNACCELERATED = """
import sys
sys.modules["jsonschema_rs"] = None  # as where it is not installed
from chatcheck.cli import main
sys.exit(main(["validate", *sys.argv[1:]]))
"""
VALIDATE_UNACCELERATED = [sys.executable, "-c", UNACCELERATED]


def time_process(command, environment=None):
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - began


def measure_cpu(command, environment):
    """Return the seconds of CPU that one process takes, from its first instruction to its last."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def compare(measure, ours, theirs, rounds=ROUNDS):
    """Median of the ratios of neighbouring runs: what slows both down cancels out."""
    return statistics.median(measure(ours) / measure(theirs) for _ in range(rounds))


def compiled(folder):
    """Return the environment of processes that keep byte code, as whatever is installed has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}


def bench_validate_one(validate, folder):
    environment = compiled(folder)
    commands = [*validate, str(SPEC)], [sys.executable, "-c", "pass"]
    for command in commands:
        time_process(command, environment)
    return compare(lambda command: time_process(command, environment), *commands)


def write_specs(folder, count=1000):
    text = SPEC.read_text()
    place = Path(folder) / "specs"
    place.mkdir()
    for number in range(count):
        (place / f"{number}.chat.yaml").write_text(text.replace("A1001", f"A{number:04}"))
    return place


def bench_validate_many(validate, place, folder):
    environment = compiled(folder)
    theirs = [sys.executable, "-c", PARSE, str(place)]
    return compare(lambda command: measure_cpu(command, environment), [*validate, str(place)], theirs, 5)


class Clients:
    """Each holds the same chats in a process of its own, and says what they took: CPU, then seconds."""

    def __init__(self, service, folder):
        self.service, self.folder = service, folder

    def run(self, program, *arguments):
        return [float(each) for each in self.ask(program, *arguments).stdout.split()]

    def ask(self, program, *arguments):
        answer = subprocess.run(
            [*program, *map(str, arguments)],
            env=self.service.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert answer.returncode == 0, answer.stderr
        return answer

    def ours(self, chats):
        module = [sys.executable, "-m", "tests.benchmarks.runner_client"]
        return self.run(module, self.service.listed, chats, self.folder)

    def bare(self, name, chats):
        """Return what a client takes that only talks: `raw_client.py`, or `aiohttp_client.py`."""
        return self.run([sys.executable, HERE / name], self.service.port, self.service.listed, chats)

    def shares(self, chats):
        module = [sys.executable, "-m", "tests.benchmarks.shares_client"]
        return self.ask(module, self.service.listed, chats, self.folder).stderr

    def rival(self, name, chats):
        program = [RIVALS / "bin" / "python", HERE / name]
        return self.run(program, self.service.url, *self.service.places[0], chats)

    def memory(self, kind, chats, last):
        module = [sys.executable, "-m", "tests.benchmarks.memory_client"]
        return self.run(module, kind, self.service.listed, chats, self.folder, last)[0]


def bench_start(service, aws):
    """CPU of our start-chat-contact, as a whole process, against the AWS CLI's, on one endpoint."""
    instance, flow = service.places[0]
    arguments = ["start-chat-contact", "--instance-id", instance, "--contact-flow-id", flow]
    arguments += ["--participant-details", "DisplayName=Ada", "--region", embedded.REGION]
    arguments += ["--endpoint-url", service.url]

    def measure(command):
        return measure_cpu([*command, *arguments], service.environment)

    return compare(measure, [str(BIN / "chatcheck")], [str(aws), "connect"])


def bench_shell_loop(service, clients):
    """Our chats per second against a loop over the AWS CLI; what each takes to start is its own affair."""
    chats = 3
    instance, flow = service.places[0]
    command = ["sh", HERE / "shell_loop.sh", BIN / "aws", service.url, instance, flow, str(chats)]
    return (time_process(command, service.environment) / chats) / (clients.ours(500)[1] / 500)


def show(what, value, unit="x"):
    print(f"{what:62}{value:8.2f}{unit}", flush=True)


def show_validate(folder):
    place = write_specs(folder)
    for validate, how in ((VALIDATE, "with"), (VALIDATE_UNACCELERATED, "without")):
        show(f"validate one spec, {how} jsonschema-rs / python -c pass", bench_validate_one(validate, folder))
        many = bench_validate_many(validate, place, folder)
        show(f"CPU of validating 1,000 specs, {how} it / CSafeLoader", many)


def show_chats(service, clients):
    for chats, rounds in ((100, 7), (1000, 3)):
        measured = [
            (clients.bare("raw_client.py", chats)[0], clients.bare("aiohttp_client.py", chats)[0], ours[0])
            for ours in (clients.ours(chats) for _ in range(rounds))
        ]
        what = f"CPU of a chat at {chats:,} open / raw asyncio client"
        show(what, statistics.median(ours / raw for raw, _, ours in measured))
        show(
            "  of which aiohttp, signed by botocore",
            statistics.median(http / raw for raw, http, _ in measured),
        )
    print(f"where the CPU of 1,000 goes:\n{clients.shares(1000)}", end="")
    show("chats per second / a shell loop over the AWS CLI 1", bench_shell_loop(service, clients))


def show_rivals(clients):
    """Of a service that only talks: what is compared are the clients, not who waits for the service."""
    for name, what in (("boto3_threads.py", "boto3 in threads"), ("aiobotocore_client.py", "aiobotocore")):
        pairs = [(clients.rival(name, 300), clients.ours(300)) for _ in range(3)]
        for column, unit in ((1, "chats per second"), (0, "chats per second of CPU")):
            ratio = statistics.median(theirs[column] / ours[column] for theirs, ours in pairs)
            show(f"{unit} / {what}", ratio)


def show_steps():
    show("a step of the interpreter / a plain loop of the same effects", measure_ratio())


def show_delay(clients):
    module = [sys.executable, "-m", "tests.benchmarks.delay_client"]
    measured = [clients.run(module, clients.service.port, clients.folder) for _ in range(3)]
    ratio = statistics.median(delay / echo for delay, echo in measured)
    show("from a frame to the next step / an aiohttp echo's round trip", ratio)
    show("  which takes", 1e6 * statistics.median(delay for delay, _ in measured), " us")


def show_memory(service, clients):
    taken = sorted(clients.memory("open", 5000, service.health_url) / 1024 for _ in range(3))
    show("memory of an open chat, of 5,000: median of three processes", taken[1], " KiB")
    show("  the most of the three", taken[-1], " KiB")
    grown = clients.memory("run", 10_000, 200) / 1024 / 1024
    show("what the second half of 10,000 chats adds to the process", grown, " MiB")


def main():
    with tempfile.TemporaryDirectory() as folder:
        show_validate(folder)
        show_steps()
        show_flows(show)
        show_lint(show, RIVALS)
        with run_service(folder) as service:
            clients = Clients(service, folder)
            show("CPU of start-chat-contact / AWS CLI 1, same Python", bench_start(service, BIN / "aws"))
            if find_version_2():
                show(
                    "CPU of start-chat-contact / AWS CLI 2, Debian's Python", bench_start(service, DEBIAN_CLI)
                )
            show_chats(service, clients)
            show_memory(service, clients)
        with run_talk_service() as service:
            show_rivals(Clients(service, folder))
            show_delay(Clients(service, folder))


if __name__ == "__main__":
    main()
