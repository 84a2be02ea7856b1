"""A question is missing.

A number between 1 and the largest has no heading; one that is larger than all behind it stands in
for another (30 for 3). If the course names its template, the template's
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

from bisect import bisect_left
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "error"

MOST = 100
"""Gaps that are named; a number such as 9999 would name thousands."""


def _largest(numbers: Iterable[int]) -> int:
    """Return the last of the longest row of rising numbers, 0 if there are none."""
    ends: list[int] = []  # of the rows of each length, the smallest number at the end
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return ends[-1] if ends else 0


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each missing number, at the question behind the gap, else the last."""
    numbers = {q.number for q in report.questions}
    expected = report.template_questions or range(1, _largest(q.number for q in report.questions))
    for missing in sorted(set(expected) - numbers)[:MOST]:
        behind = next((q for q in report.questions if q.number > missing), None)
        yield Finding(
            (behind or report.questions[-1]).line,
            Message(
                "question {number} is missing; expected a heading 'Question {number}' before this one",
                number=missing,
            )
            if behind
            else Message(
                "question {number} is missing; expected a heading 'Question {number}' after this one",
                number=missing,
            ),
            Message("put the heading back as it stands in the template, with its prompt"),
            missing,
        )
