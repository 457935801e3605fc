"""How CloudFormation says no."""

from __future__ import annotations

from chatcheck.emulator.routes import ServiceError


def refuse(message: str, code: str = "ValidationError") -> ServiceError:
    """Make the error of a call that CloudFormation does not accept; raise what it returns."""
    return ServiceError(code, message)


def describe_failure(error: Exception) -> str:
    """Return a failure's text, with the ``problems`` of a refused contact flow folded in. Pure."""
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    problems = error.extra.get("problems", []) if isinstance(error, ServiceError) else []
    found = "; ".join(
        str(each.get("message", each)) if isinstance(each, dict) else str(each) for each in problems
    )
    return f"{text}{'' if str(text).endswith(('.', ':')) else ':'} {found}" if found else str(text)
