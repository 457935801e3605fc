"""What the service said of a recorded chat in the end, as the `after` of its spec. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chatcheck.record.steps import Steps, is_varying
from chatcheck.record.yaml_text import write_text
from chatcheck.transcript import Event

Json = Any
_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_QUEUE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ENDERS: Final = ("flow", "agent", "system")


def list_lines(events: tuple[Event, ...], given: Mapping[str, Json], steps: Steps) -> list[str]:
    """Return the lines of `after` without indentation; empty when nothing can be asked.

    `given` are the attributes that StartChatContact set: those that kept their value are left out.
    What cannot be asked, since it varies or has no name, is told in a comment.
    """
    readings = {event.name: json.loads(event.content) for event in events if event.kind == "observed"}
    asked: list[str] = []
    told: list[str] = []
    _add_attributes(readings.get("attributes"), given, steps, asked, told)
    if "queue" in readings:
        _add_queue(readings["queue"], asked, told)
    ended = readings.get("ended")
    if isinstance(ended, dict) and ended.get("by") in _ENDERS:
        asked.append(f"ended: {{by: {ended['by']}}}")
    body = [f"  {line}" for line in (*told, *asked)]
    return ["after:", *body] if asked else []


def _add_attributes(
    reading: Json, given: Mapping[str, Json], steps: Steps, asked: list[str], told: list[str]
) -> None:
    if not isinstance(reading, dict):
        return
    pairs: list[str] = []
    for key, value in _list_set(reading, given):
        line = f"{write_text(key, in_flow=True)}: {write_text(steps.write_value(value), in_flow=True)}"
        if is_varying(value, steps.captures):
            told.append(f"# the attribute may vary: {line}")
        else:
            pairs.append(line)
    if pairs:
        asked.append(f"attributes: {{{', '.join(pairs)}}}")


def _list_set(reading: Mapping[str, Json], given: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for key, value in sorted(reading.items()):
        if _KEY.fullmatch(key) and isinstance(value, str) and given.get(key) != value:
            yield key, value


def _add_queue(reading: Json, asked: list[str], told: list[str]) -> None:
    if reading is None:
        asked.append("queue: null")
        return
    name = str(reading.get("name") or "") if isinstance(reading, dict) else ""
    if _QUEUE.fullmatch(name):
        asked.append(f"queue: {write_text(name)}")
    else:
        told.append("# it entered a queue that the deployment does not name")
