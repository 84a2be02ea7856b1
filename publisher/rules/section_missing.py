"""A section of the template is gone.

A heading of the template that is no question's is nowhere in the report, and no other stands in
its place.

Why: The sections group the questions, and the checklist is read below its headings.

Bad::

    ### Question 3
    ...
    ### Question 4

Good::

    ### Question 3
    ...
    ## Coding environment

    ### Question 4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.diagnostics.ranges import point
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each heading that is gone."""
    for difference in report.differences("section_missing"):
        yield Finding(
            difference.line or 1,
            difference["found"],
            Message("put the heading back where the template has it"),
            range=point(difference.line or 1),
        )
