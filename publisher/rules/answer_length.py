"""An answer is too short or too long.

The words of the answer, by the counting rule in force, lie outside the range that the prompt
asks for. An unanswered question is not judged here.

Why: The course gives the range so that answers are complete and can be read in the time there
is.

Bad::

    an answer of 20 words to "Recommended answer length: 50-100 words"

Good::

    an answer of 50 to 100 words
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import advice, asked, counted, other_count
from publisher.report.question import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.question import Question
    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer outside its range of words."""
    for question in report.questions:
        if question.answered and not within(question.words, question.limit_words):
            yield Finding(
                question.answer.line or question.line,
                _told(report, question),
                advice(question.words, question.limit_words, "word"),
                question.number,
                report.ranges.answer(question.answer),
            )


def _told(report: Report, question: Question) -> Message:
    """Say what is wrong, and so where the other counting rule would pass."""
    words, unit = other_count(report, question)
    said = {
        "number": question.number,
        "counted": counted(question.words, "word"),
        "asked": asked(report, question, "words"),
    }
    if not within(words, question.limit_words):
        return Message("answer to question {number} has {counted}; {asked}", **said)
    return Message(
        "answer to question {number} has {counted}; {asked} (within it: {words} {unit})",
        **said,
        words=words,
        unit=unit,
    )
