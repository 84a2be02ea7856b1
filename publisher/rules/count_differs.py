"""The other counting rule would decide otherwise.

The answer is within its range by the counting rule in force, and outside by the other rule.

Why: A group that checks itself with another program should know why the results differ.

Bad::

    an answer of 104 pieces of which 12 are links and code, where 100 words are asked

Good::

    an answer that is well inside its range
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import counted, in_words, other_count
from publisher.report.question import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer that the other rule would not let pass."""
    for question in report.questions:
        if not question.answered or not within(question.words, question.limit_words):
            continue
        words, unit = other_count(report, question)
        if not within(words, question.limit_words):
            yield Finding(
                question.answer.line or question.line,
                Message(
                    "answer to question {number} has {counted}, which is within {limit}; "
                    "outside: {words} {unit}",
                    number=question.number,
                    counted=counted(question.words, "word"),
                    limit=in_words(question.limit_words),
                    words=words,
                    unit=unit,
                ),
                Message("nothing has to be done; a few words more or less make both counts agree"),
                question.number,
                report.ranges.answer(question.answer),
            )
