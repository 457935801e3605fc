"""Loads from botocore's model of a service what one operation needs, and leaves the rest unread.

That of Amazon Connect is two megabytes of JSON, of which StartChatContact is a hundredth; to parse all
of it is a good part of what a single call costs. What is loaded is exactly what the whole file says of
the operation; a file that does not read as expected is loaded whole.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore.loaders import Loader

from chatcheck.render.endpoint_file import EndpointFile

Json = Any
MODEL = "service-2"
_DECODER = json.JSONDecoder()


class OperationLoader(Loader):  # type: ignore[misc]
    """botocore's loader, quick for one operation of each service that is named, and for their endpoints."""

    FILE_LOADER_CLASS = EndpointFile

    def __init__(self, operations: Mapping[str, str]) -> None:
        """Take botocore's own search paths; `operations` are by service."""
        super().__init__(include_default_search_paths=True)
        self._operations = operations

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Json:
        """Return the model with the one operation, or whatever else is asked for as botocore does."""
        if service_name in self._operations and api_version is None:
            text = self._read_newest(service_name, type_name)
            if text is not None:
                understood = self._understand(text, service_name, type_name)
                return understood or super().load_service_model(service_name, type_name)
        return super().load_service_model(service_name, type_name, api_version)

    def _understand(self, text: str, service: str, type_name: str) -> Json | None:
        try:
            return read_operation(text, self._operations[service]) if type_name == MODEL else json.loads(text)
        except (ValueError, KeyError):
            return None

    def _read_newest(self, service: str, type_name: str) -> str | None:
        """Read the newest file of this type, without botocore's look at the folder of every service.

        None where there is no such file, or where extras stand beside it, which are botocore's to merge.
        """
        pattern = f"*/{type_name}.*"
        files = [each for path in self.search_paths for each in Path(path, service).glob(pattern)]
        newest = max(files, key=lambda each: each.parent.name, default=None)
        if newest is None or sum(each.parent == newest.parent for each in files) != 1:
            return None
        data = newest.read_bytes()
        return (gzip.decompress(data) if newest.suffix == ".gz" else data).decode()


def read_operation(text: str, operation: str) -> dict[str, Json]:
    """Return metadata, the operation and all shapes it reaches, from the text of a model.

    Pure. Raises ValueError or KeyError for a text that is not written as botocore's models are.
    """
    described = _read_member(text, operation, text.index('"operations":{'), "http")
    start = text.index('"shapes":{')
    shapes: dict[str, Json] = {}
    waiting = [each["shape"] for each in (described["input"], described["output"], *described["errors"])]
    while waiting:
        name = waiting.pop()
        if name not in shapes:
            shapes[name] = _read_member(text, name, start, "type")
            waiting += _list_inner(shapes[name])
    return {
        "version": "2.0",
        "metadata": _read_member(text, "metadata", 0, "serviceId"),
        "operations": {operation: described},
        "shapes": shapes,
    }


def _read_member(text: str, name: str, start: int, mark: str) -> dict[str, Json]:
    """Read the first object of this name after `start` that has the member `mark`.

    Others of the name only refer to it: a structure's member is often called as its shape.
    """
    key = f'"{name}":{{'
    while True:
        start = text.index(key, start) + len(key) - 1
        value: dict[str, Json] = _DECODER.raw_decode(text, start)[0]
        if mark in value:
            return value


def _list_inner(shape: dict[str, Json]) -> Iterator[str]:
    members = shape.get("members", {}).values()
    yield from (
        each["shape"]
        for each in (*members, *(shape[key] for key in ("member", "key", "value") if key in shape))
    )
