"""A prompt lost its limit.

The template's prompt of this number states a limit, the report's does not. The answer is judged
by the template's, unless the course sets another.

Why: A limit holds for a group that deleted it, too.

Bad::

    > **What did you build?**
    >
    > Answer:

Good::

    > **What did you build?**
    >
    > Answer length: 100-200 words.
    >
    > Answer:
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity
from publisher.rules.ranges import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each limit that was taken from the template."""
    for difference in report.differences("limit_lost"):
        number, (low, high) = difference["number"], difference["limit"]
        yield Finding(
            difference.line or 1,
            f"prompt of question {number} has no limit of {difference['found']} any more; that of "
            f"template {report.template!r} holds: {in_words((low, high))}",
            "put the prompt back as it stands in the template",
            number,
        )
