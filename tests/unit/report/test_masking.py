import json
import re
from dataclasses import replace

import pytest

from chatcheck.judge.verdict import judge
from chatcheck.report.masking import mask, unmask
from chatcheck.source import Position
from chatcheck.spec.model import Chat, Expect, Matcher
from chatcheck.transcript import Event

SECRET = 's3cr"et.pin'
VALUES = {"env:PIN": SECRET, "ssm:/shop/key": "parameter-value", "env:LOCALE": "en", "order": "A-1001"}


@pytest.fixture
def result(words):
    transcript = words.transcript(
        words.said(0.4, f"my pin is {SECRET}", "Ada", role="CUSTOMER"),
        words.said(0.9, "your key is parameter-value, hello again", "BOT"),
        Event(1.2, "observed", name="attributes", content=json.dumps({"pin": SECRET})),
        values={**VALUES, "captured": SECRET},
        failure=f"the service refused {SECRET}",
    )
    finding = words.finding(expected=f"pin {SECRET}", actual=re.escape(SECRET))
    return words.failed(finding, transcript=transcript)


@pytest.mark.parametrize("secret", ["s3cr", "parameter-value"])
def test_no_value_of_the_surroundings_is_left_in_a_result(result, secret):
    assert secret in json.dumps(result.to_json())
    assert secret not in json.dumps(mask(result, VALUES).to_json())


def test_the_placeholder_stands_where_the_secret_was(result):
    masked = mask(result, VALUES)
    assert masked.transcript.events[0].content == "my pin is ${env:PIN}"
    assert masked.transcript.values["env:PIN"] == "${env:PIN}"
    assert json.loads(masked.transcript.events[2].content) == {"pin": "${env:PIN}"}
    assert masked.verdict.findings[0].expected == "pin ${env:PIN}"


def test_short_values_and_other_sources_are_no_secrets(result):
    masked = mask(result, VALUES)
    assert masked.transcript.values["env:LOCALE"] == "en"
    assert masked.transcript.values["order"] == "A-1001"
    assert "hello again" in masked.transcript.events[1].content


def test_nothing_changes_where_nothing_came_from_outside(result):
    assert mask(result, {"order": "A-1001"}) is result


def test_a_longer_secret_is_not_cut_by_one_that_it_holds(words):
    held = words.transcript(words.said(0.4, "abcdef abcd", "BOT"))
    masked = mask(words.failed(transcript=held), {"env:A": "abcd", "env:B": "abcdef"})
    assert masked.transcript.events[0].content == "${env:B} ${env:A}"


@pytest.mark.parametrize(
    "asked", [{"equals": "${env:PIN}!"}, {"matches": "${env:PIN}!"}, {"contains": "${env:PIN}!"}]
)
def test_a_secret_that_a_finding_shows_normalized_is_hidden(words, asked):
    secret = "horse  battery “staple”"
    here = Position("a.chat.yaml", 1, 1)
    step = Expect(Matcher(here, normalize=True, **asked), 1.0, here)
    transcript = words.transcript(words.said(0.4, f"{secret}?", "BOT"), values={"env:PIN": secret})
    verdict = judge(Chat("one", "welcome", {}, (step,), here), transcript)
    assert "battery" in str(verdict.findings)
    assert "battery" not in str(mask(replace(words.failed(), verdict=verdict), {"env:PIN": secret}))


def test_a_masked_transcript_is_whole_again_where_the_variables_are_set(result):
    without_parameter = {name: value for name, value in VALUES.items() if not name.startswith("ssm:")}
    masked = mask(result, without_parameter)
    held, put_in = unmask(masked.transcript, {"env:PIN": SECRET, "env:OTHER": "other"})
    assert put_in == {"env:PIN": SECRET}
    assert held.events[:2] == result.transcript.events[:2]
    assert json.loads(held.events[2].content) == {"pin": SECRET}
    assert held.values == result.transcript.values


def test_what_the_surroundings_lack_stays_masked(result):
    masked = mask(result, VALUES).transcript
    assert unmask(masked, {}) == (masked, {})


def test_a_chat_that_was_not_held_can_be_masked(words):
    skipped = words.skipped()
    assert mask(skipped, VALUES) == skipped


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA/2026&X-Amz-Signature=0abc&x=1",
            "https://b.s3.amazonaws.com/k?X-Amz-Credential=***&X-Amz-Signature=***&x=1",
        ),
        ("X-Amz-Security-Token=IQoJb3JpZ2lu", "X-Amz-Security-Token=***"),
        ("cannot open wss://d1.transport.connect/chat?token=abc here", "cannot open *** here"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln ends", "token *** ends"),
        ('{"ParticipantToken": "QVFJREFI", "Id": "7"}', '{"ParticipantToken": "***", "Id": "7"}'),
        ('{"ConnectionToken":"QVFJREFI"}', '{"ConnectionToken":"***"}'),
        ("Authorization: Bearer abcdefghijklmnop0123", "Authorization: Bearer ***"),
    ],
)
def test_what_lets_its_holder_act_is_blotted_out_everywhere(words, text, left):
    finding = words.finding(what=text, expected=text, actual=text)
    transcript = words.transcript(
        words.said(0.4, text, "BOT"), Event(1.0, "unknown", content=text), failure=text, values={"x": text}
    )
    failed = words.failed(finding, transcript=transcript)

    masked = mask(replace(failed, earlier=(failed.attempt,)), {})

    assert masked.transcript.events[0].content == masked.transcript.failure == left
    assert masked.verdict.findings[0].actual == masked.earlier[0].verdict.findings[0].actual == left
    assert json.dumps(text)[1:-1] not in json.dumps(masked.to_json())


@pytest.mark.parametrize(
    "text", ["your token is ready", "Bearer of news", "eyJ", "see https://acme.example/?signature=no"]
)
def test_ordinary_words_are_no_tokens(words, text):
    result = words.failed(transcript=words.transcript(words.said(0.4, text, "BOT")))

    assert mask(result, {}) is result


def test_earlier_attempts_are_masked_like_the_last(words):
    said = words.transcript(words.said(0.4, f"your pin is {SECRET}", "BOT"))
    attempt = words.failed(words.finding(actual=f"pin {SECRET}"), transcript=said).attempt

    masked = mask(replace(words.passed(), earlier=(attempt,)), VALUES)

    assert masked.earlier[0].verdict.findings[0].actual == "pin ${env:PIN}"
    assert masked.earlier[0].transcript.events[0].content == "your pin is ${env:PIN}"
