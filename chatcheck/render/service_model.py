"""The installed botocore's own description of StartChatContact, read from disk.

Imports botocore on first use only. Talks to nobody.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

OPERATION = "StartChatContact"


@cache
def load_input_shape() -> Any:
    """Return botocore's shape of the StartChatContact input."""
    model = importlib.import_module("botocore.model")
    loading = importlib.import_module("chatcheck.render.operation_loader")
    loader = loading.OperationLoader({"connect": OPERATION})
    description = loader.load_service_model("connect", "service-2")
    return model.ServiceModel(description, "connect").operation_model(OPERATION).input_shape
