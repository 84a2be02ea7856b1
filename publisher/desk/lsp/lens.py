"""How far each answer is, shown above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from publisher import nodes as ours
from publisher.desk.lsp.phrases import meter
from publisher.diagnostics.ranges import point
from publisher.read.transforms import line_of

if TYPE_CHECKING:
    from publisher.desk.lsp.documents import Judged
    from publisher.report.question import Question


def lenses(judged: Judged) -> list[types.CodeLens]:
    """Return a lens for each answer, at its marker; it can be read, and does nothing.

    Some editors show it above that line, and some behind it: an answer's own first line is a paragraph.
    """
    return [
        types.CodeLens(
            judged.text.range(point(marker_line(question) or line_of(question.answer))),
            types.Command(judged.said(meter(question)), command=""),
        )
        for question in judged.questions
    ]


def marker_line(question: Question) -> int:
    """Return the line of a question's marker, 0 where that is lost."""
    marks = question.prompt.findall(ours.marker) if question.prompt else ()
    return next((mark.line or 0 for mark in marks), 0)
