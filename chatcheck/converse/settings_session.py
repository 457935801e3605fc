"""The user's AWS settings, as botocore reads them, and one variable that it does not read."""

from __future__ import annotations

from typing import Any

import botocore.exceptions
import botocore.session

from chatcheck.converse.failure_kinds import map_botocore

REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"]
"""The AWS CLI version 2, the CDK CLI and AWS's other SDKs obey the first; botocore by itself knows the second
alone. Source: AWS SDKs and Tools Reference Guide, "AWS Region"."""


def open_session(profile: str | None = None) -> Any:
    """Return a session of botocore; nothing is read yet. `profile` goes before AWS_PROFILE."""
    region = ("region", REGION_VARIABLES, None, None)
    return botocore.session.Session(session_vars={"region": region}, profile=profile)


def find_region() -> str | None:
    """Return the Region that the environment or the profile names, None where neither does.

    Reads the AWS configuration. Raises TransportError for one that cannot be used.
    """
    try:
        region = open_session().get_config_variable("region")
    except botocore.exceptions.BotoCoreError as exception:
        failure = map_botocore(exception, "AWS settings", "the profile")
    else:
        return str(region) if region else None
    raise failure
