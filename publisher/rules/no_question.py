"""The file has no question in it.

No heading `Question N` was found, so there is nothing to check.

Why: It is probably not the report: perhaps the README of the repository was given.

Bad::

    # My project

Good::

    ### Question 1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.diagnostics.ranges import point
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "error"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding if there is no question."""
    if not report.questions:
        yield Finding(
            1,
            Message(
                "there is no question in this file; expected headings such as '### Question 1'"
            ),
            Message("name the report: publisher check path/to/the/report"),
            range=point(1),
        )
