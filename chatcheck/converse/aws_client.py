"""Calls of AWS beside the chats, by botocore's own clients: what is asked once in a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import botocore.config
import botocore.exceptions
import botocore.session

from chatcheck.converse.access import Access
from chatcheck.converse.failure_kinds import BOTOCORE, map_botocore
from chatcheck.converse.refusals import ServiceRefusal, read_refusal
from chatcheck.errors import TransportError

Json = Any
CONNECT_S: Final = 5.0
ANSWER_S: Final = 20.0
_PREFIXES: Final = {"service-quotas": "servicequotas"}
"""What IAM calls a service, where botocore's name is another."""


class AwsClient:
    """One service of AWS; the endpoint, credentials and proxies are what botocore makes of the settings."""

    def __init__(self, service: str, access: Access) -> None:
        """Prepare; nothing is called yet. Raises TransportError for settings that cannot be used."""
        self._service = service
        config = botocore.config.Config(
            connect_timeout=CONNECT_S, read_timeout=ANSWER_S, user_agent_extra="chatcheck"
        )
        try:
            self._client = botocore.session.Session(profile=access.profile).create_client(
                service, region_name=access.region, endpoint_url=access.endpoint_url, config=config
            )
        except ValueError:
            failure = map_botocore(botocore.exceptions.NoRegionError(), service, "AWS settings")
        except BOTOCORE as exception:
            failure = map_botocore(exception, service, "AWS settings")
        else:
            return
        raise failure

    @property
    def endpoint_url(self) -> str:
        """Where the service answers."""
        return str(self._client.meta.endpoint_url)

    @property
    def region(self) -> str:
        """The Region that is called; what the settings say when none was given."""
        return str(self._client.meta.region_name)

    def call(self, operation: str, **arguments: Json) -> dict[str, Json]:
        """Call an operation by AWS's name of it; returns the answer, its ResponseMetadata included.

        Blocks. Raises ServiceRefusal for an error answer, TransportError for everything on the way to it.
        """
        method = getattr(self._client, botocore.xform_name(operation))
        try:
            answer: dict[str, Json] = method(**arguments)
        except botocore.exceptions.ClientError as error:
            failure: TransportError = self._read_refusal(operation, error)
        except BOTOCORE as exception:
            failure = map_botocore(exception, operation, self.endpoint_url)
        else:
            return answer
        raise failure

    def list_all(self, operation: str, member: str, **arguments: Json) -> Iterator[Json]:
        """Yield what all pages of an operation hold in `member`; raises as `call` does."""
        token: dict[str, str] = {}
        while True:
            answer = self.call(operation, **arguments, **token)
            yield from answer.get(member) or ()
            if not answer.get("NextToken"):
                return
            token = {"NextToken": answer["NextToken"]}

    def _read_refusal(self, operation: str, error: botocore.exceptions.ClientError) -> ServiceRefusal:
        told = error.response.get("Error", {})
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        body = json.dumps({"message": str(told.get("Message", ""))}).encode()
        refusal = read_refusal(operation, self.endpoint_url, status, str(told.get("Code", "")), body)
        if not refusal.is_denied:
            return refusal
        fix = f"allow {_PREFIXES.get(self._service, self._service)}:{operation}"
        return ServiceRefusal(replace(refusal.diagnostics[0], fix=fix), refusal.code, refusal.status)
