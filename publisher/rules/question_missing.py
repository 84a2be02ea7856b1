"""A question is missing.

A number between 1 and the largest has no heading. If the course names its template, the template's
numbers are expected instead, the last ones too.

Why: The course collects answers by number: what has no heading is not seen.

Bad::

    ### Question 1
    ### Question 3

Good::

    ### Question 1
    ### Question 2
    ### Question 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "error"

MOST = 100
"""Gaps that are named; a number such as 9999 would name thousands."""


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each missing number, at the question behind the gap, else the last."""
    numbers = {q.number for q in report.questions}
    expected = report.template_questions or range(1, max(numbers, default=0))
    for missing in sorted(set(expected) - numbers)[:MOST]:
        behind = next((q for q in report.questions if q.number > missing), None)
        yield Finding(
            (behind or report.questions[-1]).line,
            f"question {missing} is missing; expected a heading 'Question {missing}' "
            f"{'before' if behind else 'after'} this one",
            "put the heading back as it stands in the template, with its prompt",
            missing,
        )
