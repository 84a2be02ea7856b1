"""The line `Answer:` is lost.

The line that ends the prompt is gone. The prompt was taken to end with its quote, or, where it
has none, with what it says of the answer's length and the example below that.

Why: Programs that look for the line find no answer; the script that this one replaces ends in
a traceback.

Bad::

    > **How many tests did you write?**

    We wrote 32 tests.

Good::

    > **How many tests did you write?**
    >
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
    """Yield one finding for each question without a marker."""
    for question in report.questions:
        if question.node["marker"] == "missing":
            yield Finding(
                question.line,
                Message(
                    "question {number} has no line 'Answer:'; its answer was taken to begin on line "
                    "{line}",
                    number=question.number,
                    line=question.answer.line or question.line,
                ),
                Message("put a line '> Answer:' behind the prompt"),
                question.number,
            )
