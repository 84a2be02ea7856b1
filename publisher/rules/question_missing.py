"""A question is missing.

The questions are numbered from 1; a number between others has no heading. The last ones can be
missed only if the course names its template.

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
    """Yield one finding for each missing number, at the question behind the gap."""
    numbers = {q.number for q in report.questions}
    for missing in sorted(set(range(1, max(numbers, default=0))) - numbers)[:MOST]:
        behind = next((q for q in report.questions if q.number > missing), None)
        yield Finding(
            behind.line if behind else 1,
            f"question {missing} is missing; expected a heading 'Question {missing}' before this one",
            "put the heading back as it stands in the template, with its prompt",
            missing,
        )
