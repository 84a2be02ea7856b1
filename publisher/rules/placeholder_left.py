"""The placeholder stands beside an answer.

The line `--- question N fill here ---` was not taken out. It changes neither the count nor the
verdict.

Why: It is printed with the answer.

Bad::

    --- question 7 fill here ---

    We wrote 32 tests.

Good::

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
    """Yield one finding for each placeholder beside an answer."""
    for question in report.questions:
        if question.answered:
            for placeholder in question.placeholders:
                yield Finding(
                    placeholder.line or question.line,
                    Message(
                        "the placeholder is still there beside the answer to question {number}",
                        number=question.number,
                    ),
                    Message("take the line with the three dashes out"),
                    question.number,
                    report.ranges.words(placeholder.astext(), placeholder.line or question.line),
                )
