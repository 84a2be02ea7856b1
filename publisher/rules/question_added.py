"""A question that the template does not have.

The course names its template, and there is no question of this number in it. It is kept and
shown like the others.

Why: The course collects answers by the template's numbers, so nobody may look for this one.

Bad::

    ### Question 32
    > **What else?**

Good::

    (further words stand in the answer to a question of the template)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each question that is not in the template."""
    known = set(report.template_questions)
    for question in report.questions:
        if known and question.number not in known:
            yield Finding(
                question.line,
                Message(
                    "question {number} is not in template {template!r}",
                    number=question.number,
                    template=report.template,
                ),
                Message("move the answer to a question of the template if it belongs there"),
                question.number,
            )
