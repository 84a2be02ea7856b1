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

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.question import Question
    from publisher.report.view import Report

SEVERITY: Severity = "error"

MANY = 4
"""Questions in a row from which on it is the report that was pasted twice."""


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each repeated heading, or for a run of them."""
    first: dict[int, Question] = {}
    runs: list[list[Question]] = [[]]
    for question in report.questions:
        if first.setdefault(question.number, question) is question:
            runs.append([])
        else:
            runs[-1].append(question)
    for run in runs:
        if len(run) >= MANY:
            numbers = [question.number for question in run]
            yield Finding(
                run[0].line,
                Message(
                    "{questions} are here again; the first is in line {line}",
                    questions=questions(numbers),
                    line=first[numbers[0]].line,
                ),
                Message("the report is in this file twice: keep one of the two"),
            )
            continue
        for question in run:
            yield Finding(
                question.line,
                Message(
                    "question {number} is here again; the first is in line {line}",
                    number=question.number,
                    line=first[question.number].line,
                ),
                Message("keep one heading for each number; an answer pasted twice can go"),
                question.number,
            )
