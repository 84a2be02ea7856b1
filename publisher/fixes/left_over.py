"""The template's leavings around an answer: written as they were read, that is, not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.fixes.edit import Edit, line_span
from publisher.read.cut.answer import QUOTE_MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.diagnostics.model import Diagnostic
    from publisher.fixes.edit import Place
    from publisher.read.cut.segments import QuestionSpan


_DASHES = re.compile(r"^(?:-{3}|\u2014)|(?:-{3}|\u2014)$")


def dashes(diagnostic: Diagnostic, place: Place) -> list[Edit]:
    """Take the placeholder's dashes around an answer out."""
    question = place.question(diagnostic)
    return _as_read(question, place.answer(question).dashes, place) if question else []


def placeholder(diagnostic: Diagnostic, place: Place) -> list[Edit]:
    """Take a placeholder beside an answer out."""
    question = place.question(diagnostic)
    return _as_read(question, [diagnostic.line], place) if question else []


def _as_read(question: QuestionSpan, lines: Iterable[int], place: Place) -> list[Edit]:
    """Return edits that write ``lines`` of an answer as they were read."""
    answer, text = place.answer(question), place.text
    edits = []
    for line in lines:
        index = line - answer.line
        if not 0 <= index < len(answer.lines):
            return []
        whole, after = line_span(place.parts.lines, line)
        start, end = max(whole, question.answer.start), min(after, question.answer.end)
        written, read = text[start:end], answer.lines[index]
        if "&lt;!--" in read and "&lt;!--" not in written:  # a mend of another kind is on it
            return []
        if _DASHES.search(read.strip()):  # taken for more leavings, were it written so
            return []
        mark = QUOTE_MARK.match(written) if index in answer.unquoted else None
        before = mark[0] if mark else ""
        before += written[len(before) : len(written) - len(written[len(before) :].lstrip(" \t"))]
        read = before + read.lstrip(" \t")
        if (start, end) == (whole, after) and not read.strip(" \t>"):
            read = read.rstrip(" \t")
            above, below = place.is_blank(line - 1), place.is_blank(line + 1)
            if above or below:  # no second blank line is left
                read, end = "", place.parts.lines.offset(line + (above and below))
        edits.append(Edit(start, end, read))
    return edits
