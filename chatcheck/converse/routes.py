"""The way to an address: through which proxy, and whom to trust there."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import botocore.utils

from chatcheck.errors import Diagnostic, TransportError

Trust = ssl.SSLContext | Literal[False]


@dataclass(frozen=True, slots=True)
class Route:
    """Attributes: `proxy` is an address or None; `trust` is the TLS settings, False without need of any."""

    proxy: str | None
    trust: Trust


class Routes:
    """Chooses routes as botocore does; looks at the environment once for each origin.

    The authorities are read when the first origin needs them, which takes more than a chat does.
    """

    def __init__(self, ca_bundle: str = "") -> None:
        """Start without a route; an empty bundle trusts everybody."""
        self._ca_bundle = ca_bundle
        self._context: Trust | None = None
        self._routes: dict[str, Route] = {}

    def find(self, origin: str) -> Route:
        """Return the route to scheme, host and port; websockets go where http would.

        Raises TransportError when TLS is needed and the bundle cannot be read.
        """
        route = self._routes.get(origin)
        if route is None:
            proxy = _choose_proxy(origin)
            is_secure = any(each.startswith(("https:", "wss:")) for each in (origin, proxy or ""))
            route = self._routes[origin] = Route(proxy, self._read_authorities() if is_secure else False)
        return route

    def _read_authorities(self) -> Trust:
        if self._context is None:
            self._context = make_ssl_context(self._ca_bundle)
        return self._context


def _choose_proxy(origin: str) -> str | None:
    scheme, rest = origin.split(":", 1)
    plain = {"ws": "http", "wss": "https"}.get(scheme, scheme)
    proxies = botocore.utils.get_environ_proxies(f"{plain}:{rest}")
    proxy = proxies.get(plain) or proxies.get("all")
    return None if not proxy else proxy if "://" in proxy else f"http://{proxy}"


def make_ssl_context(ca_bundle: str) -> Trust:
    """Make the TLS settings that trust `ca_bundle`; False, when it is empty, trusts everybody.

    Reads the file. Raises TransportError when it cannot be read.
    """
    if not ca_bundle:
        return False
    try:
        if Path(ca_bundle).is_dir():
            return ssl.create_default_context(capath=ca_bundle)
        return ssl.create_default_context(cafile=ca_bundle)
    except (OSError, ValueError) as exception:
        reason = exception.strerror if isinstance(exception, OSError) else type(exception).__name__
    raise TransportError(
        Diagnostic(
            "C314",
            f"the CA bundle {ca_bundle} cannot be read",
            why=reason or "",
            fix="mend --ca-bundle, AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE or the profile's `ca_bundle`",
        )
    )
