"""A picture as PNG, by resvg: an own renderer in a wheel, which needs no library of the system."""

from __future__ import annotations

import importlib
from types import ModuleType

from chatcheck.errors import Diagnostic, UsageError
from chatcheck.flow.picture.drawing import Drawing
from chatcheck.flow.picture.svg import write_svg

_SHARP_PIXELS = 12_000_000
"""Up to this size a picture has two pixels for each px, so that it is sharp when it is printed."""
_MOST_PIXELS = 200_000_000
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<text x="2" y="16" font-family="sans-serif">{}</text></svg>'
)


def write_png(drawing: Drawing) -> bytes:
    """Return the drawing as PNG, with the light colours. The letters are those of the fonts that are there.

    Raises:
        UsageError: resvg is not installed (U524), the picture is too large for PNG (U525), or there is no
            font to write with (U526).
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
    if _render(resvg, _PROBE.format("M"), 1) == _render(resvg, _PROBE.format(" "), 1):
        raise UsageError(
            Diagnostic(
                "U526",
                "a PNG needs a font, and none is installed here",
                fix="install one, such as DejaVu Sans, or write an .svg or .html file",
            )
        )
    return _render(resvg, write_svg(drawing), zoom)


def _render(resvg: ModuleType, svg: str, zoom: int) -> bytes:
    # A generic family is a name that resvg looks up: one that most systems have a face for.
    return bytes(resvg.svg_to_bytes(svg_string=svg, zoom=zoom, sans_serif_family="DejaVu Sans"))
