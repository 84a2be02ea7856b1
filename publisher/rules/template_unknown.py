"""The report began as none of the course's templates.

The course names its templates, and the prompts of this report are like those of none of them.
Then nothing is compared, and no limit is taken from a template.

Why: A report of another course, or settings of another course, would be judged by chance.

Bad::

    ### Question 1
    > **Which animal did you draw?**

Good::

    ### Question 1
    > **Enter the number of your group**
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
    """Yield one finding if no template is like the report."""
    for difference in report.differences("template_unknown"):
        yield Finding(
            difference.line or 1,
            difference["found"],
            Message(
                "name this course's settings by --course, and all versions of its template there"
            ),
        )
