"""What differs between a report and the template that it began as."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.read.yardstick.template import OutlineHeading

MOST_WORDS = 400
"""Words of a prompt that are compared; the longest real one has 130."""
MOST_HEADINGS = 1000
"""Headings of a report that are compared; real ones have 60."""
_MOST_CHANGES = 3
_LONGEST = 60


def edits(before: Sequence[str], after: Sequence[str]) -> str:
    """Tell in short what became of a prompt's words; empty where nothing did."""
    before, after = list(before[:MOST_WORDS]), list(after[:MOST_WORDS])
    if before == after:
        return ""
    told: list[str] = []
    # The template's words are the second sequence: their index bounds the time.
    matcher = SequenceMatcher(None, after, before, autojunk=False)
    for kind, first, end, first_before, end_before in matcher.get_opcodes():
        if kind == "equal":
            continue
        old = _quoted(before[first_before:end_before])
        new = _quoted(after[first:end])
        told.append(
            Message("{words} is new", words=new)
            if not old
            else Message("{words} is gone", words=old)
            if not new
            else Message("{before} became {after}", before=old, after=new)
        )
    more = len(told) - _MOST_CHANGES
    rest: list[str] = [Message("and {count} more", count=more)] if more > 0 else []
    return Message.joined(told[:_MOST_CHANGES] + rest, "; ")


def _quoted(words: Sequence[str]) -> str:
    text = " ".join(words)
    if len(text) > _LONGEST:
        first, last = text[: _LONGEST // 2], text[-_LONGEST // 3 :]
        text = f"{first.rsplit(' ', 1)[0]} ... {last.split(' ', 1)[-1]}"
    return f'"{text}"' if text else ""


def headings_changed(
    template: Sequence[OutlineHeading], report: Sequence[OutlineHeading]
) -> Iterator[tuple[OutlineHeading, OutlineHeading | None, int]]:
    """Yield each heading of the template that the report has not.

    With it comes the heading that stands in its place, if one does, and the line where
    it would be expected.  Questions only tell where a heading stands.
    """
    report = report[:MOST_HEADINGS]
    known = {h.key for h in template}
    theirs = [h for h in report if h.number is None or h.number in known]
    matcher = SequenceMatcher(
        None, [h.key for h in theirs], [h.key for h in template], autojunk=False
    )
    present = {h.key for h in report}
    for kind, first, end, first_asked, end_asked in matcher.get_opcodes():
        if kind not in ("insert", "replace"):
            continue
        gone = [h for h in template[first_asked:end_asked] if _is_gone(h, present)]
        there = [h for h in theirs[first:end] if h.number is None and h.key not in known]
        line = theirs[min(first, len(theirs) - 1)].line if theirs else 1
        for heading, other in _pairs(gone, there):
            yield heading, other, other.line if other else line


def _is_gone(heading: OutlineHeading, present: set[str | int]) -> bool:
    return heading.number is None and heading.key not in present


def _pairs(
    gone: Sequence[OutlineHeading], there: Sequence[OutlineHeading]
) -> Iterator[tuple[OutlineHeading, OutlineHeading | None]]:
    """Pair headings of one place: in order where there are as many, else those that are alike."""
    left = list(there)
    for heading in gone:
        if len(gone) == len(there):
            yield heading, left.pop(0)
            continue
        alike = [h for h in left if _alike(heading, h)]
        if alike:
            left.remove(alike[0])
        yield heading, alike[0] if alike else None


def _alike(one: OutlineHeading, other: OutlineHeading) -> bool:
    words, others = set(str(one.key).split()), set(str(other.key).split())
    return 2 * len(words & others) >= len(words | others)
