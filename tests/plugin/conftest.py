"""pytest in a process of its own, with the plugin as an installed one."""

import textwrap

import pytest

import chatcheck.testing.items  # noqa: F401  # else each run in this process would load it, and C parts, anew

SPEC = """\
chatcheck: 1
flow: welcome
tags: [smoke]
start:
  ParticipantDetails: {DisplayName: Test}
  Attributes: {store: web, locale: en-GB}
chats:
  - name: is greeted
    tags: [greeting-1]
    steps:
      - expect: Welcome to Acme.
  - name: asks for an order
    tags: [skip, usefixtures]
    steps:
      - expect: Welcome to Acme.
      - expect: {contains: How can I help}
      - send: Where is my order A1001?
      - expect: Let me look for it.
  - name: waits for a person
    skip: agents come later
    steps:
      - expect: Welcome to Acme.
"""


@pytest.fixture
def spec_file(pytester):
    """Write a spec and return its path; the steps of its first chat may be others."""

    def write(text=SPEC, name="welcome.chat.yaml"):
        folder = pytester.path / "specs"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def run(pytester, monkeypatch):
    """Run pytest in another process; returns its result."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words: pytester.runpytest_subprocess("-p", "no:cacheprovider", *words, timeout=250)


@pytest.fixture
def collect(pytester):
    """Collect in this process; returns the node ids, and the exit code."""

    def collect_(*words):
        result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--collect-only", "-q", *words)
        return [line for line in result.outlines if "::" in line], result.ret

    return collect_
