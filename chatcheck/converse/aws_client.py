"""Calls of AWS beside the chats, by botocore's own clients: what is asked once in a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import botocore.config
import botocore.exceptions
import botocore.parsers

from chatcheck.converse.access import Access
from chatcheck.converse.failure_kinds import BOTOCORE, ENDPOINT_FIX, map_botocore
from chatcheck.converse.http_calls import misunderstood
from chatcheck.converse.refusals import DENIED, ServiceRefusal, read_refusal
from chatcheck.converse.settings_session import open_session
from chatcheck.errors import Diagnostic, TransportError

Json = Any
CONNECT_S: Final = 5.0
ANSWER_S: Final = 20.0
_PREFIXES: Final = {"service-quotas": "servicequotas"}
"""What IAM calls a service, where botocore's name is another."""


class AwsClient:
    """One service of AWS; the endpoint, credentials and proxies are what botocore makes of the settings.

    Attributes:
        answered_at: the ``Date`` of the last answer, an error answer too; empty before the first.
    """

    def __init__(self, service: str, access: Access, *, patience_s: float = ANSWER_S) -> None:
        """Prepare; nothing is called yet. Raises TransportError for settings that cannot be used.

        Who has little patience waits at most `patience_s` for an answer, and tries once.
        """
        self._service = service
        self.answered_at = ""
        config = botocore.config.Config(
            connect_timeout=min(CONNECT_S, patience_s),
            read_timeout=patience_s,
            retries={"total_max_attempts": 1} if patience_s < ANSWER_S else None,
            user_agent_extra="chatcheck",
        )
        try:
            self._client = open_session(access.profile).create_client(
                service, region_name=access.region, endpoint_url=access.endpoint_url, config=config
            )
        except ValueError as exception:
            what = "the endpoint address is not valid"
            failure = TransportError(Diagnostic("C314", what, why=str(exception), fix=ENDPOINT_FIX))
        except BOTOCORE as exception:
            failure = map_botocore(exception, service, "AWS settings")
        else:
            self._client.meta.events.register("after-call", self._note_date)
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
        except (botocore.parsers.ResponseParserError, KeyError):  # KeyError: XML that is some other answer
            failure = misunderstood(operation, self.endpoint_url, "it is not what the service's model says")
        except BOTOCORE as exception:
            failure = map_botocore(exception, operation, self.endpoint_url)
        else:
            return answer
        raise failure

    def list_all(
        self, operation: str, member: str, *, token: str = "NextToken", **arguments: Json
    ) -> Iterator[Json]:
        """Yield what all pages of an operation hold in `member`; raises as `call` does.

        `token` is how the service calls what leads to the next page.
        """
        next_page: dict[str, str] = {}
        while True:
            answer = self.call(operation, **arguments, **next_page)
            yield from answer.get(member) or ()
            if not answer.get(token):
                return
            next_page = {token: answer[token]}

    def _note_date(self, http_response: Any, **_: Any) -> None:
        self.answered_at = str(http_response.headers.get("Date", ""))

    def _read_refusal(self, operation: str, error: botocore.exceptions.ClientError) -> ServiceRefusal:
        told = error.response.get("Error", {})
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        body = json.dumps({"message": str(told.get("Message", ""))}).encode()
        refusal = read_refusal(operation, self.endpoint_url, status, str(told.get("Code", "")), body)
        if refusal.diagnostics[0].code != DENIED:  # credentials that are not taken need no permission
            return refusal
        fix = f"allow {_PREFIXES.get(self._service, self._service)}:{operation}"
        return ServiceRefusal(refusal.diagnostics[0]._replace(fix=fix), refusal.code, refusal.status)
