"""The style that every PDF needs, whatever its theme: what the two standards ask of a page."""

from __future__ import annotations

from typing import Any

__all__ = ["BASE_STYLE", "drop_notes"]

# crisp-edges: no /Interpolate (ISO 19005-3, 6.2.8). Families: all that a host's font could stand
# in for is named. Markers: a named style has a glyph in every bundled family.
BASE_STYLE = """
html { font-family: "Source Serif 4", serif; }
code, kbd, pre, samp { font-family: "JetBrains Mono", monospace; }
[dir=rtl] { direction: rtl }
img, svg { image-rendering: crisp-edges; max-width: 100%; }
"""
# The parts of notes that a page keeps at its foot.
NOTES = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))


def drop_notes(page: Any) -> None:
    """Take notes at a page's foot out of WeasyPrint's own style, and markers but those of items.

    No theme has such notes, and that style gives all six to each element: six of seven styles
    that it computes and keeps, a fifth of the memory of a long report.
    """
    for sheet in page._ua_stylesheets():  # noqa: SLF001  (no public way)
        selectors = sheet.matcher
        markers = [entry for entry in selectors.other_selectors if entry[3] == "marker"]
        selectors.lower_local_name_selectors["li"] += markers
        selectors.other_selectors[:] = [
            entry
            for entry in selectors.other_selectors
            if entry not in markers and entry[3] not in NOTES
        ]
