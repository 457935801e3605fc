"""Reading the members of a request's body: each wrong one is an error that names it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from chatcheck.emulator.routes import ServiceError
from chatcheck.errors import suggest

Json = Any


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a JSON object, and the service's codes for two kinds of wrong ones.

    Attributes:
        malformed: code for a member that is missing, unknown or of another type.
        out_of_range: code for one whose value is outside its limits.
        path: where the object stands in the body, e.g. ``InitialMessage.``; empty for the body itself.
    """

    body: Mapping[str, Json]
    malformed: str
    out_of_range: str
    path: str = ""

    def refuse(self, name: str, why: str, code: str = "") -> ServiceError:
        """Make the error that names a member; `code` is `out_of_range` unless given."""
        return ServiceError(code or self.out_of_range, f"{self.path}{name}: {why}")

    def check_known(self, known: Iterable[str], unsupported: Mapping[str, str]) -> None:
        """Refuse members nobody knows, and those the embedded AWS does not serve (name: reason)."""
        names = set(known)
        for name in self.body:
            if name in unsupported and self.body[name] is not None:
                raise self.refuse(name, f"the embedded AWS does not support it: {unsupported[name]}")
            if name not in names and name not in unsupported:
                hint = suggest(name, names)
                raise self.refuse(name, f"no such member{'; ' + hint if hint else ''}", self.malformed)

    def text(self, name: str, minimum: int = 0, maximum: int | None = None) -> str | None:
        """Return a text of `minimum` to `maximum` characters (None: any number), or None when absent."""
        value = self.body.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.refuse(name, "must be a string", self.malformed)
        if len(value) < minimum or (maximum is not None and len(value) > maximum):
            wanted = f"at least {minimum}" if maximum is None else f"{minimum} to {maximum}"
            raise self.refuse(name, f"must have {wanted} characters, has {len(value)}")
        return value

    def required_text(self, name: str, minimum: int = 1, maximum: int | None = None) -> str:
        """Return a text that must be there."""
        value = self.text(name, minimum, maximum)
        if value is None:
            raise self.refuse(name, "is required", self.malformed)
        return value

    def integer(self, name: str, minimum: int, maximum: int) -> int | None:
        """Return a whole number within limits, or None when absent."""
        value = self.body.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refuse(name, "must be a whole number", self.malformed)
        if not minimum <= value <= maximum:
            raise self.refuse(name, f"must be {minimum} to {maximum}, is {value}")
        return value

    def truth(self, name: str) -> bool:
        """Return true or false, false when absent."""
        value = self.body.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.refuse(name, "must be true or false", self.malformed)
        return bool(value)

    def choice(self, name: str, choices: Sequence[str]) -> str | None:
        """Return one of `choices`, or None when absent."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise self.refuse(name, f"`{value}` is not one of {', '.join(choices)}")
        return value

    def texts(self, name: str, minimum: int = 0, maximum: int = 1_000) -> tuple[str, ...] | None:
        """Return a list of `minimum` to `maximum` texts, or None when absent."""
        value = self.body.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.refuse(name, "must be a list of strings", self.malformed)
        if not minimum <= len(value) <= maximum:
            raise self.refuse(name, f"must have {minimum} to {maximum} items, has {len(value)}")
        return tuple(value)

    def mapping(self, name: str) -> Mapping[str, Json] | None:
        """Return an object, or None when absent."""
        value = self.body.get(name)
        if value is not None and not isinstance(value, dict):
            raise self.refuse(name, "must be an object", self.malformed)
        return value

    def within(self, name: str) -> Members | None:
        """Return the members of an object one level down, or None when absent."""
        value = self.mapping(name)
        if value is None:
            return None
        return Members(value, self.malformed, self.out_of_range, f"{self.path}{name}.")


async def read_members(request: web.Request, malformed: str, out_of_range: str) -> Members:
    """Read a request's JSON body; an empty one has no members. Raises ServiceError for anything else."""
    raw = await request.read()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError) as error:
        raise ServiceError(malformed, f"the body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise ServiceError(malformed, "the body must be a JSON object")
    return Members(body, malformed, out_of_range)
