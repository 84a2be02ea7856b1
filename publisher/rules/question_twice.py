"""A question stands twice.

Two headings have the same number. Both answers are kept and shown.

Why: A reader who looks for the answer finds one of them.

Bad::

    ### Question 4
    ### Question 4

Good::

    ### Question 4
    ### Question 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.question import Question
    from publisher.report import Report

SEVERITY: Severity = "error"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each repeated heading."""
    first: dict[int, Question] = {}
    for question in report.questions:
        before = first.setdefault(question.number, question)
        if before is not question:
            yield Finding(
                question.line,
                f"question {question.number} is here again; the first is in line {before.line}",
                "keep one heading for each number; an answer pasted twice can go",
                question.number,
            )
