"""Steps and starts that a test gives as Python values."""

import linecache
import os
import signal
import threading
import time

import pytest

from chatcheck.errors import SpecError
from chatcheck.source import Position
from chatcheck.spec.model import Expect, Never, Send
from chatcheck.testing.background import Background, interrupting_signals
from chatcheck.testing.steps import find_caller, read_start, read_step

HERE = Position(__file__, 3, 1)


def read(step, **names):
    return read_step(step, "2s", names, HERE)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ({"expect": "Welcome."}, Expect),
        ({"expect": {"contains": "help", "from": "bot"}}, Expect),
        ({"never": {"contains": "wrong"}}, Never),
        ({"send": "hello"}, Send),
        ({"send": {"text": "**hello** 👩‍💻", "content_type": "text/markdown"}}, Send),
    ],
)
def test_a_step_is_read_as_in_a_spec_and_stands_in_the_test(step, kind):
    found = read(step)

    assert type(found) is kind
    assert found.position == HERE
    assert found.snippet == "    3 | import linecache"


def test_a_step_has_the_chats_time_unless_it_has_its_own():
    assert read({"expect": "a"}).within_s == 2.0
    assert read({"expect": {"equals": "a", "within": "500ms"}}).within_s == 0.5


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"expect": {"contents": "a"}}, "did you mean `contains`?"),
        ({"expect": {"matches": "("}}, "regular expression"),
        ({"expect": {}}, "is empty"),
        ({"send": "${order}"}, "order"),
        ({"greet": "a"}, "unknown"),
    ],
)
def test_a_wrong_step_is_named_at_the_line_of_the_test(step, said):
    with pytest.raises(SpecError) as refused:
        read(step)

    assert said in str(refused.value)
    assert f"{__file__}:3:1: error[" in str(refused.value)


def test_what_has_a_value_can_be_said():
    assert read({"send": "${order}"}, order="A-1").text == "${order}"


def test_a_start_is_start_chat_contacts_own():
    spec = read_start("a test", "welcome", {"Attributes": {"a": "b"}}, HERE)

    (chat,) = spec.chats
    assert (chat.name, chat.flow, chat.steps, chat.after) == ("a test", "welcome", (), None)
    assert chat.start["Attributes"] == {"a": "b"}
    assert chat.start["ParticipantDetails"] == {"DisplayName": "Customer"}


def test_a_wrong_start_is_named_at_the_line_of_the_test():
    with pytest.raises(SpecError, match=r"(?s)test_python_steps.py:3:1: error.*did you mean `Attributes`"):
        read_start("a test", "welcome", {"Atributes": {}}, HERE)


def test_the_caller_is_the_line_of_the_test():
    where = find_caller()

    assert where.file.endswith("test_python_steps.py")
    assert "find_caller()" in linecache.getline(__file__, where.line)


async def _wait_for_ever(began, cleaned, lasts=lambda: False):
    """Clean up for a moment, and as long as `lasts` says."""
    import asyncio

    try:
        began.set()
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.02)
        while lasts():  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        cleaned.set()


def test_a_signal_interrupts_only_after_the_clean_up():
    began, cleaned, background = threading.Event(), threading.Event(), Background()
    threading.Thread(target=lambda: (began.wait(), signal.raise_signal(signal.SIGTERM)), daemon=True).start()

    with pytest.raises(KeyboardInterrupt, match="SIGTERM"), interrupting_signals():
        background.run(_wait_for_ever(began, cleaned))

    assert cleaned.is_set()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    background.close()


def test_signals_that_come_again_do_not_cut_the_clean_up_short():
    began, cleaned, background, hits = threading.Event(), threading.Event(), Background(), []

    def handler(*_):
        hits.append(1)
        if not cleaned.is_set():
            raise KeyboardInterrupt

    def hit():
        began.wait()
        while not cleaned.is_set():
            os.kill(os.getpid(), signal.SIGUSR1)
            time.sleep(0.002)

    hitting = threading.Thread(target=hit, daemon=True)
    signal.signal(signal.SIGUSR1, handler)
    try:
        hitting.start()
        with pytest.raises(KeyboardInterrupt):
            background.run(_wait_for_ever(began, cleaned, lasts=lambda: len(hits) < 3))
        assert cleaned.is_set()
        assert len(hits) >= 3
    finally:
        hitting.join()
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        background.close()


def test_a_handler_of_somebody_else_is_left_alone():
    def handler(*_):
        pass

    signal.signal(signal.SIGTERM, handler)
    try:
        with interrupting_signals():
            assert signal.getsignal(signal.SIGTERM) is handler
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def test_what_still_runs_is_cancelled_when_the_thread_ends():
    import asyncio

    began, cleaned, background = threading.Event(), threading.Event(), Background()
    asyncio.run_coroutine_threadsafe(_wait_for_ever(began, cleaned), background.loop)
    began.wait()

    background.close()

    assert cleaned.is_set()
