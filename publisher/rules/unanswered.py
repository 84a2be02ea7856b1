"""A question is not answered.

Nothing is left of the answer once the placeholder, its dashes, blanks and comments are taken
off.

Why: An empty answer is the first thing a grader sees.

Bad::

    > Answer:

    --- question 7 fill here ---

Good::

    > Answer:

    We wrote 32 tests.
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
    """Yield one finding for each question without an answer."""
    for question in report.questions:
        if not question.answered:
            yield Finding(
                question.line,
                Message("question {number} is not answered", number=question.number),
                Message("write the answer in place of the placeholder"),
                question.number,
            )
