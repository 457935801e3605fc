"""Where Amazon Connect answers, and whether that is this machine itself."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from chatcheck.converse.access import Access
from chatcheck.converse.endpoints import resolve_endpoint


@dataclass(frozen=True, slots=True)
class Place:
    """One service's place.

    Attributes:
        url: of the endpoint, as botocore resolves it.
        is_loopback: whether its host is this machine, so that no customer is there.
    """

    region: str
    url: str
    is_loopback: bool


def find_place(region: str) -> Place:
    """Return where `connect` of a Region answers. Reads the AWS configuration; no network, no credentials.

    Raises TransportError for settings that cannot be used.
    """
    url = resolve_endpoint(Access(region))
    return Place(region, url, is_loopback(url))


def is_loopback(url: str) -> bool:
    """Tell whether an address's host is the machine itself. Pure: names are not looked up."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
