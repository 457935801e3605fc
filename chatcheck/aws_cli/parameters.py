"""The options of `start-chat-contact`, made from the installed botocore's model. Pure.

A member that a newer model adds is an option at once. Source of the names and of what each option
takes: the AWS CLI's reference, "aws connect start-chat-contact".
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, field
from typing import Any, Final

from chatcheck.render.start_prose import PROSE

Shape = Any
"""A botocore shape: type_name, name, members, required_members, member, key, value, enum, metadata."""

COMPLEX: Final = ("structure", "map", "list")
WHOLE: Final = ("integer", "long")
FRACTIONAL: Final = ("float", "double")


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
        """What the help shows for the value, such as ``ContentType=string,Content=string``."""
        if self.takes_shorthand:
            return describe_shorthand(self.shape)
        if self.takes_many:
            return "|".join(self.shape.member.enum or ()) or "string"
        return "|".join(getattr(self.shape, "enum", None) or ()) or self.kind

    @property
    def prose(self) -> str:
        """What it is, in a few words; empty for a member that is newer than they are."""
        return re.split(r"[;:.](?:\s|$)", PROSE.get(self.member, ("",))[0])[0]


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


def describe_shorthand(shape: Shape, *, nested: bool = False) -> str:
    """Return the form of a shorthand value; what is nested deeper is ``{...}``."""
    if shape.type_name == "list":
        return "[...]" if nested else f"{describe_shorthand(shape.member)} ..."
    if shape.type_name == "map":
        if nested:
            return "{...}"
        inner = _describe_inner(shape.value)
        return f"KeyName1={inner}" + ("" if shape.value.type_name in COMPLEX else f",KeyName2={inner}")
    if shape.type_name == "structure":
        return ",".join(f"{name}={_describe_inner(each)}" for name, each in shape.members.items())
    return str(shape.type_name)


def _describe_inner(shape: Shape) -> str:
    text = describe_shorthand(shape, nested=True)
    return f"{{{text}}}" if shape.type_name == "structure" else text
