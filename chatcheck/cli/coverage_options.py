"""What a command line asks of coverage; imports nothing that a run without it does not need."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COVERAGE_JSON: Final = "coverage-json"
COBERTURA: Final = "cobertura"
KINDS: Final = (COVERAGE_JSON, COBERTURA)
Reports = Sequence[tuple[str, Path]]


@dataclass(frozen=True, slots=True)
class CoverageRequest:
    """What is asked.

    Attributes:
        fail_under: per cent of the blocks that must be exercised, or None.
        reports: of coverage alone, kind and place.
    """

    fail_under: float | None
    reports: Reports


def read_request(args: argparse.Namespace, reports: Reports) -> CoverageRequest | None:
    """Return what is asked; a report of coverage or a limit asks for coverage too. None: nothing is."""
    own = tuple(each for each in reports if each[0] in KINDS)
    is_asked = args.coverage or own or args.fail_under is not None
    return CoverageRequest(args.fail_under, own) if is_asked else None


def leave_out(reports: Reports) -> list[tuple[str, Path]]:
    """Return the reports that are not of coverage. Pure."""
    return [each for each in reports if each[0] not in KINDS]
