"""What ``publisher check --fix`` changes in a report's Markdown, and nothing else does.

A fix belongs to the code of a diagnostic, and writes what the report was read as anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.fixes import figure_name, leavings, lost_marker
from publisher.fixes.edit import Fix, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.check import Result
    from publisher.diagnostics import Diagnostic
    from publisher.fixes.edit import Edit

FIXES: dict[str, Callable[[Diagnostic, Place], Sequence[Edit]]] = {
    "dashes_left": leavings.dashes,
    "placeholder_left": leavings.placeholder,
    "marker_missing": lost_marker.marker,
    "image_missing": figure_name.name,
    "image_backslash": figure_name.name,
    "path_roundabout": figure_name.name,
    "link_dead": figure_name.name,
}
"""For each code that has one what returns its edits: none where the repair is not plain."""


def fixes_of(result: Result) -> list[Fix]:
    """Return the fixes for what was found in ``result``; what the report suppresses has none."""
    found = [d for d in result.diagnostics if d.code in FIXES and d.suppressed is None]
    if not found or result.report is None or result.source is None or result.folder is None:
        return []
    place = Place(result.report, result.source.text, result.folder, result.course)
    made = (Fix(d, place.index_of(d), tuple(FIXES[d.code](d, place))) for d in found)
    return [fix for fix in made if fix.edits]
