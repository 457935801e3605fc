"""The options of `start-chat-contact`, made from the installed botocore's model. Pure.

A member that a newer model adds is an option at once. Source of the names and of what each option
takes: the AWS CLI's reference, "aws connect start-chat-contact".
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Shape = Any
"""A botocore shape: type_name, name, members, required_members, member, key, value, enum, metadata."""

COMPLEX: Final = ("structure", "map", "list")
WHOLE: Final = ("integer", "long")
FRACTIONAL: Final = ("float", "double")
_SHOWN_DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class Parameter:
    """One member of the input.

    Attributes:
        member: as the API spells it, such as ``ParticipantDetails``.
        option: as the command line spells it, such as ``--participant-details``.
    """

    member: str
    option: str
    required: bool
    shape: Shape = field(repr=False, compare=False)

    @property
    def kind(self) -> str:
        """The type as the reference page names it."""
        return str(self.shape.type_name)

    @property
    def takes_many(self) -> bool:
        """Whether the option takes several words."""
        return self.kind == "list"

    @property
    def takes_shorthand(self) -> bool:
        """Whether the shorthand syntax is understood: not by texts, numbers, and lists of them."""
        return self.kind in ("structure", "map") or (
            self.kind == "list" and self.shape.member.type_name in COMPLEX
        )

    @property
    def placeholder(self) -> str:
        """What the help shows for the value."""
        return describe_shorthand(self.shape) if self.takes_shorthand else self.kind


def list_parameters(input_shape: Shape) -> tuple[Parameter, ...]:
    """Return a parameter for each member of the input, in the model's order."""
    required = set(input_shape.required_members)
    return tuple(
        Parameter(name, to_option(name), name in required, shape)
        for name, shape in input_shape.members.items()
    )


def to_option(member: str) -> str:
    """Return ``--chat-duration-in-minutes`` for ``ChatDurationInMinutes``, by botocore's own rule."""
    return "--" + str(importlib.import_module("botocore").xform_name(member, "-"))


def describe_shorthand(shape: Shape, above: Sequence[str] = ()) -> str:
    """Return the form of a shorthand value, such as ``ContentType=string,Content=string``."""
    if shape.name in above or len(above) >= _SHOWN_DEPTH:
        return "..."
    inner = (*above, shape.name)
    if shape.type_name == "structure":
        pairs = (f"{name}={describe_shorthand(each, inner)}" for name, each in shape.members.items())
        text = ",".join(pairs)
    elif shape.type_name == "map":
        text = "KeyName1={0},KeyName2={0}".format(describe_shorthand(shape.value, inner))
    elif shape.type_name == "list":
        return f"[{describe_shorthand(shape.member, inner)},...]"
    else:
        return str(shape.type_name)
    return f"{{{text}}}" if above else text
