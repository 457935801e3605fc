"""How fast the service is called: never above a quota's share, whoever else asks meanwhile."""

import asyncio
import fcntl
import json
import multiprocessing
import queue
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.converse import pacing
from chatcheck.converse.budget_file import BudgetFile, OwnBudget, find_folder, open_budget
from chatcheck.converse.connect_http import HttpChatService
from chatcheck.converse.deadlines import Limits
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.pacing import HORIZON_S, QUOTAS, START, Pace, Quota, choose_pace, reserve, stretch
from chatcheck.converse.place import is_loopback
from chatcheck.converse.ports import Connection
from chatcheck.converse.retries import RetryPolicy

QUOTA = st.builds(Quota, st.floats(0.1, 50), st.floats(1, 20))
GAPS_S = st.lists(st.floats(0, 3), min_size=1, max_size=60)


def call_at(gaps_s, quota):
    """Ask after each gap; return when each call goes."""
    now_s, due_s, called = 1000.0, 0.0, []
    for gap_s in gaps_s:
        now_s += gap_s
        delay_s, due_s = reserve(due_s, now_s, quota)
        called.append(now_s + delay_s)
    return called


@given(QUOTA, GAPS_S)
def test_in_no_span_of_time_are_there_more_calls_than_a_bucket_allows(quota, gaps_s):
    called = call_at(gaps_s, quota)

    for first in range(len(called)):
        for last in range(first, len(called)):
            span_s = called[last] - called[first]
            assert last - first + 1 <= quota.burst + span_s * quota.rate_per_s + 1e-6


@given(QUOTA, GAPS_S)
def test_who_calls_slower_than_the_rate_never_waits(quota, gaps_s):
    slow = [gap_s + 1 / quota.rate_per_s for gap_s in gaps_s]
    asked = [1000.0 + sum(slow[: number + 1]) for number in range(len(slow))]

    assert call_at(slow, quota) == pytest.approx(asked)


def test_a_burst_goes_at_once_and_then_the_rate_holds():
    assert call_at([0.0] * 5, Quota(2, 3)) == [1000, 1000, 1000, 1000.5, 1001]


@pytest.mark.parametrize("due_s", [1000.0 + HORIZON_S + 1, -5.0, 999.0], ids=["far", "negative", "past"])
def test_a_clock_that_was_set_blocks_nobody(due_s):
    assert reserve(due_s, 1000.0, Quota(1, 1)) == (0.0, 1001.0)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:4566", True),
        ("http://127.0.0.1:4566", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:4566", True),
        ("http://aws.localhost:4566", True),
        ("https://connect.eu-west-2.amazonaws.com", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://0.0.0.0", False),
    ],
)
def test_only_the_machine_itself_is_loopback(url, expected):
    assert is_loopback(url) is expected


def choose(rate=None, is_loopback=False, i_know=False, shards=1):
    return choose_pace(rate, is_loopback=is_loopback, i_know=i_know, shards=shards)


def test_off_loopback_one_chat_a_second_is_started():
    assert choose().starts == Quota(1.0, 1.0)


@pytest.mark.parametrize("operation", [*sorted(QUOTAS.keys() - {START}), "StopContact"])
def test_at_most_half_of_each_quota_is_taken(operation):
    quota = QUOTAS.get(operation, pacing.OTHER)
    taken = choose(rate=2.5).find(operation)

    assert (taken.rate_per_s, taken.burst) == (quota.rate_per_s / 2, max(1, quota.burst / 2))


def test_who_knows_takes_all_of_it_and_of_a_higher_one_as_much_more():
    assert choose(i_know=True).find("SendMessage") == Quota(10, 15)
    assert choose(rate=10, i_know=True).find("SendMessage") == Quota(20, 30)


def test_shards_divide_what_a_run_takes():
    pace = choose(rate=2, shards=4)

    assert pace.starts == Quota(0.5, 1.0)
    assert pace.find("SendMessage").rate_per_s == pytest.approx(10 * 0.5 / 4)


def test_on_loopback_only_a_rate_that_was_asked_for_is_kept():
    assert choose(is_loopback=True) is None
    asked = choose(rate=3, is_loopback=True)
    assert asked.starts == Quota(3, 1)
    assert asked.find("SendMessage") is None


def test_many_jobs_have_time_to_wait_for_their_turn_to_end():
    pace = choose()
    many = stretch(Limits(), pace, 100)

    assert many.close_s > 100 / pace.find("DisconnectParticipant").rate_per_s + Limits().close_s
    assert stretch(Limits(), None, 100) == Limits()


def take_turns(path, count, now_s=lambda: 1000.0):
    budget = BudgetFile(path, now_s)
    return [budget.take_turn(START, Quota(1, 1)) for _ in range(count)]


def test_two_runs_share_one_budget(tmp_path):
    path = tmp_path / "budget.json"

    assert take_turns(path, 2) + take_turns(path, 2) == [0, 1, 2, 3]


def take_in_process(path, delays):
    delays.put(take_turns(path, 20))


def test_processes_that_ask_at_the_same_time_get_different_turns(tmp_path):
    context = multiprocessing.get_context("spawn")
    delays = context.Queue()
    processes = [
        context.Process(target=take_in_process, args=(tmp_path / "budget.json", delays)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    taken = [delay_s for _ in processes for delay_s in delays.get(timeout=200)]
    for process in processes:
        process.join()

    assert sorted(taken) == list(range(60))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"StartChatContact": "soon"}', '{"StartChatContact": NaN}', "\x00\xff"]
)
def test_a_file_that_a_dying_process_left_half_written_blocks_nobody(tmp_path, text):
    path = tmp_path / "budget.json"
    path.write_text(text)

    assert take_turns(path, 2) == [0, 1]


def test_a_shorter_text_leaves_nothing_of_the_longer_one(tmp_path):
    path = tmp_path / "budget.json"
    path.write_text(json.dumps({"StartChatContact": 1000.0, "x" * 500: "no time"}))
    take_turns(path, 1)

    assert json.loads(path.read_text()) == {"StartChatContact": 1001.0}


def test_each_place_has_a_budget_of_its_own_that_only_the_user_reads(tmp_path):
    environment = {"XDG_RUNTIME_DIR": str(tmp_path)}
    for place in (("https://a", "1"), ("https://a", "2"), ("https://b", "1"), ("https://a", "1")):
        open_budget(*place, environment)

    files = list((tmp_path / "chatcheck").iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_without_a_folder_the_budget_is_the_process_own(tmp_path):
    (tmp_path / "file").write_text("")

    assert isinstance(open_budget("https://a", "1", {"XDG_RUNTIME_DIR": str(tmp_path / "file")}), OwnBudget)


def test_the_folder_is_of_the_session_before_the_cache():
    both = {"XDG_RUNTIME_DIR": "/run/user/7", "XDG_CACHE_HOME": "/cache"}

    assert [str(find_folder(each)) for each in (both, {"XDG_CACHE_HOME": "/cache"})] == [
        "/run/user/7/chatcheck",
        "/cache/chatcheck",
    ]


def test_a_file_that_is_made_anew_is_the_one_that_counts(tmp_path):
    path = tmp_path / "budget.json"
    budget = BudgetFile(path, lambda: 1000.0)
    budget.take_turn(START, Quota(1, 1))
    path.unlink()

    assert take_turns(path, 1) == [0]
    assert [budget.take_turn(START, Quota(1, 1)) for _ in range(2)] == [1, 2]


def test_a_budget_leaves_no_file_open(tmp_path):
    before = set(Path("/proc/self/fd").iterdir())
    take_turns(tmp_path / "budget.json", 3)

    assert set(Path("/proc/self/fd").iterdir()) == before


def take_once(budget, delays):
    delays.put(budget.take_turn(START, Quota(1, 1)))


# Python 3.12 warns of forks beside threads, which the test's runner has; here the fork is what is tested.
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_waits_for_the_file_as_any_other(tmp_path):
    budget = BudgetFile(tmp_path / "budget.json", lambda: 1000.0)
    budget.take_turn(START, Quota(1, 1))
    context = multiprocessing.get_context("fork")
    delays = context.Queue()
    fcntl.flock(budget._number, fcntl.LOCK_EX)
    process = context.Process(target=take_once, args=(budget, delays))
    process.start()
    with pytest.raises(queue.Empty):
        delays.get(timeout=0.5)
    fcntl.flock(budget._number, fcntl.LOCK_UN)

    assert delays.get(timeout=200) == 1
    process.join()


def test_threads_that_share_a_budget_get_different_turns(tmp_path):
    budget = BudgetFile(tmp_path / "budget.json", lambda: 1000.0)
    with ThreadPoolExecutor(4) as pool:
        delays = list(pool.map(lambda _: budget.take_turn(START, Quota(1, 1)), range(200)))

    assert sorted(delays) == list(range(200))


def test_waiting_is_done_before_the_call(run_virtually):
    pacer = Pacer(Pace(0.5, Quota(1, 1)), OwnBudget(lambda: asyncio.get_running_loop().time()))

    async def start_three():
        began_s = asyncio.get_running_loop().time()
        await asyncio.gather(*(pacer.wait(START) for _ in range(3)))
        return asyncio.get_running_loop().time() - began_s

    assert run_virtually(start_three()) == pytest.approx(2.0)


def test_a_budget_that_is_lost_meanwhile_does_not_stop_the_run(run_virtually, tmp_path):
    pacer = Pacer(Pace(0.5, Quota(1, 1)), BudgetFile(tmp_path / "gone" / "budget.json", lambda: 1000.0))

    run_virtually(pacer.wait(START))


class Turns:
    """A budget that notes who asks, and lets everybody go."""

    def __init__(self):
        self.asked = []

    def take_turn(self, operation, _quota):
        self.asked.append(operation)
        return 0.0


def test_every_call_and_every_further_try_waits_but_the_first_start(serve, point_to):
    answers = [(429, {"__type": "TooManyRequestsException"}), (200, {"Id": "m"})]
    turns = Turns()

    async def handle(request):
        status, body = answers.pop(0) if len(answers) > 1 else answers[0]
        return web.json_response(
            {**body, "ContactId": "c", "ParticipantId": "p", "ParticipantToken": "t"}, status=status
        )

    async def run():
        async with serve(handle) as url, aiohttp.ClientSession() as session:
            retries = RetryPolicy(draw=lambda: 0.0)
            pacer = Pacer(choose(), turns)
            service = HttpChatService(session, point_to(url), retries, pacer=pacer)
            await service.start_chat({})
            await service.send_message(Connection("", "k"), "text/plain", "hi")

    asyncio.run(run())
    assert turns.asked == [START, "SendMessage"]
