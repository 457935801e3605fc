"""StartChatContact by botocore's own client: one call, as the AWS CLI makes it.

The runner holds its chats over aiohttp; here the request, the retries, the signature and the user's
configuration are exactly botocore's.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import botocore.exceptions
import botocore.model

from chatcheck.converse.access import Access
from chatcheck.converse.client_config import make_config
from chatcheck.converse.failure_kinds import BOTOCORE, map_botocore
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.converse.settings_session import open_session
from chatcheck.errors import Diagnostic, TransportError
from chatcheck.render.operation_loader import OperationLoader

Json = Any
OPERATION = "StartChatContact"
SERVICE = "connect"


class CliRefusal(ServiceRefusal):
    """The service's error answer, which reads as the AWS CLI prints it: one line with the code."""

    def __str__(self) -> str:
        """Return the line, in botocore's words."""
        return self.diagnostics[0].what


class Sdk:
    """botocore, set up for one call; the model is read once."""

    def __init__(self) -> None:
        """Begin without configuration; nothing is read yet."""
        self._session = open_session()
        self._session.user_agent_extra = "chatcheck"
        self._session.register_component("data_loader", OperationLoader({SERVICE: OPERATION}))

    @property
    def operation(self) -> botocore.model.OperationModel:
        """The installed model of StartChatContact."""
        return self._session.get_service_model(SERVICE).operation_model(OPERATION)

    def use_profile(self, profile: str | None) -> None:
        """Take all settings from this profile, in place of AWS_PROFILE's."""
        if profile:
            self._session.set_config_variable("profile", profile)

    def find_setting(self, name: str) -> str | None:
        """Return a setting of the profile, such as ``output``. Raises TransportError without the profile."""
        try:
            value = self._session.get_scoped_config().get(name)
        except botocore.exceptions.BotoCoreError as exception:
            failure = map_botocore(exception, "AWS settings", "the profile")
        else:
            return None if value is None else str(value)
        raise failure

    def start_chat_contact(self, document: Mapping[str, Json], access: Access) -> dict[str, Json]:
        """Call the service and return its answer.

        Blocks. Raises CliRefusal for an error answer, TransportError for everything on the way to it.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # urllib3 warns of what --no-verify-ssl asks for
                answer = self._make_client(access).start_chat_contact(**document)
        except botocore.exceptions.ClientError as error:
            failure: TransportError = _refuse(error)
        except BOTOCORE as exception:
            place = access.endpoint_url or access.region or "the service"
            failure = map_botocore(exception, OPERATION, place)
        else:
            if answer.get("ContactId"):
                return {name: value for name, value in answer.items() if name != "ResponseMetadata"}
            failure = _misunderstand(access)
        raise failure

    def _make_client(self, access: Access) -> Any:
        return self._session.create_client(
            SERVICE,
            region_name=access.region,
            endpoint_url=access.endpoint_url,
            verify=access.ca_bundle if access.verify_ssl else False,
            config=make_config(access),
        )


def _misunderstand(access: Access) -> TransportError:
    what = f"{OPERATION}: the answer of {access.endpoint_url or 'the service'} cannot be understood"
    fix = "see that the endpoint is Amazon Connect's: a proxy or another server may have answered"
    return TransportError(Diagnostic("C313", what, why="it has no ContactId", fix=fix))


def _refuse(error: botocore.exceptions.ClientError) -> CliRefusal:
    response = error.response
    code = str(response.get("Error", {}).get("Code", ""))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return CliRefusal(Diagnostic("C312", " ".join(str(error).splitlines()), fix=""), code, status)
