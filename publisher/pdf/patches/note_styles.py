"""Styles of notes at a page's foot, which no theme has: WeasyPrint computes six for each element.

With them go the markers of all elements but items.  It is six of seven styles that are computed and kept.
"""

from __future__ import annotations

from typing import Any

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "drop_notes"]

PATCH = Patch(
    needs={"weasyprint.HTML._ua_stylesheets": ("self",)},
    without="the layout takes longer, and more memory",
    weaker=False,
)
# The parts of notes that a page keeps at its foot.
NOTES = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))


def drop_notes(page: Any) -> None:
    """Take notes at a page's foot out of WeasyPrint's own style, and markers but those of items.

    No theme has such notes, and that style gives all six to each element: six of seven styles
    that it computes and keeps.
    """
    if PATCH.lacks():
        return
    for sheet in page._ua_stylesheets():  # noqa: SLF001  (no public way)
        selectors = sheet.matcher
        markers = [entry for entry in selectors.other_selectors if entry[3] == "marker"]
        selectors.lower_local_name_selectors["li"] += markers
        selectors.other_selectors[:] = [
            entry
            for entry in selectors.other_selectors
            if entry not in markers and entry[3] not in NOTES
        ]
