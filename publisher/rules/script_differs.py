"""The script that this program replaces would decide otherwise.

An answer is within its range by the counting rule in force and outside by the course's former
script, or the other way round.  That script stops at the first `##` and counts the placeholder
as six words.  The rule is off; a course switches it on by naming a severity for it.

Why: While a course changes over, whoever compares both programs should not have to look for
the reason.  Afterwards nobody knows the script.

Bad::

    an answer of 221 words, 125 of them behind a heading `####`, where 200-400 are asked

Good::

    an answer without headings
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import counted, in_words
from publisher.report.question import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.question import Question
    from publisher.report.view import Report

SEVERITY: Severity | None = None


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer that the script would judge otherwise."""
    for question in report.questions:
        asked = question.limit_words
        passes = within(question.words, asked)
        if question.answered and passes != within(question.words_script, asked):
            yield Finding(
                question.answer.line or question.line,
                _told(question, passes=passes),
                Message(
                    "nothing has to be done; the script stops at '##', and counts a placeholder"
                ),
                question.number,
                report.ranges.answer(question.answer),
            )


def _told(question: Question, *, passes: bool) -> Message:
    said = {
        "number": question.number,
        "counted": counted(question.words, "word"),
        "limit": in_words(question.limit_words),
        "other": question.words_script,
    }
    if passes:
        return Message(
            "answer to question {number} has {counted}, inside the limit of {limit}; the course's "
            "former script counts {other}",
            **said,
        )
    return Message(
        "answer to question {number} has {counted}, outside the limit of {limit}; the course's "
        "former script counts {other}",
        **said,
    )
