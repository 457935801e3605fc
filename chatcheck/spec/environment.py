"""Where a chat is deployed to: ``specs/environments.yaml`` as values.

`environment.schema.json` defines the format; this module adds what a schema cannot say (S140-S149)
and lays an environment's own settings over the file's defaults.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatcheck.errors import Diagnostic, SpecError, suggest
from chatcheck.spec import schema
from chatcheck.spec.yaml_source import Document

UNKNOWN_ENVIRONMENT = "S140"
MISSING_REGION = "S141"
UNKNOWN_HOURS = "S142"
UNKNOWN_TIME_ZONE = "S143"
FOREIGN_INSTANCE = "S144"

DEFAULT_KEEP_DAYS = 365
WEEK = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

Json = Any


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A time of one weekday in which it is open.

    Attributes:
        day: in Connect's spelling, ``MONDAY``.
        opens, closes: hour and minute; equal ones are the whole day.
    """

    day: str
    opens: tuple[int, int]
    closes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of operation; without a slot they are never open."""

    name: str
    time_zone: str
    slots: tuple[OpenSlot, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue; `hours` names hours of the same environment, `max_contacts` may be None."""

    name: str
    hours: str
    description: str = ""
    max_contacts: int | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """One place to deploy to.

    Attributes:
        prefix: what names on the instance begin with, so that environments can share one.
        alias: of the instance to create; None: made from the other names.
        adopt: the ARN of the instance to add to, in place of creating one; or None.
        prompts, views: ids or ARNs of what the instance has already, by name.
        retain: whether the instance with its queues and hours outlives its stack.
        keep_days: days until a transcript is deleted.
    """

    name: str
    account: str
    region: str
    hours: Mapping[str, Hours]
    queues: Mapping[str, Queue]
    prompts: Mapping[str, str]
    views: Mapping[str, str]
    origins: tuple[str, ...]
    tags: Mapping[str, str]
    prefix: str = ""
    alias: str | None = None
    adopt: str | None = None
    retain: bool = True
    keep_days: int = DEFAULT_KEEP_DAYS


def load_environments(path: str | Path) -> dict[str, Environment]:
    """Read the environments file. Raises SpecError holding all its findings."""
    document = schema.read(path, "environment")
    names = list(document.value["environments"])
    found = [each for name in names for each in _find_problems(document, name)]
    if found:
        raise SpecError(sorted(set(found), key=lambda each: (each.position is None, each.position)))
    return {name: _build(name, _settings(document, name)) for name in names}


def load_environment(path: str | Path, name: str) -> Environment:
    """Read one environment of the file. Raises SpecError for a name it does not have, too."""
    environments = load_environments(path)
    if name not in environments:
        what = f"`{path}` has no environment `{name}`"
        raise SpecError(Diagnostic(UNKNOWN_ENVIRONMENT, what, fix=suggest(name, environments)))
    return environments[name]


def _settings(document: Document, name: str) -> dict[str, Json]:
    return {**(document.value.get("defaults") or {}), **document.value["environments"][name]}


def _find_problems(document: Document, name: str) -> Iterator[Diagnostic]:
    settings = _settings(document, name)
    yield from _find_missing_region(document, name, settings)
    yield from _find_unknown_hours(document, name, settings)
    yield from _find_unknown_time_zones(document, name, settings)
    yield from _find_foreign_instance(document, name, settings)


def _find_missing_region(document: Document, name: str, settings: dict[str, Json]) -> Iterator[Diagnostic]:
    if "region" not in settings:
        position, snippet = document.place(("environments", name), of_key=True)
        what = f"the environment `{name}` has no `region`, nor have the defaults"
        yield Diagnostic(MISSING_REGION, what, position, snippet, fix="for example `region: eu-west-2`")


def _find_unknown_hours(document: Document, name: str, settings: dict[str, Json]) -> Iterator[Diagnostic]:
    known = settings.get("hours", {})
    for queue, each in settings.get("queues", {}).items():
        if each["hours"] not in known:
            what = f"the queue `{queue}` of environment `{name}` has unknown hours `{each['hours']}`"
            fix = suggest(each["hours"], known) or "give the environment `hours` of that name"
            place = _place(document, name, ("queues", queue, "hours"))
            yield Diagnostic(UNKNOWN_HOURS, what, *document.place(place), fix=fix)


def _find_unknown_time_zones(
    document: Document, name: str, settings: dict[str, Json]
) -> Iterator[Diagnostic]:
    known = zoneinfo.available_timezones()
    for hours, each in settings.get("hours", {}).items():
        if known and each["time_zone"] not in known:
            what = f"the hours `{hours}` have an unknown time zone `{each['time_zone']}`"
            fix = suggest(each["time_zone"], known)
            place = _place(document, name, ("hours", hours, "time_zone"))
            why = "it is a name of the tz database, such as Europe/London"
            shown = "" if fix.startswith("one of") else fix
            yield Diagnostic(UNKNOWN_TIME_ZONE, what, *document.place(place), why=why, fix=shown)


def _find_foreign_instance(document: Document, name: str, settings: dict[str, Json]) -> Iterator[Diagnostic]:
    arn = settings.get("instance", {}).get("adopt")
    if not arn:
        return
    region, account = arn.split(":")[3:5]
    if (region, account) != (settings.get("region"), settings["account"]):
        what = f"the environment `{name}` adopts an instance of another account or Region"
        here = f"{settings['account']} {settings.get('region')}"
        why = f"the instance is in {account} {region}, the stacks go to {here}"
        place = _place(document, name, ("instance", "adopt"))
        yield Diagnostic(FOREIGN_INSTANCE, what, *document.place(place), why=why)


def _place(document: Document, name: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of a setting: in the environment itself, or else in the defaults."""
    own = path[0] in document.value["environments"][name]
    return ("environments", name, *path) if own else ("defaults", *path)


def _build(name: str, settings: dict[str, Json]) -> Environment:
    instance = settings.get("instance", {})
    return Environment(
        name=name,
        account=settings["account"],
        region=settings["region"],
        hours={each: _build_hours(each, given) for each, given in settings.get("hours", {}).items()},
        queues={each: Queue(each, **given) for each, given in settings.get("queues", {}).items()},
        prompts=settings.get("prompts", {}),
        views=settings.get("views", {}),
        origins=tuple(settings.get("origins", ())),
        tags=settings.get("tags", {}),
        prefix=instance.get("prefix", f"{name}-" if "adopt" in instance else ""),
        alias=instance.get("alias"),
        adopt=instance.get("adopt"),
        retain=settings.get("retain", True),
        keep_days=settings.get("transcripts", {}).get("keep_days", DEFAULT_KEEP_DAYS),
    )


def _build_hours(name: str, given: dict[str, Json]) -> Hours:
    opened = given["open"]
    if isinstance(opened, str):
        opened = {day.lower(): "00:00-00:00" for day in WEEK} if opened == "always" else {}
    slots = tuple(slot for day in WEEK for slot in _build_slots(day, opened.get(day.lower(), [])))
    return Hours(name, given["time_zone"], slots, given.get("description", ""))


def _build_slots(day: str, given: str | list[str]) -> Iterator[OpenSlot]:
    for each in [given] if isinstance(given, str) else given:
        opens, closes = each.split("-")
        yield OpenSlot(day, _read_time(opens), _read_time(closes))


def _read_time(text: str) -> tuple[int, int]:
    hours, minutes = text.split(":")
    return int(hours), int(minutes)
