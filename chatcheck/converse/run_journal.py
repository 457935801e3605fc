"""What a run has started, on disk before it is started: even a killed run leaves no contact unknown.

One file for each run, a JSON document on each line: first the place, then for each chat what was sent
(with its ClientToken), the ContactId, and its end. StartChatContact with the same ClientToken answers
with the same contact, so one whose answer was never read is found by repeating the call.

The documents hold what the spec says of the customer; only the user may read the file, and it is gone
when every contact of the run has ended. No token but the ClientToken is in it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chatcheck.converse.flusher import Flusher
from chatcheck.errors import Diagnostic, TransportError, UsageError

FORMAT: Final = 1
SUFFIX: Final = ".jsonl"
CLIENT_TOKEN: Final = "ClientToken"
Json = Any


@dataclass(slots=True)
class Leftover:
    """A contact that was started, or was about to be, and of which no end is known.

    Attributes:
        document: StartChatContact's input, its ClientToken included.
        begun_s: when, in seconds since 1970.
        contact_id: empty when the answer was never read.
    """

    document: Mapping[str, Json]
    begun_s: float
    contact_id: str = ""

    @property
    def client_token(self) -> str:
        """What the contact is found by."""
        return str(self.document[CLIENT_TOKEN])


@dataclass(frozen=True, slots=True)
class Record:
    """What one journal says: where its contacts are, and which have no end, by ClientToken."""

    run_id: str
    region: str
    endpoint_url: str
    left: dict[str, Leftover] = field(default_factory=dict)


class RunJournal:
    """Writes one run's journal. It is locked as long as the run lives."""

    def __init__(self, folder: Path, run_id: str, region: str, endpoint_url: str) -> None:
        """Make the file. Raises UsageError when it cannot be written: nothing is started then."""
        self._path = folder / f"{run_id}{SUFFIX}"
        self._open: set[str] = set()
        head = {"format": FORMAT, "run": run_id, "region": region, "endpoint": endpoint_url}
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._number = os.open(self._path, _APPEND | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(self._number, fcntl.LOCK_EX)
            self._write(head)
            self._flusher = Flusher(self._number)
        except OSError as error:
            what = f"the run's journal {self._path} cannot be written: {error.strerror}"
            why = "without it a killed run would leave contacts open that nobody knows"
            raise UsageError(
                Diagnostic("U515", what, why=why, fix="run in a folder that can be written")
            ) from error

    async def note_start(self, document: Mapping[str, Json]) -> None:
        """Write what is about to be sent, and wait until the disk has it. Raises TransportError."""
        try:
            self._write({"did": "start", "at": time.time(), "document": document})
            self._open.add(str(document[CLIENT_TOKEN]))
            await self._flusher.flush()
        except OSError as error:
            what = f"the run's journal {self._path} cannot be written: {error.strerror}"
            raise TransportError(Diagnostic("C340", what, fix="make room on the disk")) from error

    def note_contact(self, client_token: str, contact_id: str) -> None:
        """Write which contact the answer named; without it the same ClientToken finds it."""
        with contextlib.suppress(OSError):
            self._write({"did": "contact", "token": client_token, "contact": contact_id})

    def note_end(self, client_token: str) -> None:
        """Write that the contact has ended, or was never started."""
        with contextlib.suppress(OSError):
            self._write({"did": "end", "token": client_token})
            self._open.discard(client_token)

    def close(self) -> int:
        """Take the file away when nothing is left; returns how many contacts may be open."""
        with contextlib.suppress(OSError):
            if not self._open:
                self._path.unlink()
        os.close(self._number)
        return len(self._open)

    def _write(self, line: Mapping[str, Json]) -> None:
        os.write(self._number, json.dumps(line).encode() + b"\n")


def read_record(text: str) -> Record | None:
    """Read a journal; None when it is none. Pure. A line that a dying process left unfinished is no line."""
    lines = list(_read_lines(text))
    if not lines or lines[0].get("format") != FORMAT:
        return None
    head = lines[0]
    record = Record(str(head.get("run")), str(head.get("region")), str(head.get("endpoint")))
    for line in lines[1:]:
        _take_line(record.left, line)
    return record


def _read_lines(text: str) -> Iterator[dict[str, Json]]:
    for line in text.split("\n"):
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if isinstance(data, dict):
            yield data


def _take_line(left: dict[str, Leftover], line: Mapping[str, Json]) -> None:
    document, token = line.get("document"), str(line.get("token"))
    match line.get("did"):
        case "start" if isinstance(document, dict) and CLIENT_TOKEN in document:
            left[str(document[CLIENT_TOKEN])] = Leftover(document, float(line.get("at") or 0.0))
        case "contact" if token in left:
            left[token].contact_id = str(line.get("contact"))
        case "end":
            left.pop(token, None)


@contextlib.contextmanager
def open_left(path: Path) -> Iterator[RunRest | None]:
    """Open the journal of a run that is over; None while the run still lives. Raises OSError."""
    number = os.open(path, _APPEND)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        yield None
        return
    try:
        yield RunRest(path, number, read_record(path.read_text("utf-8", errors="replace")))
    finally:
        os.close(number)


@dataclass(frozen=True, slots=True)
class RunRest:
    """The journal of a run that is over; `record` is None when it cannot be read."""

    path: Path
    number: int
    record: Record | None

    def note_end(self, client_token: str) -> None:
        """Write that a contact has ended; takes the file away with the last one. Raises OSError."""
        assert self.record is not None, "an end is noted of what was read"
        os.write(self.number, json.dumps({"did": "end", "token": client_token}).encode() + b"\n")
        self.record.left.pop(client_token, None)
        if not self.record.left:
            self.remove()

    def remove(self) -> None:
        """Take the file away. Raises OSError."""
        self.path.unlink(missing_ok=True)


_APPEND = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
