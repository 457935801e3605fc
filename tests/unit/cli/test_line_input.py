"""Lines of standard input, however they arrive."""

import asyncio
import os
from pathlib import Path

import pytest

from chatcheck.cli.line_input import LINE_LIMIT_BYTES, LineInput


async def read_all(descriptor):
    lines, source = [], LineInput(descriptor)
    while (line := await source.next_line()) is not None:
        lines.append(line)
    return lines


@pytest.fixture
def pipe():
    """Both ends; what is written is a little, so that nothing blocks."""
    reading, writing = os.pipe()
    closed = []

    def write(data, last=True):
        os.write(writing, data)
        if last:
            os.close(writing)
            closed.append(True)

    yield reading, write
    os.close(reading)
    if not closed:
        os.close(writing)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\ntwo", ["one", "two"]),
        (b"one\r\ntwo\r\n", ["one", "two"]),
        (b"\n\n", ["", ""]),
        (b"", []),
        ("é😀\n".encode(), ["é😀"]),
        (b" a \n", [" a "]),
        (b"\xff\n", ["\udcff"]),
    ],
)
def test_lines_come_without_their_ends(pipe, data, lines):
    reading, write = pipe
    write(data)
    assert asyncio.run(read_all(reading)) == lines


def test_a_plain_file_is_read_as_well(tmp_path):
    path = tmp_path / "lines"
    path.write_text("one\ntwo\n")
    with path.open() as file:
        assert asyncio.run(read_all(file.fileno())) == ["one", "two"]


def test_no_input_has_no_lines():
    with Path(os.devnull).open() as file:
        assert asyncio.run(read_all(file.fileno())) == []


def test_an_input_that_was_closed_has_no_lines(tmp_path):
    descriptor = os.open(os.devnull, os.O_RDONLY)
    os.close(descriptor)
    assert asyncio.run(read_all(descriptor)) == []


def test_a_line_that_comes_in_pieces_is_one(pipe):
    reading, write = pipe

    async def run():
        source = LineInput(reading)
        line = asyncio.create_task(source.next_line())
        write(b"on", last=False)
        await asyncio.sleep(0.02)
        assert not line.done()
        write(b"e\ntwo\n")
        return await line, await source.next_line(), await source.next_line()

    assert asyncio.run(run()) == ("one", "two", None)


def test_a_wait_that_was_cancelled_loses_nothing(pipe):
    reading, write = pipe

    async def run():
        source = LineInput(reading)
        write(b"on", last=False)
        line = asyncio.create_task(source.next_line())
        await asyncio.sleep(0.02)
        line.cancel()
        await asyncio.wait({line})
        write(b"e\n")
        return await source.next_line()

    assert asyncio.run(run()) == "one"


def test_a_line_without_measure_takes_bounded_memory(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"x" * 3_000_000 + b"\nnext\n")
    with path.open() as file:
        first, second = asyncio.run(read_all(file.fileno()))
    assert len(first) == LINE_LIMIT_BYTES
    assert second == "next"
