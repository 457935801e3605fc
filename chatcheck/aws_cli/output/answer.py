"""What a service's JSON says to the AWS CLI: the members that the model knows. Pure."""

from __future__ import annotations

from typing import Any

Json = Any


def arrange_answer(body: Json, shape: Any) -> Json:
    """Return the members that ``shape`` knows, in its order, as the AWS CLI would show them.

    ``shape`` is botocore's shape of the output, or one that looks like it. A member that is null or
    absent is left out, and so is one that the model does not know; other values stay as they are.
    """
    if shape.type_name == "structure" and isinstance(body, dict):
        return {
            name: arrange_answer(body[name], member)
            for name, member in shape.members.items()
            if body.get(name) is not None
        }
    if shape.type_name == "list" and isinstance(body, list):
        return [arrange_answer(item, shape.member) for item in body]
    if shape.type_name == "map" and isinstance(body, dict):
        return {key: arrange_answer(value, shape.value) for key, value in body.items()}
    return body
