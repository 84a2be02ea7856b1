"""Another way to count would decide otherwise.

The answer is within its range by the counting rule in force, and outside by the other rule or
by the script that this one replaces (which stops at the first `##` and counts the placeholder
as six words).

Why: A group that checks itself with another program should know why the results differ.

Bad::

    an answer of 104 pieces of which 12 are links and code, where 100 words are asked

Good::

    an answer that is well inside its range
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity
from publisher.question import within
from publisher.rules.ranges import counted, in_words, other_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer on which the ways to count disagree."""
    for question in report.questions:
        if not question.answered or not within(question.words, question.limit_words):
            continue
        said = [
            f"{words} {name}"
            for words, name in other_counts(report, question)
            if not within(words, question.limit_words)
        ]
        if said:
            yield Finding(
                question.answer.line or question.line,
                f"answer to question {question.number} has "
                f"{counted(question.words, 'word')}, which is within {in_words(question.limit_words)}; outside: {' and '.join(said)}",
                "nothing has to be done; a few words more or less make all counts agree",
                question.number,
            )
