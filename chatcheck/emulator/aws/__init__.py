"""CloudFormation models of types that moto lacks or treats too lightly; `load_models` brings them in."""

from __future__ import annotations

import importlib

MODULES = (
    "chatcheck.emulator.aws.functions",
    "chatcheck.emulator.aws.keys",
    "chatcheck.emulator.aws.logs",
    "chatcheck.emulator.aws.metadata",
    "chatcheck.emulator.aws.parameters",
    "chatcheck.emulator.aws.roles",
    "chatcheck.emulator.aws.storage",
)


def load_models() -> None:
    """Import every model, so that CloudFormation finds it by its type."""
    for name in MODULES:
        importlib.import_module(name)
