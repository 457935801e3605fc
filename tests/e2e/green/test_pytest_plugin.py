"""The pytest plugin against a deployed flow: specs as items, and conversations that a test leads."""

import re
import textwrap

import pytest

from tests.e2e.places import BIN, ROOT
from tests.plugin.conftest import SPEC

HEAD = "import pytest\n\nSTART = {'Attributes': {'store': 'web', 'locale': 'en-GB'}}\n\n\n"


@pytest.fixture
def run(local_aws, outputs, tmp_path):
    """Run pytest in a folder of its own; no chat may be open afterwards."""

    def run_(*words, **files):
        for name, text in files.items():
            whole = text if name.startswith("chat") else HEAD + textwrap.dedent(text)
            suffix = "chat.yaml" if name.startswith("chat") else "py"
            (tmp_path / f"{name}.{suffix}").write_text(whole, encoding="utf-8")
        options = ("--chatcheck-outputs", outputs, "-p", "no:cacheprovider", "-W", "error", "-rA")
        command = (BIN / "python", "-m", "pytest", *options, *words)
        answer = local_aws.run(*command, cwd=tmp_path, check=False)
        assert local_aws.open_chats() == 0
        return answer.returncode, answer.stdout + answer.stderr

    return run_


@pytest.mark.parametrize("words", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_specs_are_held_as_items(run, tmp_path, words):
    code, said = run("--junitxml", "junit.xml", *words, chats=SPEC)

    assert code == 1
    assert "1 failed, 1 passed, 1 skipped" in said
    assert "FAIL  chats.chat.yaml › asks for an order" in said
    assert "expected (equals)  Let me look for it." in said
    assert "FAILED chats.chat.yaml::asks for an order - step 4 of 4" in said
    assert "Captured chat call" in said and re.search(r"message +system +text/plain +Welcome", said)
    assert re.search(r"^ +\d+\.\d+ s +step +step 4$", said, re.MULTILINE)
    assert "Traceback" not in said
    junit = (tmp_path / "junit.xml").read_text()
    assert 'name="contactId"' in junit and 'errors="0" failures="1"' in junit


ELSEWHERE = """\
chatcheck: 1
flow: elsewhere
start: {ParticipantDetails: {DisplayName: Test}}
chats:
  - name: is for another place
    only_on: [prod]
    steps:
      - expect: Welcome.
"""


def test_a_chat_for_another_environment_is_skipped(run):
    code, said = run(chats=ELSEWHERE)

    assert code == 0, said
    assert "1 skipped" in said and "only on prod" in said


GOOD = r"""
    async def test_tells_where_an_order_is(chat):
        await chat.start("welcome", **START)
        await chat.expect("Welcome to Acme.")
        await chat.expect(contains="How can I help")
        await chat.never(contains="something went wrong")
        await chat.send("Where is my order A1001?")
        await chat.expect("Let me look that up.", from_="bot")
        order = await chat.expect(matches=r"Order (?P<order>[A-Z]\d{4}) is (?P<state>\w+)")
        assert order.content.startswith("Order A1001 is shipped")
        assert chat.values["order"] == "A1001"
        await chat.take(expect={"contains": "anything else"})
        await chat.send("thanks for ${order}, no thanks")
        said = await chat.end()
        assert said.outcome in ("ended", "disconnected")
        assert chat.contact_id == said.contact_id

    @pytest.mark.parametrize("word", ["Welcome", "Acme"])
    def test_waits_itself(chat, word):
        chat.sync.start("welcome", **START)
        assert word in chat.sync.expect(contains=word).content

    def test_knows_the_deployment(deployment):
        assert deployment.flow_id("welcome")

    async def test_starts_nothing(chat):
        pass
"""


def test_a_test_leads_a_conversation(run):
    code, said = run(test_good=GOOD)

    assert code == 0, said
    assert "5 passed" in said


def read_page_example():
    """Return the Python of the page on pytest."""
    return re.search(r"```python\n(.*?)```", (ROOT / "docs" / "pytest.md").read_text(), re.DOTALL)[1]


def test_the_example_of_the_page_passes(run):
    code, said = run(test_page=read_page_example())

    assert code == 0, said
    assert "2 passed" in said


BAD = """
    import asyncio

    def test_other_text(chat):
        chat.sync.start("welcome", **START)
        chat.sync.expect("Welcome to Acne.")

    async def test_broken_never(chat):
        await chat.start("welcome", **START)
        await chat.never(contains="How can")
        await chat.expect("Welcome to Acme.")
        while not any("How can" in event.content for event in chat.events):
            await asyncio.sleep(0.05)

    async def test_silence(chat):
        await chat.start("welcome", within="1s", **START)
        for _ in range(3):
            await chat.expect(from_="system")

    async def test_own_assertion(chat):
        await chat.start("welcome", **START)
        assert (await chat.expect("Welcome to Acme.")).content == "Hello."

    async def test_wrong_key(chat):
        await chat.start("welcome", **START)
        await chat.expect(contents="Welcome")

    async def test_unknown_flow(chat):
        await chat.start("welcomme", **START)

    async def test_started_twice(chat):
        await chat.start("welcome", **START)
        await chat.start("welcome", **START)

    async def test_not_started(chat):
        await chat.send("hello")
"""


def test_what_goes_wrong_is_told_at_the_line_of_the_test(run):
    code, said = run(test_bad=BAD)

    assert code == 1
    assert "8 failed" in said and "error" not in said.splitlines()[-1]
    assert 'chat.sync.expect("Welcome to Acne.")' in said
    assert "something came that must never come" in said
    assert "actual    nothing within 1 s" in said
    assert "did you mean `contains`?" in said
    assert "did you mean `welcome`?" in said
    assert "the chat is started already" in said and "the chat is not started" in said
    assert "chatcheck/testing" not in said and "environ(" not in said


BROKEN = """
    async def test_it(chat):
        await chat.start("welcome", **START)
"""


def test_a_service_that_is_not_there_is_an_error(run, local_aws, tmp_path, monkeypatch):
    monkeypatch.setitem(local_aws.environment, "AWS_ENDPOINT_URL_CONNECT", "http://127.0.0.1:9")
    monkeypatch.setitem(local_aws.environment, "AWS_MAX_ATTEMPTS", "1")

    code, said = run(chats=SPEC, test_broken=BROKEN)

    assert code == 1
    assert "1 skipped, 3 errors" in said
    assert "BROKEN  chats.chat.yaml › is greeted" in said
    assert "BROKEN  test_broken.py › test_it" in said
