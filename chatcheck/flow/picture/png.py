"""A picture as PNG, by resvg: an own renderer in a wheel, which needs no library of the system."""

from __future__ import annotations

import importlib

from chatcheck.errors import Diagnostic, UsageError
from chatcheck.flow.picture.drawing import Drawing
from chatcheck.flow.picture.svg import write_svg

_SHARP_PIXELS = 12_000_000
"""Up to this size a picture has two pixels for each px, so that it is sharp when it is printed."""
_MOST_PIXELS = 200_000_000


def write_png(drawing: Drawing) -> bytes:
    """Return the drawing as PNG, with the light colours. The letters are those of the fonts that are there.

    Raises:
        UsageError: resvg is not installed (U524), or the picture is too large for PNG (U525).
    """
    try:
        resvg = importlib.import_module("resvg_py")
    except ImportError:
        raise UsageError(
            Diagnostic(
                "U524",
                "a PNG needs the package resvg-py, which is not installed",
                fix="pip install 'chatcheck[graph]', or write an .svg or .html file",
            )
        ) from None
    pixels = drawing.width * drawing.height
    if pixels > _MOST_PIXELS:
        what = f"the picture is too large for PNG: {drawing.width} x {drawing.height} pixels"
        raise UsageError(Diagnostic("U525", what, fix="write an .svg or .html file"))
    zoom = 2 if 4 * pixels <= _SHARP_PIXELS else 1
    # A generic family is a name that resvg looks up: one that any system has a face for.
    data: bytes = resvg.svg_to_bytes(
        svg_string=write_svg(drawing), zoom=zoom, sans_serif_family="DejaVu Sans"
    )
    return bytes(data)
