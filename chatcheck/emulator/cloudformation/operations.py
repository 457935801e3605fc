"""The calls of CloudFormation: input members in, output members out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from chatcheck.emulator.cloudformation import changes, queries
from chatcheck.emulator.cloudformation.protocol import answer_refusal, answer_result, parse_call
from chatcheck.emulator.cloudformation.requests import check_members
from chatcheck.emulator.cloudformation.store import Store, get_store
from chatcheck.emulator.routes import ServiceError

Json = Any
Operation = Callable[[Store, Mapping[str, Json]], Mapping[str, Json]]
log = logging.getLogger("chatcheck.emulator.cloudformation")

OPERATIONS: dict[str, Operation] = {**changes.OPERATIONS, **queries.OPERATIONS}


def answer_call(body: bytes, query: str, region: str) -> web.Response:
    """Answer one call; blocks for as long as a deployment takes."""
    try:
        operation, members = parse_call(body, query)
        perform = OPERATIONS.get(operation)
        if perform is None:
            raise ServiceError(
                "UnsupportedOperationException",
                f"The embedded AWS does not support CloudFormation's {operation}.",
            )
        check_members(members)
        return answer_result(operation, perform(get_store(region), members))
    except ServiceError as error:
        log.info("refused: %s: %s", error.code, error.message)
        return answer_refusal(error)
