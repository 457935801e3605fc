"""One flush serves many writers, and none of them goes on before the disk has what it wrote."""

import asyncio
import os

import pytest

from chatcheck.converse.flusher import Flusher


class Disk:
    """An fsync that waits until it is let go, and notes how much of the file it has brought to the disk."""

    def __init__(self, path):
        self.number = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
        self.flushes, self.safe_bytes = 0, 0
        self.failure = None

    def fsync(self, number):
        assert number == self.number
        size = os.fstat(number).st_size
        self.flushes += 1
        if self.failure:
            raise self.failure
        self.safe_bytes = size

    def write(self):
        os.write(self.number, b"x")
        return os.fstat(self.number).st_size


@pytest.fixture
def disk(tmp_path, monkeypatch):
    made = Disk(tmp_path / "file")
    monkeypatch.setattr(os, "fsync", made.fsync)
    yield made
    os.close(made.number)


async def write_and_flush(disk, flusher):
    size = disk.write()
    await flusher.flush()
    assert disk.safe_bytes >= size


def test_a_hundred_writers_share_a_few_flushes(disk):
    async def run():
        flusher = Flusher(disk.number)
        await asyncio.gather(*(write_and_flush(disk, flusher) for _ in range(100)))

    asyncio.run(run())
    assert 1 <= disk.flushes <= 3


def test_who_writes_during_a_flush_waits_for_another(disk):
    async def run():
        flusher = Flusher(disk.number)
        first = asyncio.create_task(write_and_flush(disk, flusher))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.gather(first, *(write_and_flush(disk, flusher) for _ in range(10)))

    asyncio.run(run())
    assert disk.flushes == 2


def test_a_failing_disk_is_told_to_every_writer(disk):
    disk.failure = OSError(28, "No space left on device")

    async def run():
        flusher = Flusher(disk.number)
        flushes = [asyncio.create_task(flusher.flush()) for _ in range(5)]
        return await asyncio.gather(*flushes, return_exceptions=True)

    assert [type(each) for each in asyncio.run(run())] == [OSError] * 5


def test_after_a_failure_the_next_flush_is_tried(disk):
    async def run():
        flusher = Flusher(disk.number)
        disk.failure = OSError(5, "Input/output error")
        with pytest.raises(OSError, match="Input/output"):
            await flusher.flush()
        disk.failure = None
        await write_and_flush(disk, flusher)

    asyncio.run(run())


def test_a_writer_that_is_cancelled_takes_nothing_from_the_others(disk):
    async def run():
        flusher = Flusher(disk.number)
        first, second = (asyncio.create_task(write_and_flush(disk, flusher)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await second
        assert first.cancelled()

    asyncio.run(run())
    assert disk.safe_bytes == 2
