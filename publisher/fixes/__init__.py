"""What ``publisher check --fix`` changes in a report's Markdown, and nothing else does.

A fix belongs to the code of a diagnostic, and writes what the report was read as anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from publisher.fixes import figure_name, left_over, lost_marker
from publisher.fixes.edit import Fix, Place
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic
    from publisher.fixes.edit import Edit


class Kind(NamedTuple):
    """A kind of fix.

    ``edits``: returns them, none where the repair is not plain; ``do``, ``did``: what they do, in words for
    who is asked and for who is told; ``number`` of the question, ``new``, what stands there then.
    """

    edits: Callable[[Diagnostic, Place], Sequence[Edit]]
    do: Message
    did: Message


FIXES: dict[str, Kind] = {
    "dashes_left": Kind(
        left_over.dashes,
        Message("Take out the placeholder's dashes around the answer to question {number}"),
        Message("took out the placeholder's dashes around the answer to question {number}"),
    ),
    "placeholder_left": Kind(
        left_over.placeholder,
        Message("Take out the placeholder of question {number}"),
        Message("took out the placeholder of question {number}"),
    ),
    "marker_missing": Kind(
        lost_marker.marker,
        Message("Put the line '> Answer:' behind the prompt of question {number}"),
        Message("put the line '> Answer:' behind the prompt of question {number}"),
    ),
    "image_missing": Kind(
        figure_name.name,
        Message("Write the picture's name as its file has it: {new!r}"),
        Message("wrote a picture's name as its file has it: {new!r}"),
    ),
    "image_backslash": Kind(
        figure_name.name,
        Message("Write the picture's path with slashes: {new!r}"),
        Message("wrote a picture's path with slashes: {new!r}"),
    ),
    "path_roundabout": Kind(
        figure_name.name,
        Message("Write the path the short way: {new!r}"),
        Message("wrote a path the short way: {new!r}"),
    ),
    "link_dead": Kind(
        figure_name.name,
        Message("Write the file's name as it is: {new!r}"),
        Message("wrote a file's name as it is: {new!r}"),
    ),
}
"""The kind of fix for each code that has one."""


def fixes_of(result: Result) -> list[Fix]:
    """Return the fixes for what was found in ``result``; what the report suppresses has none."""
    found = [d for d in result.diagnostics if d.code in FIXES and d.suppressed is None]
    if not found or result.report is None or result.source is None or result.folder is None:
        return []
    place = Place(result.report, result.source.text, result.folder, result.course)
    made = (Fix(d, place.index_of(d), tuple(FIXES[d.code].edits(d, place))) for d in found)
    return [fix for fix in made if fix.edits]


def done(fix: Fix) -> Message:
    """Return what ``fix`` did to the text, in words."""
    return _told(FIXES[fix.diagnostic.code].did, fix)


def offered(fix: Fix) -> Message:
    """Return what ``fix`` would do to the text, in words."""
    return _told(FIXES[fix.diagnostic.code].do, fix)


def _told(said: Message, fix: Fix) -> Message:
    return Message(said.template, number=fix.diagnostic.question, new=fix.edits[0].text)
