"""The line `Answer:` is lost.

The line that ends the prompt is gone. The prompt was taken to end with its quote.

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

from publisher.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each question without a marker."""
    for question in report.questions:
        if question.node["marker"] == "missing":
            yield Finding(
                question.line,
                f"question {question.number} has no line 'Answer:'; "
                "its prompt was taken to end with the quote",
                "put a line '> Answer:' behind the prompt",
                question.number,
            )
