"""Where `${...}` gets its value from: every text of a chat that may hold one, and every way to lack one."""

import subprocess
import sys

import pytest

from chatcheck import sources
from chatcheck.errors import Diagnostic, Refused, RenderError
from chatcheck.source import Position
from chatcheck.sources import Sources, resolve_values
from chatcheck.spec.model import After, Chat, Expect, Matcher, Never, Send

HERE = Position("a.chat.yaml", 1, 1)
SOURCES = Sources(environment={"A": "one"}, outputs={"stack": {"Key": "two"}}, region="us-east-1")


def make_chat(*steps, start=None, after=None):
    return Chat("a chat", "welcome", start or {}, steps, HERE, after=after)


def expect(**tests):
    return Expect(Matcher(HERE, **tests), 1.0, HERE)


@pytest.mark.parametrize(
    "chat",
    [
        pytest.param(make_chat(start={"Attributes": {"a": "${env:A}"}}), id="start"),
        pytest.param(make_chat(Send("${env:A}", HERE)), id="send"),
        pytest.param(make_chat(expect(equals="${env:A}")), id="equals"),
        pytest.param(make_chat(expect(contains="${env:A}")), id="contains"),
        pytest.param(make_chat(expect(matches="${env:A}")), id="matches"),
        pytest.param(make_chat(expect(sender="${env:A}")), id="from"),
        pytest.param(make_chat(Never(Matcher(HERE, sender="${env:A}"), None, HERE)), id="never"),
        pytest.param(make_chat(after=After(HERE, attributes={"a": "${env:A}", "b": None})), id="attributes"),
        pytest.param(make_chat(after=After(HERE, queue="${env:A}")), id="queue"),
    ],
)
def test_a_variable_is_found_in_every_text_that_may_name_it(chat):
    assert resolve_values(chat, SOURCES) == {"env:A": "one"}


def test_an_output_is_found_by_stack_and_key():
    assert resolve_values(make_chat(Send("${output:stack.Key}", HERE)), SOURCES) == {
        "output:stack.Key": "two"
    }


@pytest.mark.parametrize("text", ["${env:NONE}", "${output:stack.None}", "${output:none.Key}"])
def test_what_is_not_there_is_one_diagnostic(text):
    with pytest.raises(RenderError, match="R240"):
        resolve_values(make_chat(Send(text, HERE)), SOURCES)


class Ssm:
    def __init__(self):
        self.asked = []
        self.made = 0

    def __call__(self, service, access):
        assert (service, access.region) == ("ssm", "us-east-1")
        self.made += 1
        return self

    def call(self, operation, Name, WithDecryption):
        assert (operation, WithDecryption) == ("GetParameter", True)
        self.asked.append(Name)
        return {"Parameter": {"Value": "three"}}


def test_a_parameter_is_read_once_in_a_run_and_by_one_client(monkeypatch):
    monkeypatch.setattr(sources, "AwsClient", ssm := Ssm())
    run = Sources(region="us-east-1")
    chats = [make_chat(Send("${ssm:/a/b} ${ssm:/c}", HERE)) for _ in range(3)]
    assert [resolve_values(chat, run) for chat in chats] == [{"ssm:/a/b": "three", "ssm:/c": "three"}] * 3
    assert (ssm.asked, ssm.made) == (["/a/b", "/c"], 1)
    assert "three" not in repr(run)


@pytest.mark.parametrize(
    ("endpoint", "why"), [("http://127.0.0.1:9", "cannot connect to"), ("foo", "address is not valid")]
)
def test_a_parameter_that_cannot_be_read_is_one_diagnostic(monkeypatch, endpoint, why):
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with pytest.raises(RenderError, match="/a/b cannot be read in us-east-1") as raised:
        resolve_values(make_chat(Send("${ssm:/a/b}", HERE)), Sources(region="us-east-1"))
    (found,) = raised.value.diagnostics
    assert why in found.why
    assert "AWS_ENDPOINT_URL" in found.fix


def test_a_parameter_that_is_refused_says_what_to_look_at(monkeypatch):
    class Refusing(Ssm):
        def call(self, operation, Name, WithDecryption):
            raise Refused(Diagnostic("C312", "it refused", why="ParameterNotFound", fix="mend the request"))

    monkeypatch.setattr(sources, "AwsClient", Refusing())
    with pytest.raises(RenderError) as raised:
        resolve_values(make_chat(Send("${ssm:/a/b}", HERE)), Sources(region="us-east-1"))
    (found,) = raised.value.diagnostics
    assert (found.why, found.fix) == (
        "it refused: ParameterNotFound",
        "is it there, and may these credentials read it?",
    )


def test_what_takes_no_parameter_loads_no_boto3():
    """What it has beside botocore, S3 transfers above all, is for nobody here."""
    code = "import sys, chatcheck.session, chatcheck.sources; print('boto3' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout == "False\n"
