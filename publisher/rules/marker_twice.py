"""The line `Answer:` stands twice.

The first one ends the prompt. A later one stays in the answer and is no word of it.

Why: Often a prompt or an answer was pasted twice.

Bad::

    > Answer:

    We wrote tests.

    > Answer:

    We wrote tests.

Good::

    > Answer:

    We wrote tests.
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
    """Yield one finding for each further marker."""
    for question in report.questions:
        for line in question.node["markers_again"]:
            yield Finding(
                line,
                Message(
                    "question {number} has another line 'Answer:' inside its answer",
                    number=question.number,
                ),
                Message("take the second one out, and what was pasted twice with it"),
                question.number,
            )
