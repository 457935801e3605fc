"""How the services are reached, as a person says it on a command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Access:
    """What goes before the environment and the profile; a None leaves the decision to botocore.

    Attributes:
        region: such as ``eu-west-2``.
        endpoint_url: where every service answers.
        profile: a profile's name in the AWS configuration.
        sign: whether requests are signed; False needs no credentials.
        verify_ssl: whether certificates are checked.
        ca_bundle: a file of authorities to trust.
        connect_timeout_s, read_timeout_s: how long to wait; 0 waits for ever.
    """

    region: str | None = None
    endpoint_url: str | None = None
    profile: str | None = None
    sign: bool = True
    verify_ssl: bool = True
    ca_bundle: str | None = None
    connect_timeout_s: float | None = None
    read_timeout_s: float | None = None
