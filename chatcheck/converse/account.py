"""Whose account the credentials are of."""

from __future__ import annotations

import botocore.config
import botocore.session

from chatcheck.converse.failures import FOREIGN

ANSWER_S = 3.0


def find_account(region: str) -> str:
    """Return the account's number, as STS says; empty when it does not answer soon, or refuses.

    Every principal may ask: GetCallerIdentity needs no permission.
    """
    config = botocore.config.Config(
        connect_timeout=ANSWER_S, read_timeout=ANSWER_S, retries={"total_max_attempts": 1}
    )
    try:
        client = botocore.session.Session().create_client("sts", region_name=region, config=config)
        return str(client.get_caller_identity()["Account"])
    except FOREIGN:
        return ""
    except (ValueError, KeyError):
        return ""
