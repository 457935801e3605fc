"""Files that steps name: beside the spec, looked at when it is read, and what they mean in it."""

import os

import pytest

from chatcheck.errors import SpecError
from chatcheck.judge.placeholders import fill
from chatcheck.spec.attached_file import ATTACHMENT_LIMIT_BYTES
from chatcheck.spec.load import load_spec

HEAD = (
    "chatcheck: 1\nflow: welcome\nstart: {ParticipantDetails: {DisplayName: A}}\n"
    "chats:\n  - name: a\n    steps:\n      - expect: Hi\n      - "
)


@pytest.fixture
def load(tmp_path):
    def load_step(step):
        path = tmp_path / "a.chat.yaml"
        path.write_text(HEAD + step + "\n")
        return load_spec(path).chats[0].steps[1]

    return load_step


@pytest.mark.parametrize("text", ["Where is ${it}?", "$${it}", "$$${it", "plain\n", "ü€"])
def test_a_file_is_sent_as_it_is(load, tmp_path, text):
    (tmp_path / "said.md").write_text(text, encoding="utf-8")

    step = load("send: {file: said.md, content_type: text/markdown}")

    assert fill(step.text, {"it": "wrong"}) == text
    assert step.content_type == "text/markdown"


def test_a_path_is_relative_to_the_spec(load, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "Receipt.PDF").write_bytes(b"%PDF")

    step = load("attach: files/Receipt.PDF")

    assert (step.path, step.name) == (str(tmp_path / "files" / "Receipt.PDF"), "Receipt.PDF")
    assert step.content_type == "application/pdf"


def test_what_a_person_says_of_a_file_goes_before_what_its_name_tells(load, tmp_path):
    (tmp_path / "a.bin").write_bytes(b"1")

    step = load("attach: {file: a.bin, name: b.png, content_type: image/png}")

    assert (step.name, step.content_type) == ("b.png", "image/png")


@pytest.mark.parametrize("step", ["send: {file: it.txt}", "attach: it.txt"])
def test_an_empty_file_is_none(load, tmp_path, step):
    (tmp_path / "it.txt").write_bytes(b"")

    with pytest.raises(SpecError, match="it is empty"):
        load(step)


@pytest.mark.parametrize("step", ["send: {file: it.txt}", "attach: it.txt"])
def test_a_pipe_is_no_file_and_blocks_nobody(load, tmp_path, step):
    os.mkfifo(tmp_path / "it.txt")

    with pytest.raises(SpecError, match="no ordinary file"):
        load(step)


def test_a_message_of_too_many_bytes_is_found(load, tmp_path):
    (tmp_path / "it.txt").write_text("ü" * 8_193, encoding="utf-8")

    with pytest.raises(SpecError, match="more than the 16,384 bytes"):
        load("send: {file: it.txt}")


def test_an_attachment_of_too_many_bytes_is_found(load, tmp_path):
    with (tmp_path / "it.pdf").open("wb") as file:
        file.truncate(ATTACHMENT_LIMIT_BYTES + 1)

    with pytest.raises(SpecError, match="at most 20,971,520"):
        load("attach: it.pdf")


def test_json_is_sent_as_json(load):
    step = load("send: {json: {order: A-1, count: 012}}")

    assert (step.text, step.content_type) == ('{"order": "A-1", "count": 12}', "application/json")
