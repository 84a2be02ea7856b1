"""Text of the template's example is left in an answer.

The answer holds a mark of the example that was to be filled in (`sXXXXXX`, `<weblink>`), six words in a
row with a gap of the example among them (`used ... for`, `X tests`), twenty of its words in a row, or all
of it. Fewer words without a gap are what anyone would write who answers as the example does.

Why: The example shows the form of an answer; it says nothing of the group's own work.

Bad::

    sXXXXXX, sXXXXXX

Good::

    s123456, s123457
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.nodes import every, example
from publisher.read.transforms import visible_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.question import Question
    from publisher.report.view import Report

SEVERITY: Severity = "note"

WITH_GAP = 6
"""Pieces in a row with a gap among them that nobody filled."""
WITHOUT = 20
"""Pieces in a row without one: more than one takes over for the form of an answer."""
WHOLE = 10
"""Pieces of an example that was taken over whole: a shorter one can be anybody's answer."""
_BLANK = re.compile(r"\bsx{6}\b", re.IGNORECASE)
_LEAD = re.compile(r"\W{0,3}example\b[^:]{0,30}:", re.IGNORECASE)
_MARK = re.compile(r"<[a-z_]{3,20}>", re.IGNORECASE)
_GAP = re.compile(r"\.{3}|…|\bX\b|<[a-z_]{3,20}>", re.IGNORECASE)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer that holds text of the example."""
    for question in report.questions:
        said = f" {' '.join(visible_pieces(question.answer))} "
        left = _BLANK.search(said)
        text = left.group() if left else next(_taken_over(question, said), "")
        if text:
            yield Finding(
                question.answer.line or question.line,
                Message(
                    "answer to question {number} holds text of the example: {text!r}",
                    number=question.number,
                    text=text,
                ),
                Message("write your own in its place"),
                question.number,
                report.ranges.in_answer(text, question.answer),
            )


def _taken_over(question: Question, said: str) -> Iterator[str]:
    """Yield what of the example stands in ``said``, the pieces of the answer between blanks."""
    held = frozenset(said.split())
    for given in every(example, question.prompt) if question.prompt else ():
        pieces = _LEAD.sub("", " ".join(visible_pieces(given))).split()
        yield from (mark for mark in _MARK.findall(" ".join(pieces)) if mark in said)
        runs = [run for run in _runs(pieces, WITH_GAP, held) if _GAP.search(run)]
        runs += _runs(pieces, WITHOUT, held)
        if len(pieces) >= WHOLE:
            runs.append(" ".join(pieces))
        yield from (run for run in runs if f" {run} " in said)


def _runs(pieces: list[str], size: int, held: frozenset[str]) -> Iterator[str]:
    """Yield the runs of ``size`` pieces that the answer may have: it has each of them, ``held``."""
    row = 0
    for after, piece in enumerate(pieces, 1):
        row = row + 1 if piece in held else 0
        if row >= size:
            yield " ".join(pieces[after - size : after])
