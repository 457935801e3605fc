"""Reads of botocore's endpoints what its clients for Amazon Connect ask for, and leaves the rest unread.

The file has more than a megabyte, nearly all of it about other services; to parse all of it is a third of
what settings cost. What is read is exactly what the whole file says of the services; a file that is not
written as expected is read whole.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from botocore.loaders import JSONFileLoader

Json = Any
ENDPOINTS: Final = "endpoints"
SERVICES: Final = ("connect", "oidc", "participant.connect", "portal.sso", "signin", "sts")
"""By their names in the file: what is called, and where botocore may get credentials."""
_BEGIN: Final = '\n    "services" : {'
_END: Final = "\n    }"
_CLOSING: Final = "\n      }"


class EndpointFile(JSONFileLoader):  # type: ignore[misc]
    """botocore's reader of JSON files, quick for the one of endpoints."""

    def load_file(self, file_path: str) -> Json:
        """Return what the file says, given its path without suffix; None where there is no such file."""
        path = Path(f"{file_path}.json")
        if path.name != f"{ENDPOINTS}.json" or not path.is_file():
            return super().load_file(file_path)
        try:
            return read_endpoints(path.read_text(encoding="utf-8"), SERVICES)
        except ValueError:
            return super().load_file(file_path)


def read_endpoints(text: str, services: tuple[str, ...]) -> Json:
    """Return the document, of each partition's services only those that are named.

    Pure. Raises ValueError for a text that is not written as botocore's file is.
    """
    head, *partitions = text.split(_BEGIN)
    if not partitions:
        raise ValueError("no partition has services")
    names = tuple(f'\n      "{each}" : {{' for each in services)
    return json.loads(head + "".join(_shorten(each, names) for each in partitions))


def _shorten(partition: str, names: tuple[str, ...]) -> str:
    """Return a partition's services that begin with one of `names`, and what follows them."""
    end = partition.index(_END)
    described = partition[:end].removesuffix(_CLOSING).split(_CLOSING + ",")
    kept = (each + _CLOSING for each in described if each.startswith(names))
    return _BEGIN + ",".join(kept) + partition[end:]
