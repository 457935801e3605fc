"""What things are called on AWS: one place for every name a deployment shows. Pure."""

from __future__ import annotations

APP = "chatcheck"
ALIAS_LIMIT_CHARS = 45


def to_pascal(name: str) -> str:
    """Return ``order-status`` as ``OrderStatus``, the form of logical ids and output keys."""
    return "".join(part.capitalize() for part in name.split("-"))


def name_stack(environment: str, part: str) -> str:
    """Return the name of a stack; `part` is ``instance`` or ``chat``."""
    return f"{APP}-{environment}-{part}"


def name_resource(environment: str, name: str) -> str:
    """Return a name for what shares an account and Region with other environments, such as a bot."""
    return f"{APP}-{environment}-{name}"


def name_parameter(environment: str, *parts: str) -> str:
    """Return an SSM parameter's name such as ``/chatcheck/dev/queue/support/arn``."""
    return "/".join(("", APP, environment, *parts))


def name_alias(environment: str, account: str) -> str:
    """Return the default alias of an instance: unique in the world as far as the account is."""
    return f"{APP}-{account}-{environment}"[:ALIAS_LIMIT_CHARS]
