"""StartChatContact by botocore's own client: one call, as the AWS CLI makes it.

The runner holds its chats over aiohttp; here the request, the retries, the signature and the user's
configuration are exactly botocore's. Imports botocore when called.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import botocore
import botocore.config
import botocore.exceptions
import botocore.model
import botocore.session

from chatcheck.converse.access import Access
from chatcheck.converse.failures import FOREIGN, map_failure
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import Diagnostic, TransportError

Json = Any
OPERATION = "StartChatContact"
SERVICE = "connect"


class CliRefusal(ServiceRefusal):
    """The service's error answer, which reads as the AWS CLI prints it: one line."""

    def __str__(self) -> str:
        """Return the line, with the service's code and words."""
        return self.diagnostics[0].what


class Sdk:
    """botocore, set up for one call; the model is read once."""

    def __init__(self, access: Access) -> None:
        """Prepare; raises TransportError for a profile that does not exist."""
        self._access = access
        self._session = botocore.session.Session(profile=access.profile)
        self._session.user_agent_extra = "chatcheck"

    @property
    def operation(self) -> botocore.model.OperationModel:
        """The installed model of StartChatContact."""
        return self._session.get_service_model(SERVICE).operation_model(OPERATION)

    def find_setting(self, name: str) -> str | None:
        """Return a setting of the profile, such as ``output``."""
        try:
            value = self._session.get_scoped_config().get(name)
        except botocore.exceptions.BotoCoreError as exception:
            failure: TransportError = map_failure(exception, "AWS settings", self._access.profile or "")
        else:
            return None if value is None else str(value)
        raise failure

    def start_chat_contact(self, document: Mapping[str, Json]) -> dict[str, Json]:
        """Call the service and return its answer.

        Blocks. Raises CliRefusal for an error answer, TransportError for everything on the way to it.
        """
        place = self._access.endpoint_url or self._access.region or "the service"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of urllib3, about what --no-verify-ssl asks for
                answer = self._make_client().start_chat_contact(**document)
        except botocore.exceptions.ClientError as error:
            failure: TransportError = _refuse(error)
        except FOREIGN as exception:
            failure = map_failure(exception, OPERATION, place)
        else:
            return {name: value for name, value in answer.items() if name != "ResponseMetadata"}
        raise failure

    def _make_client(self) -> Any:
        access = self._access
        options: dict[str, Any] = {}
        if not access.sign:
            options["signature_version"] = botocore.UNSIGNED
        for name, given_s in (
            ("connect_timeout", access.connect_timeout_s),
            ("read_timeout", access.read_timeout_s),
        ):
            if given_s is not None:
                options[name] = given_s or None
        return self._session.create_client(
            SERVICE,
            region_name=access.region,
            endpoint_url=access.endpoint_url,
            verify=access.ca_bundle if access.verify_ssl else False,
            config=botocore.config.Config(**options),
        )


def _refuse(error: botocore.exceptions.ClientError) -> CliRefusal:
    response = error.response
    code = str(response.get("Error", {}).get("Code", ""))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return CliRefusal(Diagnostic("C312", " ".join(str(error).split())), code, status)
