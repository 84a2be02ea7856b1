"""What ``publisher check --fix`` changes in a report's Markdown, and nothing else does.

A fix belongs to the code of a diagnostic, and writes what the report was read as anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.fixes import figure_name, left_over, lost_marker
from publisher.fixes.edit import Fix, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic
    from publisher.fixes.edit import Edit

FIXES: dict[str, tuple[Callable[[Diagnostic, Place], Sequence[Edit]], str]] = {
    "dashes_left": (
        left_over.dashes,
        "took out the placeholder's dashes around the answer to question {number}",
    ),
    "placeholder_left": (left_over.placeholder, "took out the placeholder of question {number}"),
    "marker_missing": (
        lost_marker.marker,
        "put the line '> Answer:' behind the prompt of question {number}",
    ),
    "image_missing": (figure_name.name, "wrote a picture's name as its file has it: {new!r}"),
    "image_backslash": (figure_name.name, "wrote a picture's path with slashes: {new!r}"),
    "path_roundabout": (figure_name.name, "wrote a path the short way: {new!r}"),
    "link_dead": (figure_name.name, "wrote a file's name as it is: {new!r}"),
}
"""For each code that has one what returns its edits, none where the repair is not plain; and what
they did, in words: ``number`` of the question, ``new``, what stands there now."""


def fixes_of(result: Result) -> list[Fix]:
    """Return the fixes for what was found in ``result``; what the report suppresses has none."""
    found = [d for d in result.diagnostics if d.code in FIXES and d.suppressed is None]
    if not found or result.report is None or result.source is None or result.folder is None:
        return []
    place = Place(result.report, result.source.text, result.folder, result.course)
    made = (Fix(d, place.index_of(d), tuple(FIXES[d.code][0](d, place))) for d in found)
    return [fix for fix in made if fix.edits]


def done(fix: Fix) -> str:
    """Return what ``fix`` did to the text, in words."""
    told = FIXES[fix.diagnostic.code][1]
    return told.format(number=fix.diagnostic.question, new=fix.edits[0].text)
