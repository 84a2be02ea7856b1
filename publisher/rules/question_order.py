"""A question stands out of order.

A number is smaller than one before it.

Why: Readers and graders go through the numbers one by one.

Bad::

    ### Question 2
    ### Question 1

Good::

    ### Question 1
    ### Question 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each question behind a larger number."""
    largest = 0
    seen: set[int] = set()
    for question in report.questions:
        if question.number < largest and question.number not in seen:
            yield Finding(
                question.line,
                Message(
                    "question {number} comes after question {other}",
                    number=question.number,
                    other=largest,
                ),
                Message("move it, with its answer, to its place in the template's order"),
                question.number,
            )
        largest = max(largest, question.number)
        seen.add(question.number)
