"""The style that every PDF needs, whatever its theme: what the two standards ask of a page."""

from __future__ import annotations

__all__ = ["BASE_STYLE"]

# crisp-edges: no /Interpolate (ISO 19005-3, 6.2.8). Families: all that a host's font could stand
# in for is named. Markers: a named style has a glyph in every bundled family.
BASE_STYLE = """
html { font-family: "Source Serif 4", serif; }
code, kbd, pre, samp { font-family: "JetBrains Mono", monospace; }
[dir=rtl] { direction: rtl }
img, svg { image-rendering: crisp-edges; max-width: 100%; }
"""
