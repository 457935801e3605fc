"""The script for boto3 runs, and calls StartChatContact with exactly the document."""

import contextlib
import io
import sys
from types import SimpleNamespace
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatcheck.render.boto3_snippet import format_snippet
from chatcheck.render.invocation import Invocation

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["'\"", "\\", "'''", "{x}", "\n", "\u2028"]
)
DOCUMENTS = st.fixed_dictionaries(
    {"InstanceId": TEXTS, "Attributes": st.dictionaries(TEXTS, TEXTS)},
    optional={
        "ChatDurationInMinutes": st.integers(),
        "SupportedMessagingContentTypes": st.lists(TEXTS),
        "SegmentAttributes": st.dictionaries(TEXTS, st.fixed_dictionaries({"ValueString": TEXTS})),
    },
)


def run(script):
    """Run a script with a boto3 that calls nobody; return its clients' options, calls and output."""
    clients, calls = [], []

    def start_chat_contact(**document):
        calls.append(document)
        return {"ContactId": f"c-{len(calls)}", "ParticipantToken": "secret"}

    def client(service, **options):
        clients.append((service, options))
        return SimpleNamespace(start_chat_contact=start_chat_contact)

    printed = io.StringIO()
    fake = mock.patch.dict(sys.modules, {"boto3": SimpleNamespace(client=client)})
    with fake, contextlib.redirect_stdout(printed):
        exec(compile(script.encode(), "snippet", "exec"), {})
    return clients, calls, printed.getvalue()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, st.text())
def test_the_script_starts_the_chat_with_exactly_the_document(document, name):
    clients, calls, printed = run(format_snippet(Invocation("eu-west-2", document, name)))

    assert clients == [("connect", {"region_name": "eu-west-2"})]
    assert calls == [document]
    assert printed == "c-1\n"


@pytest.mark.parametrize("url", ["http://localhost:4566", "http://x/'\"\\"])
def test_the_script_calls_the_endpoint_it_was_given(url):
    clients, _, _ = run(format_snippet(Invocation("eu-west-2", {"InstanceId": "i"}, "one"), url))

    assert clients == [("connect", {"region_name": "eu-west-2", "endpoint_url": url})]


@pytest.mark.parametrize("break_", ["\n", "\r", "\x0c", "\x00", "\x85", "\u2028"])
def test_a_name_never_leaves_its_comment(break_):
    script = format_snippet(Invocation("eu-west-2", {"InstanceId": "i"}, f"one{break_}raise SystemExit"))

    assert script.startswith("# one raise SystemExit\n")
    assert run(script)[2] == "c-1\n"
